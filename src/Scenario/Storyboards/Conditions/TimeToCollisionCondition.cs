namespace Sim.Storyboards;

/// <summary>Time to a collision at constant speeds.</summary>
public sealed record TimeToCollisionCondition : EntityCondition
{
    /// <summary>The other entity; null: a position.</summary>
    public string? EntityId { get; init; }

    /// <summary>The position; null: an entity.</summary>
    public StoryPosition? Position { get; init; }

    /// <summary>Time, s.</summary>
    public required double ValueS { get; init; }

    /// <summary>Comparison.</summary>
    public required ValueRule Rule { get; init; }

    /// <summary>How the distance is measured.</summary>
    public DistanceMeasure Measure { get; init; } = new();
}
