namespace Sim.Plugins.CrashReports.Evaluating;

/// <summary>What the survey's labels say of a vehicle; the fields and words of <c>labels.vehicles</c>. Plain data.</summary>
internal sealed record VehicleLabels
{
    /// <summary>car, suv, pickup, van, truck, bus, motorcycle, another kind of road user, or unknown.</summary>
    public string? Type { get; set; }

    /// <summary>Movement before the critical event.</summary>
    public string? PreEventMovement { get; set; }

    /// <summary>What it did, by the first rule that fits.</summary>
    public string? Manoeuvre { get; set; }

    /// <summary>Its lane, 1 = rightmost.</summary>
    public int? LaneFromRight { get; set; }

    /// <summary>Speed limit on its road, km/h.</summary>
    public int? SpeedLimitKmh { get; set; }

    /// <summary>Travel lanes of its road: both directions on an undivided road, its own direction on a divided one.</summary>
    public int? Lanes { get; set; }

    /// <summary>none, signal, flashing, stop_sign, yield_sign, other; a set.</summary>
    public IReadOnlyList<string>? TrafficControl { get; set; }

    /// <summary>yes, no, not applicable, unknown.</summary>
    public string? RightOfWay { get; set; }
}
