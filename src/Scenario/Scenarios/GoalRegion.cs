using Sim.Geometry;

namespace Sim;

/// <summary>Where, when and how the ego should arrive. Every part that is given must hold at the same instant; null parts are free.</summary>
public sealed record GoalRegion
{
    /// <summary>Areas, any of which will do, local m; empty together with <see cref="LaneIds"/> means anywhere.</summary>
    public IReadOnlyList<Polygon> Areas { get; init; } = [];

    /// <summary>Lanes, any of which will do.</summary>
    public IReadOnlyList<string> LaneIds { get; init; } = [];

    /// <summary>Arrival time, µs.</summary>
    public Interval? TimeUs { get; init; }

    /// <summary>Speed, m/s.</summary>
    public Interval? SpeedMps { get; init; }

    /// <summary>Heading, rad; the interval may wrap beyond ±pi.</summary>
    public Interval? HeadingRad { get; init; }
}
