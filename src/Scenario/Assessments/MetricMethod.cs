namespace Sim;

/// <summary>How a metric is defined, for people who must judge a report. Plain data.</summary>
/// <param name="Name">The metric's name, or a pattern of names with '*'.</param>
/// <param name="Version">Version of the definition.</param>
/// <param name="Unit">SI unit; "" for counts, shares and flags.</param>
/// <param name="Formula">The definition in one or a few lines of plain text.</param>
/// <param name="Source">Paper, regulation or section that it comes from.</param>
public sealed record MetricMethod(string Name, int Version, string Unit, string Formula, string Source)
{
    /// <summary>When it has no value, and what it does not see, sentences.</summary>
    public IReadOnlyList<string> Limits { get; init; } = [];

    /// <summary>Known anomalies, of the definition or of its reference implementation, sentences.</summary>
    public IReadOnlyList<string> Anomalies { get; init; } = [];
}
