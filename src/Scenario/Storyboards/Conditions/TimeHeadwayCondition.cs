namespace Sim.Storyboards;

/// <summary>Time that the entity needs to where the other is now.</summary>
public sealed record TimeHeadwayCondition : EntityCondition
{
    /// <summary>The entity ahead.</summary>
    public required string EntityId { get; init; }

    /// <summary>Headway, s.</summary>
    public required double ValueS { get; init; }

    /// <summary>Comparison.</summary>
    public required ValueRule Rule { get; init; }

    /// <summary>How the distance is measured.</summary>
    public DistanceMeasure Measure { get; init; } = new();
}
