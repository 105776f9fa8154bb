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
        Gates(text, report.Gates);
        Waivers(text, report.Waivers);
        Cases(text, report.Cases);
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

    private static void Cases(StringBuilder text, IReadOnlyList<CaseRow> rows)
    {
        var worst = CaseText.WorstFirst(rows).Where(r => r.Verdict != CaseVerdict.Passed).ToList();
        if (worst.Count == 0)
        {
            return;
        }

        Line(text, "## Cases to look at");
        Line(text, "");
        Line(text, "| verdict | case | why |");
        Line(text, "|---|---|---|");
        foreach (var row in worst.Take(MaxCases))
        {
            string why = string.Join(". ", new[] { CaseText.Reason(row), CaseText.Evidence(row.Result) }.Where(t => t.Length > 0));
            Line(text, $"| {CaseText.Verdict(row.Verdict)} | `{Code(row.Result.Case.Id)}` | {Escape(why)} |");
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
