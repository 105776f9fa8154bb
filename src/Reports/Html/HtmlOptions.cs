namespace Sim.Reports;

/// <summary>What <c>report.html</c> holds. What a limit leaves out is counted and said in the page.</summary>
public sealed record HtmlOptions
{
    /// <summary>Title of the page; YAML <c>title: Release 12</c>. Empty: the suites' names.</summary>
    public string Title { get; init; } = "";

    /// <summary>Where the end of a driver's log is; YAML <c>driver_output: beside | inside</c>.</summary>
    public DriverOutput DriverOutput { get; init; } = DriverOutput.Beside;

    /// <summary>Largest number of cases, worst first, whose tracks and metric series are embedded, 0 to 100,000; YAML <c>max_replays: 500</c>. 0 embeds none.</summary>
    public int MaxReplays { get; init; } = 2000;

    /// <summary>Largest number of characters of all embedded cases with a replay and their maps, packed, 0 to 500,000,000; no further case is embedded once it is reached; YAML <c>max_replay_bytes: 8000000</c>.</summary>
    public long MaxReplayBytes { get; init; } = 20_000_000;

    /// <summary>Largest number of points of one plan; a longer one is thinned evenly, ends kept. At least 2.</summary>
    public int MaxPlanPoints { get; init; } = 40;

    /// <summary>Largest number of encoded bytes of one case's plans, and as much again for its candidate plans; later ones are left out.</summary>
    public int MaxPlanBytes { get; init; } = 400_000;

    /// <summary>Largest number of debug signals of one case, in the order of their first appearance.</summary>
    public int MaxSignals { get; init; } = 40;

    /// <summary>Largest number of characters of one case's debug texts; later texts are left out.</summary>
    public int MaxDebugTextLength { get; init; } = 200_000;

    /// <summary>Largest number of bytes of the end of a driver's log, for cases that did not pass. At least 100.</summary>
    public int MaxLogBytes { get; init; } = 16_000;

    /// <summary>Largest number of encoded bytes of one map; a larger one is cut to the surroundings of the case's tracks.</summary>
    public int MaxMapBytes { get; init; } = 1_500_000;

    /// <summary>Largest number of compared cases whose metrics are listed; of the others only the verdicts are.</summary>
    public int MaxComparedMetrics { get; init; } = 2000;

    /// <summary>Largest number of replica groups.</summary>
    public int MaxReplicaGroups { get; init; } = 200;

    /// <summary>Largest number of characters of one text; a longer one is cut with its length stated. At least 100.</summary>
    public int MaxTextLength { get; init; } = 4000;

    /// <summary>Reads options.</summary>
    /// <exception cref="InputException">Unknown or wrong.</exception>
    internal static HtmlOptions Read(Setting options)
    {
        var reader = new SettingReader(options, "the options of the report writer 'html'");
        var usual = new HtmlOptions();
        var read = new HtmlOptions
        {
            Title = reader.Text("title") ?? usual.Title,
            DriverOutput = reader.Choice<DriverOutput>("driver_output") ?? usual.DriverOutput,
            MaxReplays = reader.Int("max_replays", 0, 100_000) ?? usual.MaxReplays,
            MaxReplayBytes = reader.Int("max_replay_bytes", 0, 500_000_000) ?? usual.MaxReplayBytes,
        };
        reader.Done();
        return read;
    }
}
