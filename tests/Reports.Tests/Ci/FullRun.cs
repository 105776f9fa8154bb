using Sim.Numerics;

namespace Sim.Tests.Reports.Ci;

/// <summary>A run in which every part of the report is filled, with one text wherever a user or a file can put one.</summary>
internal static class FullRun
{
    /// <summary>The report of one case.</summary>
    public static RunReport Of(string text)
    {
        var report = HostileRun.Of(text).Report;
        string id = report.Cases[0].Result.Case.Id;
        var pairs = SampleRun.Pairs((text, text));
        return report with
        {
            Cases = [report.Cases[0] with { Suite = text, Otherwise = [text] }],
            Entries = [new EntryPlace(text, report.Cases[0].Result.Case.Entry, text, 7)],
            Gates = [report.Gates[0] with { Suite = text, Line = 3 }, report.Gates[0] with { Outcome = GateOutcome.Empty }],
            Waivers = [report.Waivers[0] with { State = "expired" }, report.Waivers[0] with { State = "passes", Suite = text }, report.Waivers[0] with { State = "unmatched" }],
            Clusters =
            [
                new()
                {
                    Id = text, Title = text, Representative = id, Cases = [id], Verdict = CaseVerdict.Failed, Severity = 1,
                    Signature = new() { Id = text, Family = text, Leading = text, Event = text, Odd = pairs },
                },
            ],
            Triage = [new() { Signature = text, Status = TriageStatus.Confirmed, Owner = text, Comment = text }],
            Comparison = new()
            {
                Against = text,
                Accepted = true,
                Same = 1,
                Cases =
                [
                    new() { Case = text, Change = CaseChange.Regressed, Before = CaseVerdict.Passed, After = CaseVerdict.Failed, Reason = text, Metrics = [new(text, text, Measured.Of(1.0), null, true)] },
                    new() { Case = id, Change = CaseChange.New, After = CaseVerdict.Failed, Reason = text },
                ],
                Statistics = [new() { Name = text, Test = text, Pairs = 9, Worse = 2, Better = 1, PValue = 0.5, AdjustedPValue = 1 }],
            },
            Requirements = new()
            {
                Requirements =
                [
                    new() { Id = text, Text = text, Verdict = RequirementVerdict.Untested, Source = text + ":12", Attributes = pairs, Category = text, TriggeringCondition = text },
                    new() { Id = text + "2", Verdict = RequirementVerdict.Violated, Cases = [id] },
                ],
                CasesWithout = [id],
                Sotif = [new(text, 2, [id])],
            },
            Coverage = new()
            {
                Grade = 0.5,
                Entries = [new() { Suite = text, Entry = text, Parameters = [new(text, [new(text, 1, 1)])], Ways = [new() { Strength = 1, Covered = 1, Feasible = 2, Missing = [pairs] }], Dispersion = 0.25 }],
                Odd = new() { Declared = true, Dimensions = [new(text, [new(text, 1, 1)])], Combinations = 2, Covered = 1, ExposureShare = 0.5, Holes = [pairs], Outside = [new(id, text, CaseVerdict.Failed)] },
                Behaviour = new() { Axes = [new(text, text, [text])], Cells = [new([0], 1, id)], Size = 4, NewCellRate = 0.2 },
            },
        };
    }

    /// <summary>Three replicas of one case, of which some passed.</summary>
    public static RunReport Replicas(params CaseVerdict[] verdicts)
    {
        var report = SampleRun.Of(1).Report;
        var first = report.Cases[0];
        var rows = verdicts.Select((v, i) => first with
        {
            Verdict = v,
            Violates = v == CaseVerdict.Failed ? ["none: collision"] : [],
            Result = first.Result with { Case = Case.Create("cut-in", first.Result.Case.Key, i), Reason = v == CaseVerdict.Error ? "no answer" : "" },
        }).ToList();
        int passed = verdicts.Count(v => v == CaseVerdict.Passed);
        return report with
        {
            Cases = rows,
            Missing = [],
            Gates = [],
            Waivers = [],
            Replicas = [new() { Case = rows[0].Result.Case.Id, Cases = [.. rows.Select(r => r.Result.Case.Id)], Reproducibility = Reproducibility.Bit, Passed = passed, Evaluated = verdicts.Length, PassRate = new IntervalEstimate(0.5) }],
        };
    }
}
