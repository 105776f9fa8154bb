using System.Globalization;
using System.Text;

namespace Sim.Reports.Ci;

/// <summary>
/// A run as workflow commands of GitHub Actions: at most 10 annotations of each level, which is what GitHub shows of a step; the last one says how many more
/// there are. Deterministic.
/// </summary>
internal static class GitHubAnnotations
{
    /// <summary>Annotations of one level that GitHub shows of one step.</summary>
    public const int MaxOfLevel = 10;

    /// <summary>Size of a step's summary that GitHub takes, bytes.</summary>
    public const long MaxSummaryBytes = 1_048_576;
    private const int MaxMessage = 1_000;

    /// <summary>The lines.</summary>
    /// <param name="report">The report.</param>
    /// <param name="file">The file of a suite by its name, relative to the workspace; empty when unknown.</param>
    public static IReadOnlyList<string> Of(RunReport report, Func<string, string> file)
    {
        var lines = new List<string>();
        Add(lines, "error", Errors(report, file));
        Add(lines, "warning", Warnings(report, file));
        Add(lines, "notice", [Format("notice", "", 0, "sim", report.Verdict)]);
        return lines;
    }

    /// <summary>One workflow command; nothing in the texts can end it or begin another.</summary>
    public static string Format(string level, string file, int line, string title, string message)
    {
        var command = new StringBuilder($"::{level} ");
        if (file.Length > 0)
        {
            command.Append(CultureInfo.InvariantCulture, $"file={Property(file)},line={Math.Max(1, line)},");
        }

        return command.Append(CultureInfo.InvariantCulture, $"title={Property(CiText.Cut(title, 200))}::{Data(CiText.Cut(message, MaxMessage))}").ToString();
    }

    private static List<string> Errors(RunReport report, Func<string, string> file)
    {
        var errors = new List<string>();
        foreach (var gate in report.Gates.Where(g => g.Outcome != GateOutcome.Passed))
        {
            string cases = gate.Cases.Count == 0 ? "" : $" ({string.Join(", ", gate.Cases.Take(3))}{(gate.Cases.Count > 3 ? ", …" : "")})";
            errors.Add(Format("error", file(Suite(report, gate.Suite)), gate.Line, $"expectation {gate.Outcome.ToString().ToLowerInvariant()}", $"{gate.Text}: {gate.Message}{cases}"));
        }

        foreach (var waiver in report.Waivers.Where(w => w.State is "expired" or "passes"))
        {
            errors.Add(Format("error", file(Suite(report, waiver.Suite)), waiver.Issue.Line, $"waiver {waiver.State}", $"{waiver.Issue.CasePattern}: {waiver.Issue.Reason}"));
        }

        // One for each kind of failure says more than ten of one kind.
        var clustered = report.Clusters.Where(c => c.Verdict is CaseVerdict.Error or CaseVerdict.Failed).ToList();
        var rows = report.Cases.DistinctBy(c => c.Result.Case.Id).ToDictionary(c => c.Result.Case.Id, StringComparer.Ordinal);
        foreach (var cluster in clustered)
        {
            if (rows.TryGetValue(cluster.Representative, out var row))
            {
                var (at, line) = Place(report, row, file);
                errors.Add(Format("error", at, line, string.Create(CultureInfo.InvariantCulture, $"{CaseText.Verdict(cluster.Verdict)}: {cluster.Cases.Count} {(cluster.Cases.Count == 1 ? "case" : "cases")}, {cluster.Id}"),
                    $"{cluster.Title}; such as {cluster.Representative}: {Why(row)}"));
            }
        }

        var seen = clustered.SelectMany(c => c.Cases).ToHashSet(StringComparer.Ordinal);
        foreach (var row in CaseText.WorstFirst(report.Cases).Where(r => r.Verdict is CaseVerdict.Error or CaseVerdict.Failed && !seen.Contains(r.Result.Case.Id)))
        {
            var (at, line) = Place(report, row, file);
            errors.Add(Format("error", at, line, $"{CaseText.Verdict(row.Verdict)}: {row.Result.Case.Id}", Why(row)));
        }

        return errors;
    }

    private static List<string> Warnings(RunReport report, Func<string, string> file)
    {
        var warnings = new List<string>();
        int missing = CaseText.Missing(report).Count;
        if (missing > 0)
        {
            warnings.Add(Format("warning", "", 0, "partial", string.Create(CultureInfo.InvariantCulture, $"{missing} planned cases have no result: a shard is missing or the time budget ended")));
        }

        foreach (var found in RunFindings.Of(report, file).Where(f => f.Rule.Level == FindingLevel.Warning))
        {
            warnings.Add(Format("warning", found.File, found.Line, found.Rule.Short, found.Message));
        }

        foreach (var row in report.Cases.Where(r => r.Verdict == CaseVerdict.Refused))
        {
            var (at, line) = Place(report, row, file);
            warnings.Add(Format("warning", at, line, $"refused: {row.Result.Case.Id}", Why(row)));
        }

        return warnings;
    }

    private static void Add(List<string> lines, string level, List<string> found)
    {
        int shown = found.Count > MaxOfLevel ? MaxOfLevel - 1 : found.Count;
        lines.AddRange(found.Take(shown));
        if (found.Count > shown)
        {
            lines.Add(Format(level, "", 0, "sim", string.Create(CultureInfo.InvariantCulture, $"and {found.Count - shown} more: see the step's summary")));
        }
    }

    private static string Why(CaseRow row) => string.Join(". ", new[] { CaseText.Reason(row), CaseText.Evidence(row.Result) }.Where(t => t.Length > 0));

    private static (string File, int Line) Place(RunReport report, CaseRow row, Func<string, string> file)
    {
        string suite = Suite(report, row.Suite);
        return (file(suite), report.Entries.FirstOrDefault(e => e.Suite == suite && e.Entry == row.Result.Case.Entry)?.Line ?? 0);
    }

    private static string Suite(RunReport report, string suite) => suite.Length == 0 && report.Identity.Suites.Count == 1 ? report.Identity.Suites[0] : suite;

    private static string Data(string text) => CiText.Visible(text, lines: true, 2 * MaxMessage).Replace("%", "%25", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal)
        .Replace("##", "# #", StringComparison.Ordinal);

    private static string Property(string text) => Data(CiText.Visible(text)).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
