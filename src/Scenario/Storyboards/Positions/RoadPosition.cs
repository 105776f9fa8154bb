namespace Sim.Storyboards;

/// <summary>Along and across a road's reference line.</summary>
public sealed record RoadPosition : StoryPosition
{
    /// <summary>OpenDRIVE id of the road.</summary>
    public required string RoadId { get; init; }

    /// <summary>Along the reference line, m, not negative.</summary>
    public required double AlongM { get; init; }

    /// <summary>Across, m, positive to the left of the reference line.</summary>
    public required double AcrossM { get; init; }
}
