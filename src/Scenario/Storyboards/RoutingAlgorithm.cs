namespace Sim.Storyboards;

/// <summary>Which way through the road network a distance is measured along.</summary>
public enum RoutingAlgorithm
{
    /// <summary>Not said.</summary>
    Undefined,
    /// <summary>The route that the entity has.</summary>
    AssignedRoute,
    /// <summary>Fastest.</summary>
    Fastest,
    /// <summary>Fewest intersections.</summary>
    LeastIntersections,
    /// <summary>Shortest.</summary>
    Shortest,
}
