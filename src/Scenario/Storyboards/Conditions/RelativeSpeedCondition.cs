namespace Sim.Storyboards;

/// <summary>Speed of the entity less that of another.</summary>
public sealed record RelativeSpeedCondition : EntityCondition
{
    /// <summary>The other entity.</summary>
    public required string EntityId { get; init; }

    /// <summary>m/s.</summary>
    public required double ValueMps { get; init; }

    /// <summary>Comparison.</summary>
    public required ValueRule Rule { get; init; }

    /// <summary>Component (1.2); null: the whole.</summary>
    public DirectionalDimension? Direction { get; init; }
}
