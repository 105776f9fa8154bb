namespace Sim.Plugins.CrashReports.Records;

/// <summary>The place of a crash. Plain data.</summary>
public sealed record RoadRecord
{
    /// <summary>Shape of the place.</summary>
    public Leaf<Topology> Topology { get; init; } = Leaf.Unknown(Records.Topology.Unknown);

    /// <summary>What kind of junction plays a part.</summary>
    public Leaf<JunctionKind> Junction { get; init; } = Leaf.Unknown(JunctionKind.Unknown);

    /// <summary>
    /// The legs that the text tells of, one for each direction from which traffic comes to the place: a straight two-way road has two. In the order of the
    /// text; a leg that nothing is said of is missing.
    /// </summary>
    public IReadOnlyList<LegRecord> Legs { get; init; } = [];

    /// <summary>Largest number of travel lanes that the text gives any road: both directions on an undivided road, one direction on a divided one.</summary>
    public Leaf<int?> MaxLanes { get; init; } = Leaf.Unknown<int?>(null);

    /// <summary>All speed limits that the text gives, km/h as stated or converted, ascending, distinct.</summary>
    public Leaf<IReadOnlyList<double>> SpeedLimitsKmh { get; init; } = Leaf.Unknown<IReadOnlyList<double>>([]);
}
