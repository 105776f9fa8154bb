namespace Sim.Storyboards;

/// <summary>A route through the road network.</summary>
public sealed record StoryRoute
{
    /// <summary>Name.</summary>
    public string Name { get; init; } = "";

    /// <summary>True: the last waypoint leads to the first.</summary>
    public bool Closed { get; init; }

    /// <summary>Waypoints, at least two.</summary>
    public required IReadOnlyList<StoryWaypoint> Waypoints { get; init; }
}
