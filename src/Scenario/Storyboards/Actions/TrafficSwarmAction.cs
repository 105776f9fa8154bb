namespace Sim.Storyboards;

/// <summary>Traffic in an ellipse around an entity.</summary>
public sealed record TrafficSwarmAction : GlobalAction
{
    /// <summary>Name (1.1), or empty.</summary>
    public string Name { get; init; } = "";

    /// <summary>The entity in the middle.</summary>
    public required string CentralEntityId { get; init; }

    /// <summary>Radius that stays free, m, not negative.</summary>
    public required double InnerRadiusM { get; init; }

    /// <summary>Half axis along the entity, m, positive.</summary>
    public required double SemiMajorM { get; init; }

    /// <summary>Half axis across, m, positive.</summary>
    public required double SemiMinorM { get; init; }

    /// <summary>Offset of the ellipse's centre forward of the entity, m.</summary>
    public required double OffsetM { get; init; }

    /// <summary>Largest number of vehicles, not negative.</summary>
    public required int Count { get; init; }

    /// <summary>Least speed at the start, m/s, or null.</summary>
    public double? MinSpeedMps { get; init; }

    /// <summary>Largest speed at the start, m/s, or null.</summary>
    public double? MaxSpeedMps { get; init; }

    /// <summary>Which vehicles; null: any.</summary>
    public TrafficDefinition? Definition { get; init; }
}
