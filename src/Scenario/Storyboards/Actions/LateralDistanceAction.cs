namespace Sim.Storyboards;

/// <summary>Keeps a lateral distance to another entity.</summary>
public sealed record LateralDistanceAction : PrivateAction
{
    /// <summary>The other entity.</summary>
    public required string EntityId { get; init; }

    /// <summary>Distance, m; null: the present one.</summary>
    public double? DistanceM { get; init; }

    /// <summary>True: between the boxes; false: between the reference points.</summary>
    public bool Freespace { get; init; }

    /// <summary>True: kept for ever; false: until reached.</summary>
    public bool Continuous { get; init; }

    /// <summary>System of measurement (1.1).</summary>
    public StoryCoordinates Coordinates { get; init; } = StoryCoordinates.Entity;

    /// <summary>Which side (1.1).</summary>
    public Displacement Displacement { get; init; } = Displacement.Any;

    /// <summary>Limits; null: the entity's performance.</summary>
    public DynamicConstraints? Constraints { get; init; }
}
