namespace Sim.Host.Store;

/// <summary>timing.json: all that may differ between two equal runs.</summary>
internal sealed record TimingFile
{
    /// <summary>Version of this format.</summary>
    public int Schema { get; init; } = 1;

    /// <summary>Start of the last session, UTC, ISO 8601.</summary>
    public string Start { get; init; } = "";

    /// <summary>End of the last session, UTC, ISO 8601.</summary>
    public string End { get; init; } = "";

    /// <summary>Wall time of all sessions, s.</summary>
    public double WallS { get; init; }

    /// <summary>Worker threads.</summary>
    public int Jobs { get; init; }

    /// <summary>Shard, or empty.</summary>
    public string Shard { get; init; } = "";

    /// <summary>Machine.</summary>
    public string Host { get; init; } = "";

    /// <summary>Runtime.</summary>
    public string Runtime { get; init; } = "";

    /// <summary>Files of the suites as they were named on the command line, by name of the suite.</summary>
    public IReadOnlyDictionary<string, string> SuiteFiles { get; init; } = Ordered.Empty;

    /// <summary>How often a case was tried because its simulator was lost, by id; cases that were tried once are left out.</summary>
    public IReadOnlyDictionary<string, int> Attempts { get; init; } = new SortedDictionary<string, int>(StringComparer.Ordinal);

    /// <summary>Wall time of each case, s, by id.</summary>
    public IReadOnlyDictionary<string, double> CaseS { get; init; } = new SortedDictionary<string, double>(StringComparer.Ordinal);
}
