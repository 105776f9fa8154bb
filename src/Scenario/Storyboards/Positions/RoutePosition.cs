namespace Sim.Storyboards;

/// <summary>Along a route. Exactly one of <see cref="FromEntityId"/>, <see cref="AcrossM"/> and <see cref="LaneId"/> is given.</summary>
public sealed record RoutePosition : StoryPosition
{
    /// <summary>The route.</summary>
    public required StoryRoute Route { get; init; }

    /// <summary>Where this entity is on the route; null: by coordinates.</summary>
    public string? FromEntityId { get; init; }

    /// <summary>Along the route, m, not negative; 0 with an entity.</summary>
    public double PathAlongM { get; init; }

    /// <summary>Across the road, m, positive to the left of the reference line.</summary>
    public double? AcrossM { get; init; }

    /// <summary>Lane of the road there.</summary>
    public string? LaneId { get; init; }

    /// <summary>From the lane's centre, m.</summary>
    public double LaneOffsetM { get; init; }
}
