namespace Sim.Storyboards;

/// <summary>Acceleration of the entity.</summary>
public sealed record AccelerationCondition : EntityCondition
{
    /// <summary>m/s².</summary>
    public required double ValueMps2 { get; init; }

    /// <summary>Comparison.</summary>
    public required ValueRule Rule { get; init; }

    /// <summary>Component (1.2); null: the whole.</summary>
    public DirectionalDimension? Direction { get; init; }
}
