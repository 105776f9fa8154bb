namespace Sim.Plugins.Criticality;

/// <summary>Unit, direction and threshold of each metric.</summary>
internal static class MetricTable
{
    private const int Version = 1;

    /// <summary>Builds a metric by its name.</summary>
    public static Metric Create(string name, CriticalityOptions options, Measured<double> value, IReadOnlyList<MetricSample> series)
    {
        var (unit, worse, critical) = name switch
        {
            "min_ttc" => ("s", WorseDirection.Lower, options.TtcS),
            "min_thw" => ("s", WorseDirection.Lower, options.ThwS),
            "min_pet" => ("s", WorseDirection.Lower, options.PetS),
            "max_drac" => ("m/s²", WorseDirection.Higher, options.DracMps2),
            "collision.impact_speed" => ("m/s", WorseDirection.Higher, (double?)null),
            "collision.replay_artefact" => ("", WorseDirection.Higher, null),
            _ => ("", WorseDirection.Higher, 1),
        };
        return new Metric { Name = name, Unit = unit, Worse = worse, Version = Version, Value = value, CriticalAt = critical, Series = series };
    }
}
