namespace Sim.Plugins.CrashReports.Records;

/// <summary>One leg of the place: the way by which traffic of one direction of travel comes to it. Plain data.</summary>
public sealed record LegRecord
{
    /// <summary>Unique within the record: the compass word of the travel direction ("northbound") where it is known, else "leg1", "leg2".</summary>
    public required string Id { get; init; }

    /// <summary>Direction of travel of traffic that comes in by this leg, compass degrees clockwise from north, 0 to below 360.</summary>
    public Leaf<double?> HeadingDeg { get; init; } = Leaf.Unknown<double?>(null);

    /// <summary>Travel lanes towards the place, turn lanes included.</summary>
    public Leaf<int?> LanesIn { get; init; } = Leaf.Unknown<int?>(null);

    /// <summary>Travel lanes away from the place on the same side of it.</summary>
    public Leaf<int?> LanesOut { get; init; } = Leaf.Unknown<int?>(null);

    /// <summary>True when traffic runs in one direction only.</summary>
    public Leaf<bool?> OneWay { get; init; } = Leaf.Unknown<bool?>(null);

    /// <summary>True when a median, barrier or the like divides the directions.</summary>
    public Leaf<bool?> Divided { get; init; } = Leaf.Unknown<bool?>(null);

    /// <summary>True when the leg is a driveway, alley or exit of a parking area.</summary>
    public Leaf<bool?> Driveway { get; init; } = Leaf.Unknown<bool?>(null);

    /// <summary>Speed limit, km/h.</summary>
    public Leaf<double?> SpeedLimitKmh { get; init; } = Leaf.Unknown<double?>(null);

    /// <summary>What controls traffic that comes in by this leg.</summary>
    public Leaf<IReadOnlyList<Control>> Control { get; init; } = Leaf.Unknown<IReadOnlyList<Control>>([]);

    /// <summary>Grade in percent, positive uphill in the direction of travel.</summary>
    public Leaf<double?> GradePercent { get; init; } = Leaf.Unknown<double?>(null);

    /// <summary>Course.</summary>
    public Leaf<Alignment> Alignment { get; init; } = Leaf.Unknown(Records.Alignment.Unknown);

    /// <summary>Radius of the curve, m.</summary>
    public Leaf<double?> RadiusM { get; init; } = Leaf.Unknown<double?>(null);
}
