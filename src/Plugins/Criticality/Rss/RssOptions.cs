namespace Sim.Plugins.Criticality.Rss;

/// <summary>Parameters that the RSS metrics use for the ego and for everybody else; the defaults are the reference library's test defaults.</summary>
public sealed record RssOptions
{
    /// <summary>The ego.</summary>
    public RssParameters Ego { get; init; } = RssParameters.EgoDefault;

    /// <summary>Everybody else.</summary>
    public RssParameters Other { get; init; } = RssParameters.OtherDefault;

    /// <summary>Reads the option 'rss'; null gives the defaults.</summary>
    /// <exception cref="InputException">An unknown key or a value out of range; names the place.</exception>
    internal static RssOptions From(Setting? settings)
    {
        var defaults = new RssOptions();
        if (settings is null)
        {
            return defaults;
        }

        var reader = new SettingReader(settings, "the option 'rss' of assessor 'criticality'");
        var both = defaults.Other;
        both = both with
        {
            ResponseTimeS = reader.Seconds("other_response", 0.01, 10) ?? both.ResponseTimeS,
            AccelMaxMps2 = reader.Acceleration("accel_max", 0, 100) ?? both.AccelMaxMps2,
            BrakeMaxMps2 = reader.Acceleration("brake_max", 0.01, 100) ?? both.BrakeMaxMps2,
            BrakeMinMps2 = reader.Acceleration("brake_min", 0.01, 100) ?? both.BrakeMinMps2,
            BrakeMinCorrectMps2 = reader.Acceleration("brake_min_correct", 0.01, 100) ?? both.BrakeMinCorrectMps2,
            LateralAccelMaxMps2 = reader.Acceleration("lateral_accel_max", 0, 100) ?? both.LateralAccelMaxMps2,
            LateralBrakeMinMps2 = reader.Acceleration("lateral_brake_min", 0.01, 100) ?? both.LateralBrakeMinMps2,
            LateralMarginM = reader.Length("lateral_margin", 0, 1) ?? both.LateralMarginM,
            MinLongitudinalDistanceM = reader.Length("min_distance", 0, 100) ?? both.MinLongitudinalDistanceM,
        };
        var ego = both with
        {
            ResponseTimeS = reader.Seconds("response", 0.01, 10) ?? defaults.Ego.ResponseTimeS,
            LateralMarginM = reader.Length("ego_lateral_margin", 0, 1) ?? defaults.Ego.LateralMarginM,
        };
        reader.Done();
        return both.Fault() is { } fault
            ? throw settings.Error($"the option 'rss': {fault}; brake_min_correct ≤ brake_min ≤ brake_max is needed")
            : new RssOptions { Ego = ego, Other = both };
    }
}
