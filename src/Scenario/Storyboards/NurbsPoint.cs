namespace Sim.Storyboards;

/// <summary>A control point.</summary>
/// <param name="Position">Where.</param>
/// <param name="Weight">Weight, positive.</param>
/// <param name="TimeS">When, s, or null.</param>
public sealed record NurbsPoint(StoryPosition Position, double Weight = 1, double? TimeS = null);
