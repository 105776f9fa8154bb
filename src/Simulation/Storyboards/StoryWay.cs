using Sim.Maps;

namespace Sim.Simulation.Storyboards;

/// <summary>A route of an entity: the roads it goes through, in order, and its waypoints.</summary>
internal sealed class StoryWay(RoadLine[] roads, NetPlace[] waypoints)
{
    public RoadLine[] Roads { get; } = roads;

    public NetPlace[] Waypoints { get; } = waypoints;

    /// <summary>True when the second road follows the first anywhere on the route, or the first is not on it and the second is.</summary>
    public bool Comes(RoadLine from, RoadLine to)
    {
        bool on = false;
        for (int i = 0; i < Roads.Length; i++)
        {
            if (!ReferenceEquals(Roads[i], from))
            {
                continue;
            }

            on = true;
            if ((i + 1 < Roads.Length && ReferenceEquals(Roads[i + 1], to)) || (i > 0 && ReferenceEquals(Roads[i - 1], to)))
            {
                return true;
            }
        }

        return !on && Array.IndexOf(Roads, to) >= 0;
    }
}
