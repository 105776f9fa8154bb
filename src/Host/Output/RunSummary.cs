using Sim.Reports.Comparing;

namespace Sim.Host.Output;

/// <summary>What <c>sim run --json</c> writes: one object on standard output.</summary>
internal sealed record RunSummary
{
    /// <summary>Version of this format.</summary>
    public int Schema { get; init; } = 1;

    /// <summary>The run folder.</summary>
    public required string Out { get; init; }

    /// <summary>The exit code of the process.</summary>
    public required int ExitCode { get; init; }

    /// <summary>One sentence.</summary>
    public required string Verdict { get; init; }

    /// <summary>Why the engine stopped: finished, time_budget, fail_fast, interrupted.</summary>
    public required string Stop { get; init; }

    /// <summary>Planned cases over all shards.</summary>
    public required int Planned { get; init; }

    /// <summary>Planned cases of this folder without a result.</summary>
    public required int Missing { get; init; }

    /// <summary>Cases by verdict.</summary>
    public required IReadOnlyDictionary<string, int> Verdicts { get; init; }

    /// <summary>The gates.</summary>
    public required IReadOnlyList<GateResult> Gates { get; init; }

    /// <summary>The waivers.</summary>
    public required IReadOnlyList<WaiverResult> Waivers { get; init; }

    /// <summary>Ids of cases that failed or could not be evaluated.</summary>
    public required IReadOnlyList<string> Bad { get; init; }

    /// <summary>Cases by how they differ from the baseline, the same ones as "same"; null without a baseline.</summary>
    public IReadOnlyDictionary<string, int>? Changes { get; init; }

    /// <summary>The summary of a report.</summary>
    public static RunSummary Of(RunReport report, string folder, int exitCode, string stop)
    {
        var verdicts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var row in report.Cases)
        {
            string word = System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(row.Verdict.ToString());
            verdicts[word] = verdicts.GetValueOrDefault(word) + 1;
        }

        return new RunSummary
        {
            Out = folder,
            ExitCode = exitCode,
            Verdict = report.Verdict,
            Stop = stop,
            Planned = report.Identity.PlannedCases,
            Missing = report.Missing.Count,
            Verdicts = verdicts,
            Gates = report.Gates,
            Waivers = report.Waivers,
            Changes = report.Comparison is { } comparison ? Count(comparison) : null,
            Bad = [.. report.Cases.Where(r => r.Verdict is CaseVerdict.Failed or CaseVerdict.Error).Select(r => r.Result.Case.Id)],
        };
    }

    private static SortedDictionary<string, int> Count(RunComparison comparison)
    {
        var changes = new SortedDictionary<string, int>(StringComparer.Ordinal) { ["same"] = comparison.Same };
        foreach (var change in ComparisonText.All)
        {
            changes[System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(change.ToString())] = ComparisonText.Count(comparison, change);
        }

        return changes;
    }
}
