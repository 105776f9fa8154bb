namespace Sim.Storyboards;

/// <summary>Who perceives the entity.</summary>
public sealed record VisibilityAction : PrivateAction
{
    /// <summary>Images show it.</summary>
    public required bool Graphics { get; init; }

    /// <summary>Sensors perceive it.</summary>
    public required bool Sensors { get; init; }

    /// <summary>Other traffic perceives it.</summary>
    public required bool Traffic { get; init; }

    /// <summary>The sensors concerned (1.2); empty: all.</summary>
    public IReadOnlyList<string> SensorNames { get; init; } = [];
}
