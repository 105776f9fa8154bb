namespace Sim.Plugins.Leaderboards;

/// <summary>Constants of the CARLA leaderboard's driving score; the defaults are those of version 2.0 (docs/leaderboards.md). SI.</summary>
public sealed record CarlaOptions
{
    /// <summary>What infractions cost.</summary>
    public CarlaPenalties Penalties { get; init; } = CarlaPenalties.Version20;

    /// <summary>Distance of samples, µs (CARLA ticks at 20 Hz).</summary>
    public long SampleUs { get; init; } = 50_000;

    /// <summary>Slower than this the ego stands: a contact is not its doing, and after <see cref="BlockedS"/> it is blocked, m/s.</summary>
    public double StandingMps { get; init; } = 0.1;

    /// <summary>How long the ego may stand, s.</summary>
    public double BlockedS { get; init; } = 180;

    /// <summary>Contacts within this distance of the last one are the same, m.</summary>
    public double SamePlaceM { get; init; } = 5;

    /// <summary>Contacts with the same actor within this time are the same, µs.</summary>
    public long SameActorUs { get; init; } = 5_000_000;

    /// <summary>Distance from the route that ends the run, m.</summary>
    public double DeviationM { get; init; } = 30;

    /// <summary>Share of the route driven further than half of <see cref="DeviationM"/> away that ends the run.</summary>
    public double DeviationShare { get; init; } = 0.3;

    /// <summary>The ego's centre may leave a lane by this much, m.</summary>
    public double OutsideM { get; init; } = 0.5;

    /// <summary>Angle to a lane from which on the ego is in the wrong one, rad.</summary>
    public double WrongLaneRad { get; init; } = 120.0 / 180.0 * Math.PI;

    /// <summary>Where the ego's speed is compared with the traffic's: so many times along the route.</summary>
    public int Checkpoints { get; init; } = 4;

    /// <summary>False to leave out contacts of replayed actors with an ego that has left its log; CARLA has no such thing.</summary>
    public bool CountReplayArtefacts { get; init; } = true;

    /// <summary>Reads the options.</summary>
    /// <exception cref="InputException">An unknown key or a value out of range; names the place.</exception>
    public static CarlaOptions From(Setting settings)
    {
        var reader = new SettingReader(settings, "the options of assessor 'carla-leaderboard'");
        var d = new CarlaOptions();
        var table = reader.Choice("version", "2.0", "2.1") == "2.1" ? CarlaPenalties.Version21 : CarlaPenalties.Version20;
        var options = new CarlaOptions
        {
            Penalties = reader.Optional("penalties") is { } own ? Overridden(table, own) : table,
            SampleUs = reader.Duration("sample", 10_000, 1_000_000) ?? d.SampleUs,
            BlockedS = reader.Seconds("blocked", 1, 3600) ?? d.BlockedS,
            DeviationM = reader.Length("deviation", 1, 1000) ?? d.DeviationM,
            OutsideM = reader.Length("outside", 0, 10) ?? d.OutsideM,
            Checkpoints = reader.Int("checkpoints", 1, 100) ?? d.Checkpoints,
            CountReplayArtefacts = reader.Bool("replay_artefacts") ?? d.CountReplayArtefacts,
        };
        reader.Done();
        return options;
    }

    private static CarlaPenalties Overridden(CarlaPenalties table, Setting own)
    {
        var reader = new SettingReader(own, "the penalties of assessor 'carla-leaderboard'");
        var coefficients = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (string name in CarlaPenalties.Names)
        {
            coefficients[name] = reader.Ratio(name, 0, table.Additive ? 100 : 1) ?? table.Coefficients[name];
        }

        reader.Done();
        return table with { Coefficients = coefficients };
    }
}
