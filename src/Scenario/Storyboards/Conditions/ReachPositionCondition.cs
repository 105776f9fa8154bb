namespace Sim.Storyboards;

/// <summary>The entity is near a position.</summary>
public sealed record ReachPositionCondition : EntityCondition
{
    /// <summary>The position.</summary>
    public required StoryPosition Position { get; init; }

    /// <summary>Radius, m, not negative.</summary>
    public required double ToleranceM { get; init; }
}
