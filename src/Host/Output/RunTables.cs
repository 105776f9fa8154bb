using Sim.Plugins.Sdk;
using Sim.Reports.Coverage;
using Sim.Reports.Requirements;

namespace Sim.Host.Output;

/// <summary>The end of a run for people: gates, worst cases, verdict.</summary>
internal static class RunTables
{
    private const int MaxRows = 10;

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

        foreach (string line in (string[])[CoverageReports.Line(report.Coverage), RequirementTracer.Line(report.Requirements)])
        {
            if (line.Length > 0)
            {
                error.WriteLine(line);
            }
        }

        error.WriteLine(report.ExitCode == ExitCode.Passed ? style.Green(report.Verdict) : style.Red(report.Verdict));
    }

    private static int Elevated(CaseRow row) => row.Result.Assessments.Select(a => a.ElevatedMetrics).DefaultIfEmpty().Max();

    private static double Severity(CaseRow row) => row.Result.Assessments.Max(a => a.Severity) ?? 0;
}
