namespace Sim.Storyboards;

/// <summary>Offset from an entity along and across the road.</summary>
public sealed record RelativeRoadPosition : StoryPosition
{
    /// <summary>The entity.</summary>
    public required string EntityId { get; init; }

    /// <summary>m along the reference line.</summary>
    public required double DsM { get; init; }

    /// <summary>m across, positive to the left of the reference line.</summary>
    public required double DtM { get; init; }
}
