namespace Sim.Plugins.CrashReports.Evaluating;

/// <summary>
/// The scorable view of a crash: the fields and words of <c>labels</c> in the survey's files. Both the labels of a report and the projection of a
/// record have this form. Where nothing is known, words are "unknown", numbers and truth values null and sets empty. Plain data.
/// </summary>
internal sealed record ReportLabels
{
    /// <summary>clear, rain, cloudy, snow (fog, wind); a set.</summary>
    public IReadOnlyList<string> Weather { get; set => field = value ?? []; } = [];

    /// <summary>daylight, dawn, dusk, dark_lighted, dark_unlighted; a set.</summary>
    public IReadOnlyList<string> Lighting { get; set => field = value ?? []; } = [];

    /// <summary>dry, wet, snow, ice, other; a set.</summary>
    public IReadOnlyList<string> Surface { get; set => field = value ?? []; } = [];

    /// <summary>Distinct speed limits, km/h, ascending.</summary>
    public IReadOnlyList<int> SpeedLimitKmh { get; set => field = value ?? []; } = [];

    /// <summary>Largest number of travel lanes; 7 = seven or more.</summary>
    public int? MaxLanes { get; set; }

    /// <summary>intersection, driveway, ramp, none; a set.</summary>
    public IReadOnlyList<string> Junction { get; set => field = value ?? []; } = [];

    /// <summary>four_way, t_junction, no_junction, unknown.</summary>
    public string? RoadGroup { get; set; }

    /// <summary>True when the directions of a road are divided.</summary>
    public bool? Divided { get; set; }

    /// <summary>True when traffic of a road runs one way.</summary>
    public bool? OneWay { get; set; }

    /// <summary>True when a road bends.</summary>
    public bool? Curve { get; set; }

    /// <summary>Vehicles that take part.</summary>
    public int? VehicleCount { get; set; }

    /// <summary>Class of the crash in snake case, or unknown.</summary>
    public string? CrashClass { get; set; }

    /// <summary>By vehicle ("V1").</summary>
    public IReadOnlyDictionary<string, VehicleLabels> Vehicles { get; set => field = value ?? new SortedDictionary<string, VehicleLabels>(StringComparer.Ordinal); } = new SortedDictionary<string, VehicleLabels>(StringComparer.Ordinal);

    /// <summary>The first harmful event.</summary>
    public FirstImpactLabels FirstImpact { get; set => field = value ?? new(); } = new();
}
