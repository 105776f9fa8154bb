using Sim.Host.Store;
using Sim.Reports.Comparing;

namespace Sim.Host.Comparing;

/// <summary>What a run is compared with: another run, or accepted results.</summary>
/// <param name="Compared">Its cases.</param>
/// <param name="Report">Its report as of today; null for accepted results.</param>
/// <param name="Recordings">Its recordings; null for accepted results.</param>
/// <param name="FailOn">What makes the run fail; empty when the comparison only informs.</param>
/// <param name="Allowed">Differences of metrics that count for nothing.</param>
internal sealed record Baseline(ComparedRun Compared, RunReport? Report, BaselineRecordings? Recordings, IReadOnlyList<FailOn> FailOn, IReadOnlyList<AllowedDelta> Allowed)
{
    /// <summary>The report with the comparison, and with the exit code that <see cref="FailOn"/> asks for.</summary>
    /// <param name="report">The report of the run.</param>
    /// <param name="run">Its store.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public RunReport Compare(RunReport report, StoredRun run, CancellationToken cancellationToken)
    {
        var damaged = Recordings?.Check(report.Cases.Where(c => c.Result.RecordingSha256.Length > 0).Select(c => c.Result.Case.Id), cancellationToken) ?? [];
        var comparison = RunComparer.Compare(Compared, ComparedRuns.Of(run, report), Allowed) with { Differences = [.. Differences(report), .. BaselineRecordings.Told(damaged)] };
        var found = FailOn.Select(f => (What: f.Word, Count: f.Count(comparison))).Where(f => f.Count > 0).ToList();
        if (found.Count == 0)
        {
            return report with { Comparison = comparison };
        }

        string said = "failed against the baseline (" + string.Join(", ", found.Select(f => $"{f.Count} {f.What}")) + ")";
        return report with
        {
            Comparison = comparison,
            Verdict = $"{said}; {report.Verdict}",
            ExitCode = report.ExitCode is ExitCode.Passed or ExitCode.Partial ? ExitCode.Failed : report.ExitCode,
        };
    }

    private List<string> Differences(RunReport now)
    {
        if (Report is null)
        {
            return [];
        }

        var found = IdentityDiff.Between(Report.Identity, now.Identity).ToList();
        if (!Report.Gates.Select(g => g.Text).SequenceEqual(now.Gates.Select(g => g.Text), StringComparer.Ordinal))
        {
            found.Add("the expectations differ");
        }

        return found;
    }
}
