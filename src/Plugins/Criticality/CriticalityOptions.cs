namespace Sim.Plugins.Criticality;

/// <summary>Thresholds of the assessor: at "critical" a metric counts fully, at "watch" it begins to count (docs/criticality.md).</summary>
public sealed record CriticalityOptions
{
    /// <summary>Time to collision regarded as critical, s, 0.1 to 10 (Westhofen et al. 2022: 1.5 s).</summary>
    public double TtcS { get; init; } = 1.5;

    /// <summary>Time headway regarded as critical, s, 0.1 to 10 (0.9 s).</summary>
    public double ThwS { get; init; } = 0.9;

    /// <summary>Post-encroachment time regarded as critical, s, 0.1 to 10 (1.0 s).</summary>
    public double PetS { get; init; } = 1.0;

    /// <summary>Required deceleration regarded as critical, m/s², 0.5 to 20 (3.35 m/s²).</summary>
    public double DracMps2 { get; init; } = 3.35;

    /// <summary>Reads the options.</summary>
    /// <exception cref="InputException">An unknown key or a value out of range; names the place.</exception>
    public static CriticalityOptions From(Setting settings)
    {
        var reader = new SettingReader(settings, "the options of assessor 'criticality'");
        var defaults = new CriticalityOptions();
        var options = new CriticalityOptions
        {
            TtcS = reader.Seconds("ttc", 0.1, 10) ?? defaults.TtcS,
            ThwS = reader.Seconds("thw", 0.1, 10) ?? defaults.ThwS,
            PetS = reader.Seconds("pet", 0.1, 10) ?? defaults.PetS,
            DracMps2 = reader.Acceleration("drac", 0.5, 20) ?? defaults.DracMps2,
        };
        reader.Done();
        return options;
    }
}
