using Sim.Reports.Coverage;
using static Sim.Tests.Reports.CoverageCases;

namespace Sim.Tests.Reports;

public sealed class OddCoverageTests
{
    private static readonly DeclaredOdd[] Declared = [Odd("road", ("urban", 0.6), ("rural", 0.4)), Odd("light", ("day", 0.8), ("night", 0.2))];

    private static CaseRow Tagged(string name, CaseVerdict verdict, params (string, string)[] odd) => Row(name, [], verdict, odd);

    private static OddCoverage Build(CoverageGoals? goals, IReadOnlyList<DeclaredOdd> odd, params CaseRow[] rows) => CoverageReports.Build([Suite(goals, odd)], rows)!.Odd!;

    [Fact]
    public void Coverage_is_weighted_by_exposure_and_holes_come_most_exposed_first()
    {
        var odd = Build(
            null, Declared,
            Tagged("a", CaseVerdict.Passed, ("road", "urban"), ("light", "day")),
            Tagged("b", CaseVerdict.Failed, ("road", "urban"), ("light", "day")),
            Tagged("c", CaseVerdict.Passed, ("road", "rural"), ("light", "night")),
            Tagged("d", CaseVerdict.Error, ("road", "rural"), ("light", "day")));

        Assert.True(odd.Declared);
        Assert.Equal((4L, 2L), (odd.Combinations, odd.Covered));
        Assert.Equal(0.48 + 0.08, odd.ExposureShare!.Value, 12);
        Assert.Equal(["urban", "rural"], odd.Dimensions[0].Values.Select(v => v.Name));
        Assert.Equal([2, 1], odd.Dimensions[0].Values.Select(v => v.Cases));
        Assert.Equal([Map(("light", "day"), ("road", "rural")), Map(("light", "night"), ("road", "urban"))], odd.Holes);
        Assert.Equal([(2, 1), (1, 0)], odd.Cells.Select(c => (c.Cases, c.Failed)));
        Assert.Equal(0, odd.HolesLeftOut);
    }

    [Fact]
    public void Cases_outside_the_domain_and_cases_without_a_tag_stand_apart()
    {
        var odd = Build(
            null, Declared,
            Tagged("a", CaseVerdict.Failed, ("road", "motorway"), ("light", "day")),
            Tagged("b", CaseVerdict.Passed, ("road", "urban")),
            Tagged("c", CaseVerdict.Passed, ("road", "urban"), ("light", "day"), ("weather", "rain")));

        var outside = Assert.Single(odd.Outside);
        Assert.Equal(("road = motorway is not declared", CaseVerdict.Failed), (outside.Reason, outside.Verdict));
        Assert.StartsWith("b-", Assert.Single(odd.Untagged), StringComparison.Ordinal);
        Assert.Equal(1, odd.Covered);
    }

    [Fact]
    public void A_combination_needs_as_many_cases_as_the_suite_wants()
    {
        CaseRow[] rows = [Tagged("a", CaseVerdict.Passed, ("road", "urban"), ("light", "day"))];
        var odd = Build(new CoverageGoals { OddRuns = 2 }, Declared, rows);
        Assert.Equal((0L, 0.0, 4), (odd.Covered, odd.ExposureShare!.Value, odd.Holes.Count));
        Assert.Equal(0, CoverageReports.Build([Suite(new CoverageGoals { OddRuns = 2 }, Declared)], rows)!.Grade);
    }

    [Fact]
    public void Excluded_combinations_leave_the_denominator_and_its_exposure()
    {
        var goals = new CoverageGoals { Exclude = [Map(("road", "rural"), ("light", "night"))] };
        var odd = Build(goals, Declared, Tagged("a", CaseVerdict.Passed, ("road", "urban"), ("light", "day")), Tagged("b", CaseVerdict.Passed, ("road", "rural"), ("light", "night")));
        Assert.Equal(3, odd.Combinations);
        Assert.Equal(0.48 / 0.92, odd.ExposureShare!.Value, 12);
        Assert.Equal("the suite excludes this combination", Assert.Single(odd.Outside).Reason);
    }

    [Fact]
    public void A_parameter_tags_a_case_where_its_entry_does_not()
    {
        var row = Row("a", [("light", "night")], odd: [("road", "urban")]);
        Assert.Equal(Map(("light", "night"), ("road", "urban")), Assert.Single(Build(null, Declared, row).Cells).Values);
    }

    [Fact]
    public void Tags_without_a_declaration_are_shown_without_a_share()
    {
        var odd = CoverageReports.Build([Suite(null, [])], [Tagged("a", CaseVerdict.Passed, ("road", "urban")), Tagged("b", CaseVerdict.Passed)])!.Odd!;
        Assert.False(odd.Declared);
        Assert.Null(odd.ExposureShare);
        Assert.Empty(odd.Holes);
        Assert.Single(odd.Untagged);
    }

    [Fact]
    public void The_holes_of_a_domain_too_large_to_write_down_are_found_in_order()
    {
        var wide = Enumerable.Range(0, 12).Select(d => new DeclaredOdd($"d{d:D2}", [.. Enumerable.Range(0, 20).Select(v => new OddShare($"v{v}", (20.0 - v) / 210))])).ToList();
        var odd = Build(null, wide, Tagged("a", CaseVerdict.Passed, [.. wide.Select(d => (d.Name, "v0"))]));
        Assert.Equal(4_096_000_000_000_000, odd.Combinations);
        Assert.Equal(1, odd.Covered);
        Assert.Equal(OddTables.MaxHoles, odd.Holes.Count);
        Assert.Equal(odd.Combinations - 1 - OddTables.MaxHoles, odd.HolesLeftOut);

        // The next most exposed have one value one step down: twelve of them.
        Assert.All(odd.Holes.Take(12), h => Assert.Single(h, v => v.Value == "v1"));
    }

    [Fact]
    public void Holes_are_those_of_a_full_listing()
    {
        var three = new[] { Odd("a", ("x", 0.5), ("y", 0.3), ("z", 0.2)), Odd("b", ("x", 0.1), ("y", 0.9)), Odd("c", ("x", 0.25), ("y", 0.25), ("z", 0.5)) };
        var odd = Build(null, three, Tagged("a", CaseVerdict.Passed, ("a", "x"), ("b", "y"), ("c", "z")));
        var expected = three[0].Values.SelectMany(a => three[1].Values.SelectMany(b => three[2].Values.Select(c => (Names: Map(("a", a.Value), ("b", b.Value), ("c", c.Value)), Share: a.Share * b.Share * c.Share))))
            .OrderByDescending(h => h.Share).Skip(1).ToList();
        Assert.Equal(expected.Select(e => e.Names), odd.Holes);
    }
}
