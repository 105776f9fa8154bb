namespace Sim.Storyboards;

/// <summary>Keeps a distance along the way to another entity. Exactly one of <see cref="DistanceM"/> and <see cref="TimeGapS"/> is given.</summary>
public sealed record LongitudinalDistanceAction : PrivateAction
{
    /// <summary>The other entity.</summary>
    public required string EntityId { get; init; }

    /// <summary>Distance, m.</summary>
    public double? DistanceM { get; init; }

    /// <summary>Distance as a time at the own speed, s.</summary>
    public double? TimeGapS { get; init; }

    /// <summary>True: between the boxes; false: between the reference points.</summary>
    public bool Freespace { get; init; }

    /// <summary>True: kept for ever; false: until reached.</summary>
    public bool Continuous { get; init; }

    /// <summary>System of measurement (1.1).</summary>
    public StoryCoordinates Coordinates { get; init; } = StoryCoordinates.Entity;

    /// <summary>Which side (1.1).</summary>
    public Displacement Displacement { get; init; } = Displacement.Trailing;

    /// <summary>Limits; null: the entity's performance.</summary>
    public DynamicConstraints? Constraints { get; init; }
}
