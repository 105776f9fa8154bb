namespace Sim.Storyboards;

/// <summary>A vertex of a trajectory.</summary>
/// <param name="Position">Where.</param>
/// <param name="TimeS">When, s; null: no time.</param>
public sealed record TrajectoryVertex(StoryPosition Position, double? TimeS = null);
