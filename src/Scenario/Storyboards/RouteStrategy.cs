namespace Sim.Storyboards;

/// <summary>How to get from one waypoint to the next.</summary>
public enum RouteStrategy
{
    /// <summary>Fastest.</summary>
    Fastest,
    /// <summary>Fewest intersections.</summary>
    LeastIntersections,
    /// <summary>Any.</summary>
    Random,
    /// <summary>Shortest.</summary>
    Shortest,
}
