using Sim.Plugins.Criticality.CarefulDrivers;
using Sim.Plugins.Criticality.Metrics;
using Sim.Plugins.Criticality.Rss;

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

    /// <summary>Time to collision below which exposure is counted (TET, TIT), s, 0.1 to 20 (2 s).</summary>
    public double TauS { get; init; } = 2.0;

    /// <summary>Safety time of DST, s, 0 to 10 (Schubert et al. 2010: 2 s).</summary>
    public double SafetyTimeS { get; init; } = 2.0;

    /// <summary>
    /// Friction that a vehicle uses at best on a dry road, 0.05 to 1.5; times the recording's friction and 9.81 m/s² it limits braking and steering (0.8).
    /// </summary>
    public double Mu { get; init; } = 0.8;

    /// <summary>Time to react regarded as critical, s, 0 to 10 (0.5 s).</summary>
    public double TtrS { get; init; } = 0.5;

    /// <summary>How far ahead contacts and manoeuvres are looked for, s, 0.5 to 20 (5 s).</summary>
    public double EvasionHorizonS { get; init; } = 5;

    /// <summary>How far an evading ego swerves, m, 0.1 to 10 (3.5 m, a lane).</summary>
    public double SteerWidthM { get; init; } = 3.5;

    /// <summary>Draws of the collision probability, each with its mirror image, 10 to 100,000 (200).</summary>
    public int ChanceSamples { get; init; } = 200;

    /// <summary>Distance from its log beyond which the ego has left it, m, 0.01 to 100 (0.5 m).</summary>
    public double LogDeviationM { get; init; } = 0.5;

    /// <summary>Parameters of the RSS metrics.</summary>
    public RssOptions Rss { get; init; } = new();

    /// <summary>When and how other drivers are put in the ego's place.</summary>
    public CarefulOptions Careful { get; init; } = new();

    /// <summary>Names of metrics or of families to compute; empty for all that are not on request only.</summary>
    public IReadOnlyList<string> Metrics { get; init; } = [];

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
            TauS = reader.Seconds("tau", 0.1, 20) ?? defaults.TauS,
            SafetyTimeS = reader.Seconds("safety_time", 0, 10) ?? defaults.SafetyTimeS,
            Mu = reader.Ratio("mu", 0.05, 1.5) ?? defaults.Mu,
            TtrS = reader.Seconds("ttr", 0, 10) ?? defaults.TtrS,
            EvasionHorizonS = reader.Seconds("evasion_horizon", 0.5, 20) ?? defaults.EvasionHorizonS,
            SteerWidthM = reader.Length("steer_width", 0.1, 10) ?? defaults.SteerWidthM,
            ChanceSamples = reader.Int("chance_samples", 10, 100_000) ?? defaults.ChanceSamples,
            LogDeviationM = reader.Length("log_deviation", 0.01, 100) ?? defaults.LogDeviationM,
            Careful = CarefulOptions.From(reader.Optional("careful")),
            Rss = RssOptions.From(reader.Optional("rss")),
            Metrics = Chosen(reader),
        };
        reader.Done();
        return options;
    }

    /// <summary>True when a metric is to be computed.</summary>
    internal bool Wants(MetricDefinition definition) => Metrics.Count == 0
        ? !definition.OnRequest
        : Metrics.Contains(definition.Name, StringComparer.Ordinal) || Metrics.Contains(MetricFamilies.Of(definition.Name).Name, StringComparer.Ordinal)
            || (Metrics.Contains("default", StringComparer.Ordinal) && !definition.OnRequest);

    private static IReadOnlyList<string> Chosen(SettingReader reader)
    {
        var chosen = reader.TextList("metrics") ?? [];
        if (chosen.Count > 0)
        {
            List<string> known = ["default", .. MetricFamilies.All.SelectMany(f => f.Metrics.Select(m => m.Name).Prepend(f.Name)).Distinct(StringComparer.Ordinal)];
            if (chosen.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
            {
                throw reader.Required("metrics").Error($"'{unknown}' is no metric of criticality and no family of them; {Nearest.Hint(unknown, known)}");
            }
        }

        return chosen;
    }
}
