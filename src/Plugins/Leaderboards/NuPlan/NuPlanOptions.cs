namespace Sim.Plugins.Leaderboards;

/// <summary>Constants of nuPlan's closed-loop score; the defaults are those of its challenges (docs/leaderboards.md). SI.</summary>
public sealed record NuPlanOptions
{
    /// <summary>Distance of samples, µs, 10,000 to 1,000,000 (nuPlan simulates at 10 Hz).</summary>
    public long SampleUs { get; init; } = 100_000;

    /// <summary>A corner this close to drivable ground is not off it, m.</summary>
    public double DrivableToleranceM { get; init; } = 0.3;

    /// <summary>Least share of the expert's progress.</summary>
    public double MinProgress { get; init; } = 0.2;

    /// <summary>Progress below this counts as this, and going back further than this as none, m.</summary>
    public double ProgressThresholdM { get; init; } = 2;

    /// <summary>Against the traffic within <see cref="OncomingWindowUs"/>: from here on half the score, m.</summary>
    public double OncomingHalfM { get; init; } = 2;

    /// <summary>From here on none, m.</summary>
    public double OncomingNoneM { get; init; } = 6;

    /// <summary>The window, µs.</summary>
    public long OncomingWindowUs { get; init; } = 1_000_000;

    /// <summary>Least time to collision, s.</summary>
    public double TtcBoundS { get; init; } = 0.95;

    /// <summary>How far ahead a collision is looked for, s.</summary>
    public double TtcHorizonS { get; init; } = 3;

    /// <summary>In steps of, s.</summary>
    public double TtcStepS { get; init; } = 0.1;

    /// <summary>Over-speed that, kept all the time, leaves nothing of the speed limit's score, m/s.</summary>
    public double OverspeedMps { get; init; } = 2.23;

    /// <summary>Bounds of comfort.</summary>
    public ComfortBounds Comfort { get; init; } = new();

    /// <summary>Weight of the progress in the mean.</summary>
    public double ProgressWeight { get; init; } = 5;

    /// <summary>Weight of the time to collision.</summary>
    public double TtcWeight { get; init; } = 5;

    /// <summary>Weight of the speed limit.</summary>
    public double SpeedLimitWeight { get; init; } = 4;

    /// <summary>Weight of the comfort.</summary>
    public double ComfortWeight { get; init; } = 2;

    /// <summary>
    /// True to judge contacts by their class alone, as nuPlan does; false to leave out those of replayed actors with an ego that has left its log.
    /// </summary>
    public bool CountReplayArtefacts { get; init; } = true;

    /// <summary>Reads the options.</summary>
    /// <exception cref="InputException">An unknown key or a value out of range; names the place.</exception>
    public static NuPlanOptions From(Setting settings)
    {
        var reader = new SettingReader(settings, "the options of assessor 'nuplan'");
        var d = new NuPlanOptions();
        var options = new NuPlanOptions
        {
            SampleUs = reader.Duration("sample", 10_000, 1_000_000) ?? d.SampleUs,
            DrivableToleranceM = reader.Length("drivable_tolerance", 0, 5) ?? d.DrivableToleranceM,
            MinProgress = reader.Ratio("min_progress", 0, 1) ?? d.MinProgress,
            OncomingHalfM = reader.Length("oncoming_half", 0, 100) ?? d.OncomingHalfM,
            OncomingNoneM = reader.Length("oncoming_none", 0, 100) ?? d.OncomingNoneM,
            TtcBoundS = reader.Seconds("ttc_bound", 0, 3) ?? d.TtcBoundS,
            OverspeedMps = reader.Speed("overspeed", 0.001, 100) ?? d.OverspeedMps,
            ProgressWeight = reader.Ratio("progress_weight", 0, 1000) ?? d.ProgressWeight,
            TtcWeight = reader.Ratio("ttc_weight", 0, 1000) ?? d.TtcWeight,
            SpeedLimitWeight = reader.Ratio("speed_limit_weight", 0, 1000) ?? d.SpeedLimitWeight,
            ComfortWeight = reader.Ratio("comfort_weight", 0, 1000) ?? d.ComfortWeight,
            CountReplayArtefacts = reader.Bool("replay_artefacts") ?? d.CountReplayArtefacts,
        };
        reader.Done();
        if (options.ProgressWeight + options.TtcWeight + options.SpeedLimitWeight + options.ComfortWeight <= 0)
        {
            throw settings.Error("every weight of assessor 'nuplan' is 0; at least one must be larger");
        }

        return options;
    }
}
