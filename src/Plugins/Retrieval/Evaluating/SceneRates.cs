using Sim.Geometry;
using Sim.Maps;

namespace Sim.Plugins.Retrieval.Evaluating;

/// <summary>Scene collision rate and off-road rate. Pure.</summary>
internal static class SceneRates
{
    private const double MaxIou = 0.1;

    /// <summary>For each actor whether it overlaps another with an intersection over union beyond 0.1 at any instant after the start.</summary>
    public static bool[] Collides(IReadOnlyList<ActorState?[]> states, IReadOnlyList<BodyBox> bodies)
    {
        ArgumentNullException.ThrowIfNull(states);
        ArgumentNullException.ThrowIfNull(bodies);
        var hit = new bool[states.Count];
        for (int i = 0; i < states.Count; i++)
        {
            for (int j = i + 1; j < states.Count; j++)
            {
                for (int k = 1; k < Math.Min(states[i].Length, states[j].Length) && !(hit[i] && hit[j]); k++)
                {
                    if (states[i][k] is { } a && states[j][k] is { } b && Iou(new OrientedBox(a, bodies[i]), new OrientedBox(b, bodies[j])) > MaxIou)
                    {
                        hit[i] = true;
                        hit[j] = true;
                    }
                }
            }
        }

        return hit;
    }

    /// <summary>For each actor the number of instants after the start, and at how many its centre is off the road.</summary>
    public static (int Steps, int Off)[] OffRoad(IReadOnlyList<ActorState?[]> states, RoadMap map)
    {
        ArgumentNullException.ThrowIfNull(states);
        ArgumentNullException.ThrowIfNull(map);
        var index = map.Index();
        var counts = new (int Steps, int Off)[states.Count];
        for (int i = 0; i < states.Count; i++)
        {
            for (int k = 1; k < states[i].Length; k++)
            {
                if (states[i][k] is { } s)
                {
                    counts[i].Steps++;
                    counts[i].Off += index.IsDrivable(s.Pose.Position) ? 0 : 1;
                }
            }
        }

        return counts;
    }

    private static double Iou(in OrientedBox a, in OrientedBox b)
    {
        if (!a.Overlaps(b))
        {
            return 0;
        }

        double common = a.OverlapAreaM2(b);
        return common / (a.AreaM2 + b.AreaM2 - common);
    }
}
