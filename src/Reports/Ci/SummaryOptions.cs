namespace Sim.Reports.Ci;

/// <summary>How much <c>summary.md</c> may hold.</summary>
public sealed record SummaryOptions
{
    /// <summary>Rows of each table, 1 to 10,000; YAML <c>rows: 50</c>. The rest is counted.</summary>
    public int Rows { get; init; } = 50;

    /// <summary>Size of the file, 4,096 to 1,048,576 bytes; YAML <c>max_bytes: 65536</c> for a comment. A table is cut between two rows.</summary>
    public int MaxBytes { get; init; } = 1_048_576;

    /// <summary>Reads options.</summary>
    /// <exception cref="InputException">Unknown or wrong.</exception>
    internal static SummaryOptions Read(Setting options)
    {
        var reader = new SettingReader(options, "the options of the report writer 'summary'");
        var usual = new SummaryOptions();
        var read = new SummaryOptions { Rows = reader.Int("rows", 1, 10_000) ?? usual.Rows, MaxBytes = reader.Int("max_bytes", 4_096, 1_048_576) ?? usual.MaxBytes };
        reader.Done();
        return read;
    }
}
