namespace Sim.Maps;

/// <summary>A stretch of a road with the same lanes.</summary>
public sealed record RoadLineSection
{
    /// <summary>s of each cross-section, m, strictly increasing, at least two.</summary>
    public required IReadOnlyList<double> StationsM { get; init; }

    /// <summary>x of the reference line at each, m.</summary>
    public required IReadOnlyList<double> X { get; init; }

    /// <summary>y of the reference line at each, m.</summary>
    public required IReadOnlyList<double> Y { get; init; }

    /// <summary>Direction of the reference line at each, rad, without jumps by 2π.</summary>
    public required IReadOnlyList<double> HeadingRad { get; init; }

    /// <summary>Height of the reference line at each, m; null: flat at 0.</summary>
    public IReadOnlyList<double>? ElevationM { get; init; }

    /// <summary>Lanes, by falling number.</summary>
    public required IReadOnlyList<RoadLineLane> Lanes { get; init; }
}
