namespace Sim.Storyboards;

/// <summary>Distance of the entity to a position.</summary>
public sealed record DistanceCondition : EntityCondition
{
    /// <summary>The position.</summary>
    public required StoryPosition Position { get; init; }

    /// <summary>Distance, m.</summary>
    public required double ValueM { get; init; }

    /// <summary>Comparison.</summary>
    public required ValueRule Rule { get; init; }

    /// <summary>How it is measured.</summary>
    public DistanceMeasure Measure { get; init; } = new();
}
