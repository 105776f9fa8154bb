using Sim.Plugins.Sdk;

namespace Sim.Reports.Ci;

/// <summary>
/// <c>cases.csv</c>, a record for each case, and <c>metrics.csv</c>, a record for each case and metric (RFC 4180). Columns are only ever added at the end.
/// Written on request. Thread-safe.
/// </summary>
public sealed class CsvWriter : IReportWriter
{
    /// <inheritdoc/>
    public string Name => "csv";

    /// <inheritdoc/>
    public string Description => "cases.csv and metrics.csv for spreadsheets and scripts";

    /// <inheritdoc/>
    public bool OnRequest => true;

    /// <inheritdoc/>
    public void Write(RunReport report, IRunFiles files, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(files);
        byte[] cases = Cases(report, cancellationToken);
        byte[] metrics = Metrics(report, cancellationToken);
        foreach (var (name, content) in (ReadOnlySpan<(string, byte[])>)[("cases.csv", cases), ("metrics.csv", metrics)])
        {
            using var stream = files.Create(name);
            stream.Write(content);
        }
    }

    private static byte[] Cases(RunReport report, CancellationToken cancellationToken)
    {
        var clusters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var cluster in report.Clusters)
        {
            foreach (string id in cluster.Cases)
            {
                clusters.TryAdd(id, cluster.Id);
            }
        }

        var changes = report.Comparison?.Cases.DistinctBy(c => c.Case).ToDictionary(c => c.Case, c => c.Change.ToString().ToLowerInvariant(), StringComparer.Ordinal);
        var table = new CsvTable(
            "suite", "entry", "case", "replica", "source", "parameters", "verdict", "status", "reason", "violates", "severity", "leading_metric",
            "simulated_s", "end", "reproducibility", "cluster", "change", "covers", "tags", "odd", "traffic", "licence", "recording_sha256");
        foreach (var row in report.Cases)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var result = row.Result;
            double severity = CaseText.Severity(result);
            table.Text(Suite(report, row));
            table.Text(result.Case.Entry);
            table.Text(result.Case.Id);
            table.Number(result.Case.Replica);
            table.Text(result.Case.Key.Source);
            table.Text(Pairs(result.Case.Key.Parameters));
            table.Text(CaseText.Verdict(row.Verdict));
            table.Text(PageText.Word(result.Status));
            table.Text(result.Reason);
            table.Text(string.Join("; ", row.Violates));
            table.Number(severity < 0 ? null : severity);
            table.Text(CaseText.LeadingMetric(result));
            table.Number(result.SimulatedUs / 1e6);
            table.Text(result.End is { } end ? PageText.Word(end) : "");
            table.Text(result.End is null ? "" : PageText.Word(result.Reproducibility));
            table.Text(clusters.GetValueOrDefault(result.Case.Id, ""));
            table.Text(changes is null ? "" : changes.GetValueOrDefault(result.Case.Id, "same"));
            table.Text(string.Join("; ", result.Covers));
            table.Text(string.Join("; ", result.Tags));
            table.Text(Pairs(result.Odd));
            table.Text(result.Traffic);
            table.Text(result.Licence);
            table.Text(result.RecordingSha256);
            table.End();
        }

        return table.ToBytes();
    }

    private static byte[] Metrics(RunReport report, CancellationToken cancellationToken)
    {
        var table = new CsvTable(
            "suite", "case", "assessor", "assessor_version", "metric", "metric_version", "unit", "worse", "state", "value", "critical_at", "worst_s", "actors", "reason",
            "second_state", "second_value");
        foreach (var row in report.Cases)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var assessment in row.Result.Assessments)
            {
                foreach (var metric in assessment.Metrics)
                {
                    table.Text(Suite(report, row));
                    table.Text(row.Result.Case.Id);
                    table.Text(assessment.Assessor);
                    table.Text(assessment.Version);
                    table.Text(metric.Name);
                    table.Number(metric.Version);
                    table.Text(metric.Unit);
                    table.Text(PageText.Word(metric.Worse));
                    table.Text(PageText.Word(metric.Value.State));
                    table.Number(metric.Value.Value);
                    table.Number(metric.CriticalAt);
                    table.Number(metric.Value.WorstTimeUs / 1e6);
                    table.Text(string.Join("; ", metric.Value.Actors));
                    table.Text(metric.Value.Reason);
                    table.Text(metric.SecondReading is { } second ? PageText.Word(second.State) : "");
                    table.Number(metric.SecondReading?.Value);
                    table.End();
                }
            }
        }

        return table.ToBytes();
    }

    private static string Suite(RunReport report, CaseRow row) => row.Suite.Length > 0 ? row.Suite : string.Join("+", report.Identity.Suites);

    private static string Pairs(IReadOnlyDictionary<string, string> pairs) =>
        string.Join("; ", pairs.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}={p.Value}"));
}
