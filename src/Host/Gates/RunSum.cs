using System.Globalization;
using Sim.Host.Store;

namespace Sim.Host.Gates;

/// <summary>
/// Exit code and verdict of a run. Precedence: 3 (could not be evaluated, or a driver failed), then 1 (an expectation failed; no later result can mend
/// it), then 4 (partial), then 0. Usage (2) and interruption (130) are decided before and after.
/// </summary>
internal sealed class RunSum
{
    private readonly StoredRun _run;
    private readonly IReadOnlyList<CaseRow> _rows;
    private readonly IReadOnlyList<GateEvaluation> _gates;
    private readonly IReadOnlyList<WaiverResult> _waivers;
    private readonly int _missing;

    /// <summary>Sums up.</summary>
    public RunSum(StoredRun run, IReadOnlyList<CaseRow> rows, IReadOnlyList<GateEvaluation> gates, IReadOnlyList<WaiverResult> waivers, int missing)
    {
        _run = run;
        _rows = rows;
        _gates = gates;
        _waivers = waivers;
        _missing = missing;
        var reasons = new List<string>();
        ExitCode = Decide(reasons);
        reasons.AddRange(Remarks());
        Verdict = $"{Word()}: {Counts()}{(reasons.Count > 0 ? "; " + string.Join("; ", reasons) : "")}";
    }

    /// <summary>The exit code.</summary>
    public int ExitCode { get; }

    /// <summary>One sentence.</summary>
    public string Verdict { get; }

    private int Decide(List<string> reasons)
    {
        var deciding = _gates.Where(g => g.Decides).Select(g => g.Result).ToList();
        Say(reasons, _rows.Count(r => r.Verdict == CaseVerdict.Error), "case could not be evaluated", "cases could not be evaluated");
        Say(reasons, _rows.Count(r => r.Result.Status == CaseStatus.DriverFailed && r.Verdict == CaseVerdict.Failed), "case ended because its driver failed", "cases ended because their driver failed");
        Say(reasons, deciding.Count(g => g.Outcome == GateOutcome.Error), "gate could not be evaluated", "gates could not be evaluated");
        foreach (var empty in deciding.Where(g => g.Outcome == GateOutcome.Empty))
        {
            reasons.Add($"empty gate '{empty.Text}' ({empty.Message})");
        }

        if (_missing == 0 && _rows.Count > 0 && _rows.All(r => r.Verdict == CaseVerdict.Refused))
        {
            reasons.Add("every case was refused: nothing was checked");
        }

        if (_gates.Count > 0 && _missing == 0 && _run.Shard is null && deciding.Count == 0)
        {
            reasons.Add("no gate could be decided: nothing was checked");
        }

        bool infrastructure = reasons.Count > 0;
        int before = reasons.Count;
        Say(reasons, deciding.Count(g => g.Outcome == GateOutcome.Failed), "expectation failed", "expectations failed");
        foreach (var waiver in _waivers.Where(w => w.State is WaiverStates.Expired or WaiverStates.Passes))
        {
            reasons.Add(waiver.State == WaiverStates.Expired
                ? string.Create(CultureInfo.InvariantCulture, $"the waiver '{waiver.Issue.CasePattern}' expired on {waiver.Issue.Expires:yyyy-MM-dd}")
                : $"the waiver '{waiver.Issue.CasePattern}' covers {waiver.Cases.Count} passing case{(waiver.Cases.Count == 1 ? "" : "s")} ({waiver.Cases[0]}): remove or narrow it");
        }

        bool failed = reasons.Count > before;
        Say(reasons, _missing, "planned case has no result", "planned cases have no result");
        return infrastructure ? Sim.ExitCode.Infrastructure
            : failed ? Sim.ExitCode.Failed
            : _missing > 0 ? Sim.ExitCode.Partial
            : Sim.ExitCode.Passed;
    }

    private IEnumerable<string> Remarks()
    {
        if (_gates.Count == 0)
        {
            yield return "no expectations: nothing was checked";
        }

        if (_run.Shard is { } shard)
        {
            yield return $"shard {shard}: sim merge decides the rest";
        }

        int open = _gates.Count(g => !g.Decides);
        if (open > 0)
        {
            yield return open == 1 ? "1 gate is open" : string.Create(CultureInfo.InvariantCulture, $"{open} gates are open");
        }

        foreach (var waiver in _waivers.Where(w => w.State == WaiverStates.Unmatched))
        {
            yield return $"the waiver '{waiver.Issue.CasePattern}' matches no case";
        }
    }

    private string Word() => ExitCode switch
    {
        Sim.ExitCode.Passed => _gates.Count == 0 ? "ran" : "passed",
        Sim.ExitCode.Failed => "failed",
        Sim.ExitCode.Partial => "partial",
        _ => "not evaluated",
    };

    private string Counts()
    {
        var parts = new List<string>();
        void Add(CaseVerdict verdict, string word)
        {
            int count = _rows.Count(r => r.Verdict == verdict);
            if (count > 0)
            {
                parts.Add(string.Create(CultureInfo.InvariantCulture, $"{count} {word}"));
            }
        }

        Add(CaseVerdict.Passed, _gates.Count == 0 ? "ran" : "passed");
        Add(CaseVerdict.Failed, "failed");
        Add(CaseVerdict.Known, "known");
        Add(CaseVerdict.Error, "in error");
        Add(CaseVerdict.Refused, "refused");
        return string.Create(CultureInfo.InvariantCulture, $"{_rows.Count} {(_rows.Count == 1 ? "case" : "cases")}")
            + (parts.Count > 0 ? $" ({string.Join(", ", parts)})" : "");
    }

    private static void Say(List<string> reasons, int count, string one, string many)
    {
        if (count > 0)
        {
            reasons.Add(string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many)}"));
        }
    }
}
