namespace Sim.Plugins.Criticality.CarefulDrivers;

/// <summary>When and how other drivers are put in the ego's place (docs/criticality/careful-drivers.md).</summary>
public sealed record CarefulOptions
{
    /// <summary>Without a contact they are asked only from this severity on, 0 to 2 (2: never; 1 asks where some metric is critical).</summary>
    public double FromSeverity { get; init; } = 2;

    /// <summary>How long before the contact or the worst instant they take over, s, 0.5 to 30 (8 s: a slow cut-in lasts that long).</summary>
    public double BeforeS { get; init; } = 8;

    /// <summary>How long after it they are watched, s, 0 to 30 (10 s).</summary>
    public double AfterS { get; init; } = 10;

    /// <summary>Half width of the sensitivity band in reaction time, s, 0 to 2 (0.25 s).</summary>
    public double ReactionBandS { get; init; } = 0.25;

    /// <summary>Half width of the sensitivity band in deceleration, m/s², 0 to 5 (1 m/s²).</summary>
    public double BrakeBandMps2 { get; init; } = 1;

    /// <summary>Deceleration from which a vehicle ahead counts as decelerating, m/s², 0.1 to 10 (1 m/s²).</summary>
    public double LeadBrakeMps2 { get; init; } = 1;

    /// <summary>Reaction time of the reference driver, s, 0 to 5 (1 s).</summary>
    public double ReferenceReactionS { get; init; } = 1;

    /// <summary>Its deceleration, m/s², 0.5 to 12 (7 m/s²).</summary>
    public double ReferenceBrakeMps2 { get; init; } = 7;

    /// <summary>Its lateral acceleration, m/s², 0 to 10 (3 m/s²).</summary>
    public double ReferenceLateralMps2 { get; init; } = 3;

    /// <summary>Predicted time to collision that alarms it, s, 0.5 to 10 (2.5 s).</summary>
    public double ReferenceTtcS { get; init; } = 2.5;

    /// <summary>Reads the option 'careful'; null gives the defaults.</summary>
    /// <exception cref="InputException">An unknown key or a value out of range; names the place.</exception>
    internal static CarefulOptions From(Setting? settings)
    {
        var defaults = new CarefulOptions();
        if (settings is null)
        {
            return defaults;
        }

        var reader = new SettingReader(settings, "the option 'careful' of assessor 'criticality'");
        var options = new CarefulOptions
        {
            FromSeverity = reader.Ratio("from_severity", 0, 2) ?? defaults.FromSeverity,
            BeforeS = reader.Seconds("before", 0.5, 30) ?? defaults.BeforeS,
            AfterS = reader.Seconds("after", 0, 30) ?? defaults.AfterS,
            ReactionBandS = reader.Seconds("reaction_band", 0, 2) ?? defaults.ReactionBandS,
            BrakeBandMps2 = reader.Acceleration("brake_band", 0, 5) ?? defaults.BrakeBandMps2,
            LeadBrakeMps2 = reader.Acceleration("lead_brake", 0.1, 10) ?? defaults.LeadBrakeMps2,
            ReferenceReactionS = reader.Seconds("reference_reaction", 0, 5) ?? defaults.ReferenceReactionS,
            ReferenceBrakeMps2 = reader.Acceleration("reference_brake", 0.5, 12) ?? defaults.ReferenceBrakeMps2,
            ReferenceLateralMps2 = reader.Acceleration("reference_lateral", 0, 10) ?? defaults.ReferenceLateralMps2,
            ReferenceTtcS = reader.Seconds("reference_ttc", 0.5, 10) ?? defaults.ReferenceTtcS,
        };
        reader.Done();
        return options;
    }
}
