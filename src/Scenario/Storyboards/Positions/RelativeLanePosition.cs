namespace Sim.Storyboards;

/// <summary>Offset from an entity along the road and by lanes. Exactly one of <see cref="DsM"/> and <see cref="DsLaneM"/> is given.</summary>
public sealed record RelativeLanePosition : StoryPosition
{
    /// <summary>The entity.</summary>
    public required string EntityId { get; init; }

    /// <summary>Lanes to the left of the entity's (as the standard counts: in the direction of growing t), negative to the right; lane 0 of the road is not counted.</summary>
    public required int DLane { get; init; }

    /// <summary>m along the reference line; null with <see cref="DsLaneM"/>.</summary>
    public double? DsM { get; init; }

    /// <summary>m along the lane's centre in its driving direction (1.1); null with <see cref="DsM"/>.</summary>
    public double? DsLaneM { get; init; }

    /// <summary>From the lane's centre, m, positive to the left of the reference line.</summary>
    public double OffsetM { get; init; }
}
