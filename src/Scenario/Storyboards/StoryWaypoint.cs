namespace Sim.Storyboards;

/// <summary>A waypoint of a route.</summary>
/// <param name="Position">Where.</param>
/// <param name="Strategy">How to get from here to the next.</param>
public sealed record StoryWaypoint(StoryPosition Position, RouteStrategy Strategy = RouteStrategy.Shortest);
