using System.Globalization;
using System.Text;
using Sim.Plugins.Sdk;

namespace Sim.Reports;

/// <summary><c>summary.md</c>: verdict, gates, waivers and the worst cases, short enough for a CI's job summary. Thread-safe.</summary>
public sealed class SummaryWriter : IReportWriter
{
    private const int MaxCases = 50;

    /// <inheritdoc/>
    public string Name => "summary";

    /// <inheritdoc/>
    public string Description => "summary.md for job summaries and merge requests";

    /// <inheritdoc/>
    public void Write(RunReport report, IRunFiles files, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(files);
        var text = new StringBuilder();
        Line(text, $"# {Escape(string.Join(" + ", report.Identity.Suites))}: {Escape(report.Verdict)}");
        Line(text, "");
        Counts(text, report);
        Reproducible(text, report);
        Gates(text, report.Gates);
        Otherwise(text, report.Cases);
        Waivers(text, report.Waivers);
        Replicas(text, report);
        Cases(text, report.Cases);
        Sent(text, report.Cases);
        Line(text, $"Sim {Escape(report.Identity.SimVersion)}, seed {report.Identity.Seed.ToString(CultureInfo.InvariantCulture)}.");
        using var stream = files.Create("summary.md");
        stream.Write(Encoding.UTF8.GetBytes(text.ToString()));
    }

    private static void Counts(StringBuilder text, RunReport report)
    {
        Line(text, "| passed | failed | known | error | refused | not run |");
        Line(text, "|---:|---:|---:|---:|---:|---:|");
        int Of(CaseVerdict verdict) => CaseText.Count(report, verdict);
        Line(text, string.Create(CultureInfo.InvariantCulture, $"| {Of(CaseVerdict.Passed)} | {Of(CaseVerdict.Failed)} | {Of(CaseVerdict.Known)} | {Of(CaseVerdict.Error)} | {Of(CaseVerdict.Refused)} | {Of(CaseVerdict.NotRun)} |"));
        Line(text, "");
    }

    private static void Gates(StringBuilder text, IReadOnlyList<GateResult> gates)
    {
        Line(text, "## Expectations");
        Line(text, "");
        if (gates.Count == 0)
        {
            Line(text, "None: nothing was checked.");
            Line(text, "");
            return;
        }

        Line(text, "| outcome | expectation | why |");
        Line(text, "|---|---|---|");
        foreach (var gate in gates)
        {
            Line(text, $"| {gate.Outcome.ToString().ToLowerInvariant()} | `{Code(gate.Text)}` | {Escape(gate.Message)} |");
        }

        Line(text, "");
    }

    private static void Otherwise(StringBuilder text, IReadOnlyList<CaseRow> rows)
    {
        var flagged = rows.Where(r => r.Otherwise.Count > 0).ToList();
        if (flagged.Count == 0)
        {
            return;
        }

        Line(text, "## Decided otherwise by the second reading");
        Line(text, "");
        Line(text, "| case | expectation |");
        Line(text, "|---|---|");
        foreach (var row in flagged.Take(MaxCases))
        {
            Line(text, $"| `{Code(row.Result.Case.Id)}` | {string.Join(", ", row.Otherwise.Select(o => $"`{Code(o)}`"))} |");
        }

        Line(text, "");
        Line(text, $"The verdicts stand; the metric has two readings, and they disagree about these cases.{(flagged.Count > MaxCases ? string.Create(CultureInfo.InvariantCulture, $" And {flagged.Count - MaxCases} more: see report.json.") : "")}");
        Line(text, "");
    }

    private static void Sent(StringBuilder text, IReadOnlyList<CaseRow> rows)
    {
        // Variants of one report share what was sent for it.
        var sent = rows.SelectMany(r => r.Result.Egress).DistinctBy(e => (e.Host, e.Source, e.Sha256))
            .OrderBy(e => e.Host, StringComparer.Ordinal).ThenBy(e => e.Source, StringComparer.Ordinal).ThenBy(e => e.Sha256, StringComparer.Ordinal).ToList();
        if (sent.Count == 0)
        {
            return;
        }

        Line(text, "## Sent over the network");
        Line(text, "");
        Line(text, "| host | what | bytes | SHA-256 | masked |");
        Line(text, "|---|---|---:|---|---|");
        foreach (var one in sent.Take(MaxCases))
        {
            Line(text, $"| {Escape(one.Host)} | {Escape(one.Source)} | {one.Bytes.ToString(CultureInfo.InvariantCulture)} | `{Code(one.Sha256)}` | {Escape(one.Masked.Count == 0 ? "nothing" : string.Join(", ", one.Masked))} |");
        }

        Line(text, "");
        if (sent.Count > MaxCases)
        {
            Line(text, string.Create(CultureInfo.InvariantCulture, $"And {sent.Count - MaxCases} more: see report.json."));
            Line(text, "");
        }
    }

    private static void Waivers(StringBuilder text, IReadOnlyList<WaiverResult> waivers)
    {
        if (waivers.Count == 0)
        {
            return;
        }

        Line(text, "## Known issues");
        Line(text, "");
        Line(text, "| state | cases | reason | ticket | owner | expires |");
        Line(text, "|---|---|---|---|---|---|");
        foreach (var waiver in waivers)
        {
            string expires = CaseText.Date(waiver.Issue.Expires);
            Line(text, $"| {Escape(waiver.State)} | `{Code(waiver.Issue.CasePattern)}` ({waiver.Cases.Count.ToString(CultureInfo.InvariantCulture)}) | {Escape(waiver.Issue.Reason)} | {Escape(waiver.Issue.Ticket)} | {Escape(waiver.Issue.Owner)} | {expires} |");
        }

        Line(text, "");
    }

    private static void Replicas(StringBuilder text, RunReport report)
    {
        if (report.Replicas.Count == 0)
        {
            return;
        }

        var columns = PageIndex.Columns(report);
        Line(text, "## Replicas");
        Line(text, "");
        Line(text, $"| case | passed | pass rate | reproducible |{string.Concat(columns.Select(c => $" {Escape(c.Name)} |"))}");
        Line(text, $"|---|---:|---:|---|{string.Concat(columns.Select(_ => "---:|"))}");
        foreach (var group in report.Replicas.Take(MaxCases))
        {
            string passed = string.Create(CultureInfo.InvariantCulture, $"{group.Passed} of {group.Evaluated}");
            string means = string.Concat(columns.Select(c => $" {Escape(Mean(group.Metrics.FirstOrDefault(m => m.Name == c.Name)))} |"));
            Line(text, $"| `{Code(group.Case)}` ({MetricText.Whole((ulong)group.Cases.Count)}) | {passed} | {MetricText.Share(group.PassRate)} | {CaseText.Reproducible(group.Reproducibility)} |{means}");
        }

        Line(text, "");
        Line(text, $"95 % intervals: shares after Wilson, means after Student over the replicas that gave a value.{(report.Replicas.Count > MaxCases ? string.Create(CultureInfo.InvariantCulture, $" And {report.Replicas.Count - MaxCases} more in report.json.") : "")}");
        Line(text, "");
    }

    private static string Mean(ReplicaMetric? metric)
    {
        string others = metric is null ? "" : CaseText.Others(metric);
        return metric is null ? "–" : MetricText.Mean(metric.Mean, metric.Unit) + (others.Length > 0 ? $"; {others}" : "");
    }

    private static void Reproducible(StringBuilder text, RunReport report)
    {
        var kinds = report.Cases.Select(c => CaseText.Reproducible(c.Result)).Where(t => t.Length > 0).GroupBy(t => t).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => string.Create(CultureInfo.InvariantCulture, $"{g.Count()} {g.Key}")).ToList();
        if (kinds.Count > 0)
        {
            Line(text, $"Reproducible cases: {string.Join("; ", kinds)}.");
            Line(text, "");
        }
    }

    private static void Cases(StringBuilder text, IReadOnlyList<CaseRow> rows)
    {
        var worst = CaseText.WorstFirst(rows).Where(r => r.Verdict != CaseVerdict.Passed).ToList();
        if (worst.Count == 0)
        {
            return;
        }

        Line(text, "## Cases to look at");
        Line(text, "");
        Line(text, "| verdict | case | why | reproducible |");
        Line(text, "|---|---|---|---|");
        foreach (var row in worst.Take(MaxCases))
        {
            string why = string.Join(". ", new[] { CaseText.Reason(row), CaseText.Evidence(row.Result) }.Where(t => t.Length > 0));
            Line(text, $"| {CaseText.Verdict(row.Verdict)} | `{Code(row.Result.Case.Id)}` | {Escape(why)} | {CaseText.Reproducible(row.Result)} |");
        }

        Line(text, "");
        if (worst.Count > MaxCases)
        {
            Line(text, string.Create(CultureInfo.InvariantCulture, $"And {worst.Count - MaxCases} more: see report.html."));
            Line(text, "");
        }
    }

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');

    private static string Code(string text) => OneLine(text).Replace("`", "'", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal);

    /// <summary>Text that no Markdown renderer takes for markup: a user's string must not become a link, an image or HTML.</summary>
    private static string Escape(string text)
    {
        var safe = new StringBuilder(text.Length + 8);
        foreach (char c in OneLine(text))
        {
            safe.Append(c switch
            {
                '<' => "&lt;",
                '>' => "&gt;",
                '&' => "&amp;",
                '|' or '[' or ']' or '!' or '*' or '_' or '`' or '#' or '\\' or '~' => $"\\{c}",
                _ => c.ToString(),
            });
        }

        return safe.ToString();
    }

    private static string OneLine(string text)
    {
        var line = new StringBuilder(Math.Min(text.Length, 500));
        foreach (char c in text)
        {
            line.Append(char.IsControl(c) ? ' ' : c);
            if (line.Length >= 500)
            {
                line.Append('…');
                break;
            }
        }

        return line.ToString();
    }
}
