namespace Sim.Storyboards;

/// <summary>Speed of the entity.</summary>
public sealed record SpeedCondition : EntityCondition
{
    /// <summary>m/s.</summary>
    public required double ValueMps { get; init; }

    /// <summary>Comparison.</summary>
    public required ValueRule Rule { get; init; }

    /// <summary>Component (1.2); null: the whole.</summary>
    public DirectionalDimension? Direction { get; init; }
}
