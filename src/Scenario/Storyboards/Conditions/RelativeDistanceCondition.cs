namespace Sim.Storyboards;

/// <summary>Distance of the entity to another.</summary>
public sealed record RelativeDistanceCondition : EntityCondition
{
    /// <summary>The other entity.</summary>
    public required string EntityId { get; init; }

    /// <summary>Distance, m.</summary>
    public required double ValueM { get; init; }

    /// <summary>Comparison.</summary>
    public required ValueRule Rule { get; init; }

    /// <summary>How it is measured.</summary>
    public DistanceMeasure Measure { get; init; } = new();
}
