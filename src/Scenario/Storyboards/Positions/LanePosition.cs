namespace Sim.Storyboards;

/// <summary>In a lane of a road.</summary>
public sealed record LanePosition : StoryPosition
{
    /// <summary>OpenDRIVE id of the road.</summary>
    public required string RoadId { get; init; }

    /// <summary>OpenDRIVE id of the lane within the road, as text ("-1").</summary>
    public required string LaneId { get; init; }

    /// <summary>Along the reference line, m, not negative.</summary>
    public required double AlongM { get; init; }

    /// <summary>From the lane's centre, m, positive to the left of the reference line.</summary>
    public double OffsetM { get; init; }
}
