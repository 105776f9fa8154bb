using System.Globalization;
using Sim.Plugins.Sdk;
using Sim.Reports.Comparing;
using Sim.Reports.Coverage;
using Sim.Reports.Failures;
using Sim.Reports.Requirements;

namespace Sim.Host.Output;

/// <summary>The end of a run for people: gates, worst cases, verdict.</summary>
internal static class RunTables
{
    private const int MaxRows = 10;
    private const int MaxStatistics = 5;
    private const double Significant = 0.05;

    /// <summary>Writes them.</summary>
    public static void Write(RunReport report, TextWriter error, Style style)
    {
        if (report.Gates.Count > 0)
        {
            var gates = new TextTable("gate", "outcome", "");
            foreach (var gate in report.Gates)
            {
                gates.Add(gate.Text, gate.Outcome.ToString().ToLowerInvariant(), gate.Message);
            }

            gates.Write(error);
        }

        Clusters(report, error);
        var bad = report.Cases.Where(r => r.Verdict is CaseVerdict.Error or CaseVerdict.Failed)
            .OrderBy(r => r.Verdict == CaseVerdict.Error ? 0 : 1).ThenByDescending(Severity).ThenByDescending(Elevated).ThenBy(r => r.Result.Case.Id, StringComparer.Ordinal).ToList();
        if (bad.Count > 0)
        {
            var cases = new TextTable("worst cases", "verdict", "");
            foreach (var row in bad.Take(MaxRows))
            {
                cases.Add(row.Result.Case.Id, row.Verdict.ToString().ToLowerInvariant(), row.Result.Reason.Length > 0 ? row.Result.Reason : string.Join("; ", row.Violates));
            }

            cases.Write(error);
            if (bad.Count > MaxRows)
            {
                error.WriteLine($"  and {bad.Count - MaxRows} more");
            }
        }

        if (report.Comparison is { } comparison)
        {
            Write(comparison, error);
        }

        foreach (string line in (string[])[CoverageReports.Line(report.Coverage), RequirementTracer.Line(report.Requirements)])
        {
            if (line.Length > 0)
            {
                error.WriteLine(line);
            }
        }

        error.WriteLine(report.ExitCode == ExitCode.Passed ? style.Green(report.Verdict) : style.Red(report.Verdict));
    }

    private static void Clusters(RunReport report, TextWriter error)
    {
        if (report.Clusters.Count > 0)
        {
            var clusters = new TextTable("worst failures", "cases", "verdict", "");
            foreach (var cluster in report.Clusters.Take(MaxRows))
            {
                string verdict = cluster.Verdict.ToString().ToLowerInvariant();
                string note = TriageFile.Of(report.Triage, cluster) is { } said
                    ? $" [{string.Join(", ", new[] { SettingReader.WordOf(said.Status.ToString()), said.Owner, said.Comment }.Where(t => t.Length > 0))}]"
                    : "";
                clusters.Add(cluster.Id, cluster.Cases.Count.ToString(CultureInfo.InvariantCulture), verdict, $"{cluster.Signature.Family}: {cluster.Title}{note}");
            }

            clusters.Write(error);
            if (report.Clusters.Count > MaxRows)
            {
                error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  and {report.Clusters.Count - MaxRows} more kinds of failures"));
            }
        }

        int unmatched = report.Triage.Count(n => !n.Matches);
        if (unmatched > 0)
        {
            error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {unmatched} of {report.Triage.Count} notes match no failure of this run"));
        }
    }

    // Cases whose numbers alone differ are counted; the report lists them.
    private static void Write(RunComparison comparison, TextWriter error)
    {
        var shown = comparison.Cases.Where(c => c.Change != CaseChange.Changed).ToList();
        if (shown.Count > 0)
        {
            var cases = new TextTable("against the baseline", "change", "");
            foreach (var row in shown.Take(MaxRows))
            {
                cases.Add(row.Case, ComparisonText.Word(row.Change), row.Reason);
            }

            cases.Write(error);
            if (shown.Count > MaxRows)
            {
                error.WriteLine($"  and {shown.Count - MaxRows} more");
            }
        }

        var significant = comparison.Statistics.Where(s => s.AdjustedPValue <= Significant).ToList();
        foreach (var statistic in significant.Take(MaxStatistics))
        {
            error.WriteLine(ComparisonText.Of(statistic));
        }

        if (significant.Count > MaxStatistics)
        {
            error.WriteLine($"  and {significant.Count - MaxStatistics} more statistics");
        }

        error.WriteLine(ComparisonText.Line(comparison));
    }

    private static int Elevated(CaseRow row) => row.Result.Assessments.Select(a => a.ElevatedMetrics).DefaultIfEmpty().Max();

    private static double Severity(CaseRow row) => row.Result.Assessments.Max(a => a.Severity) ?? 0;
}
