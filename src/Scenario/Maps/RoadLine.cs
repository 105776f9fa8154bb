namespace Sim.Maps;

/// <summary>
/// The reference line of an OpenDRIVE road with its lane sections: what road and lane coordinates (s, t) mean. Sampled as densely as the lanes;
/// between the samples it is interpolated.
/// </summary>
public sealed record RoadLine
{
    /// <summary>The road's id in the file.</summary>
    public required string Id { get; init; }

    /// <summary>Length along the reference line, m, positive.</summary>
    public required double LengthM { get; init; }

    /// <summary>The junction that the road runs through, or null.</summary>
    public string? JunctionId { get; init; }

    /// <summary>True: lanes with positive numbers are driven towards growing s.</summary>
    public bool LeftHandTraffic { get; init; }

    /// <summary>What lies before s = 0, or null.</summary>
    public RoadLineLink? Predecessor { get; init; }

    /// <summary>What lies behind the end, or null.</summary>
    public RoadLineLink? Successor { get; init; }

    /// <summary>Lane sections by start; two with different sides may overlap.</summary>
    public IReadOnlyList<RoadLineSection> Sections { get; init; } = [];
}
