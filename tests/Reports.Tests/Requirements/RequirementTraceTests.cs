using Sim.Reports.Requirements;
using static Sim.Tests.Reports.CoverageCases;

namespace Sim.Tests.Reports;

public sealed class RequirementTraceTests
{
    private static readonly Requirement[] Declared =
    [
        new() { Id = "A", Text = "stops", Category = "traffic", Source = "r.csv:2" },
        new() { Id = "B", Category = "perception", TriggeringCondition = "glare", Source = "r.csv:3" },
        new() { Id = "C", Source = "r.csv:4" },
    ];

    private static RequirementTrace? Trace(IReadOnlyList<Requirement> declared, CaseRow[] rows, MissingCase[]? missing = null, CaseEvidence evidence = CaseEvidence.Checked, params CaseEntry[] entries) =>
        RequirementTracer.Of([Suite(null, [], entries) with { Requirements = declared }], rows, missing ?? [], rows.ToDictionary(r => r.Result.Case.Id, _ => evidence, StringComparer.Ordinal));

    private static CaseRow Covering(string name, CaseVerdict verdict, params string[] covers) => Row(name, [], verdict, covers: covers);

    [Theory]
    [InlineData(RequirementVerdict.Met, CaseVerdict.Passed, CaseVerdict.Passed)]
    [InlineData(RequirementVerdict.Violated, CaseVerdict.Passed, CaseVerdict.Failed)]
    [InlineData(RequirementVerdict.Violated, CaseVerdict.Error, CaseVerdict.Failed)]
    [InlineData(RequirementVerdict.Violated, CaseVerdict.Known, CaseVerdict.Failed)]
    [InlineData(RequirementVerdict.Waived, CaseVerdict.Passed, CaseVerdict.Known)]
    [InlineData(RequirementVerdict.Open, CaseVerdict.Passed, CaseVerdict.Error)]
    [InlineData(RequirementVerdict.Open, CaseVerdict.Passed, CaseVerdict.Refused)]
    [InlineData(RequirementVerdict.Open, CaseVerdict.Known, CaseVerdict.NotRun)]
    public void A_requirement_is_as_good_as_its_worst_case(RequirementVerdict expected, CaseVerdict one, CaseVerdict other)
    {
        var trace = Trace(Declared, [Covering("one", one, "A"), Covering("other", other, "A", "A")])!;
        Assert.Equal(expected, trace.Requirements[0].Verdict);
        Assert.Equal(2, trace.Requirements[0].Cases.Count);
        Assert.Equal(RequirementVerdict.Untested, trace.Requirements[1].Verdict);
    }

    [Theory]
    [InlineData("Unchecked", RequirementVerdict.Open)]
    [InlineData("GateOpen", RequirementVerdict.Open)]
    [InlineData("GateFailed", RequirementVerdict.Violated)]
    [InlineData("Checked", RequirementVerdict.Met)]
    public void A_case_that_no_gate_speaks_about_proves_nothing(string evidence, RequirementVerdict expected) =>
        Assert.Equal(expected, Trace(Declared, [Covering("one", CaseVerdict.Passed, "A")], evidence: Enum.Parse<CaseEvidence>(evidence))!.Requirements[0].Verdict);

    [Fact]
    public void A_planned_case_without_a_result_leaves_its_requirement_open()
    {
        var entry = new CaseEntry { Name = "Cut in", Generator = "g", From = Setting.Empty, Covers = ["A"] };
        var trace = Trace(Declared, [Covering("one", CaseVerdict.Passed, "A")], [new("cut-in-9-000000000000", "suite", true), new("elsewhere-000000000000", "suite", true)], entries: entry)!;
        Assert.Equal(RequirementVerdict.Open, trace.Requirements[0].Verdict);
        Assert.Contains("cut-in-9-000000000000", trace.Requirements[0].Cases);
        Assert.Equal(["elsewhere-000000000000"], trace.CasesWithout);
    }

    [Fact]
    public void A_case_of_another_shard_leaves_its_requirement_open_without_being_listed()
    {
        var entry = new CaseEntry { Name = "cut-in", Generator = "g", From = Setting.Empty, Covers = ["A"] };
        var trace = Trace(Declared, [], [new("cut-in-9-000000000000", "suite", false), new("elsewhere-000000000000", "suite", false)], entries: entry)!;
        Assert.Equal(RequirementVerdict.Open, trace.Requirements[0].Verdict);
        Assert.Empty(trace.Requirements[0].Cases);
        Assert.Empty(trace.CasesWithout);
    }

    [Fact]
    public void Orphans_are_told_both_ways()
    {
        var entry = new CaseEntry { Name = "filtered", Generator = "g", From = Setting.Empty, Covers = ["Z"] };
        var trace = Trace(Declared, [Covering("one", CaseVerdict.Passed, "Q"), Covering("two", CaseVerdict.Passed)], entries: entry)!;
        Assert.Equal(["A", "B", "C", "Q", "Z"], trace.Requirements.Select(r => r.Id));
        Assert.Equal(("", RequirementVerdict.Met), (trace.Requirements[3].Source, trace.Requirements[3].Verdict));
        Assert.Equal(RequirementVerdict.Untested, trace.Requirements[4].Verdict);
        Assert.StartsWith("two-", Assert.Single(trace.CasesWithout), StringComparison.Ordinal);
        Assert.Equal("requirements: 1 met, 4 untested, 2 not declared", RequirementTracer.Line(trace));
    }

    [Fact]
    public void The_areas_of_Sotif_follow_from_who_foresaw_a_case_and_how_it_ended()
    {
        var trace = Trace(Declared,
        [
            Covering("a", CaseVerdict.Passed, "A"), Covering("b", CaseVerdict.Failed, "A", "B"), Covering("c", CaseVerdict.Failed), Covering("d", CaseVerdict.Passed, "unknown"),
            Covering("e", CaseVerdict.Known, "C"), Covering("f", CaseVerdict.Error, "A"),
        ])!;
        Assert.Equal(
            ["perception 2: b", "traffic 1: a", "traffic 2: b", " 2: e", " 3: c", " 4: d"],
            trace.Sotif.Select(c => $"{c.Category} {c.Area}: {string.Join(' ', c.Cases.Select(id => id[0]))}"));
    }

    [Fact]
    public void Nothing_is_traced_where_nobody_names_a_requirement()
    {
        Assert.Null(Trace([], [Covering("one", CaseVerdict.Passed)]));
        Assert.Empty(Trace([new() { Id = "A", Source = "r.csv:2" }], [Covering("one", CaseVerdict.Passed, "A")])!.Sotif);
    }
}
