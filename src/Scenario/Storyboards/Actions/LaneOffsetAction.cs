namespace Sim.Storyboards;

/// <summary>Shifts within the lane.</summary>
public sealed record LaneOffsetAction : PrivateAction
{
    /// <summary>Shape.</summary>
    public required TransitionShape Shape { get; init; }

    /// <summary>Largest lateral acceleration, m/s², positive; null: no limit (a step).</summary>
    public double? MaxLateralAccelMps2 { get; init; }

    /// <summary>The entity whose offset is the origin; null: the lane's centre.</summary>
    public string? EntityId { get; init; }

    /// <summary>Offset, m, positive to the left of the reference line.</summary>
    public required double OffsetM { get; init; }

    /// <summary>True: kept for ever; false: until reached.</summary>
    public bool Continuous { get; init; }
}
