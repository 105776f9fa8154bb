namespace Sim.Storyboards;

/// <summary>Changes the lane.</summary>
public sealed record LaneChangeAction : PrivateAction
{
    /// <summary>How fast.</summary>
    public required TransitionDynamics Dynamics { get; init; }

    /// <summary>The entity that <see cref="RelativeLanes"/> counts from; null: <see cref="LaneId"/>.</summary>
    public string? EntityId { get; init; }

    /// <summary>Lanes to the left of that entity's in its driving direction, negative to the right; null: <see cref="LaneId"/>.</summary>
    public int? RelativeLanes { get; init; }

    /// <summary>OpenDRIVE id of the target lane within the road; null: relative.</summary>
    public string? LaneId { get; init; }

    /// <summary>Offset from the target lane's centre, m, positive to the left of the reference line.</summary>
    public double TargetOffsetM { get; init; }
}
