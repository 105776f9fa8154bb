using static Sim.Tests.Reports.CoverageCases;

namespace Sim.Tests.Reports;

public sealed class ParameterCoverageTests
{
    private static readonly CaseEntry CutIn = Entry("cut-in", Values("fixed", "1"), Values("light", "day", "night"), Values("rain", "none", "wet"), Values("speed", "20 km/h", "40 km/h", "60 km/h"));

    private static (string, string)[] At(string light, string rain, string speed) => [("fixed", "1"), ("light", light), ("rain", rain), ("speed", speed)];

    [Fact]
    public void Histograms_and_combinations_are_those_counted_by_hand()
    {
        var entry = Only(
            Suite(null, [], CutIn),
            Row("cut-in", At("day", "none", "20 km/h")),
            Row("cut-in", At("night", "wet", "20 km/h"), CaseVerdict.Failed),
            Row("cut-in", At("day", "wet", "40 km/h"), CaseVerdict.Known),
            Row("cut-in", At("day", "wet", "60 km/h"), CaseVerdict.Error));

        Assert.Equal(["light", "rain", "speed"], entry.Parameters.Select(p => p.Name));
        Assert.Equal([new("20 km/h", 2, 1), new("40 km/h", 1, 1), new("60 km/h", 0, 0)], entry.Parameters[2].Bins);

        // Values: day night none wet 20 40 of 7. Pairs: 2·2 + 2·3 + 2·3 = 16, each of 3 cases covers 3, all different.
        // Triples: 12, three are covered.
        Assert.Equal([(1, 6L, 7L), (2, 9L, 16L), (3, 3L, 12L)], entry.Ways.Select(w => (w.Strength, w.Covered, w.Feasible)));
        Assert.Equal([Map(("speed", "60 km/h"))], entry.Ways[0].Missing);
        Assert.Equal(Map(("light", "night"), ("rain", "none")), entry.Ways[1].Missing[0]);

        // 20 and 40 of 20..60: the places 0 and 0.5, so the largest empty ball reaches from 0.5 to 1.
        Assert.Equal(0.5, entry.Dispersion);
    }

    [Fact]
    public void What_the_suite_excludes_is_not_in_the_denominator_nor_missing()
    {
        var goals = new CoverageGoals { Exclude = [Map(("rain", "none"), ("speed", "60 km/h")), Map(("light", "night"), ("rain", "wet"), ("speed", "60.0 km/h"))] };
        var entry = Only(Suite(goals, [], CutIn), Row("cut-in", At("day", "none", "20 km/h")));

        // Pairs: none+60 is excluded; night+60 cannot be completed, for rain can then be neither. Triples: day none 60, night none 60, night wet 60.
        Assert.Equal([7L, 14L, 9L], entry.Ways.Select(w => w.Feasible));
        Assert.DoesNotContain(entry.Ways[1].Missing, m => m.GetValueOrDefault("light") == "night" && m.GetValueOrDefault("speed") == "60 km/h");
        Assert.All(entry.Ways, w => Assert.Equal(w.Feasible, w.Covered + w.Missing.Count + w.MissingLeftOut));
    }

    [Fact]
    public void Declared_classes_hold_their_lower_edge_and_the_last_one_its_upper()
    {
        var goals = new CoverageGoals { Parameters = [new("cut-*", "speed", ["0 km/h", "20 km/h", "60 km/h"])], Goal = 2 };
        var entry = Only(
            Suite(goals, [], Entry("cut-in", new ParameterDomain { Name = "speed", Min = "0 km/h", Max = "80 km/h" })),
            Row("cut-in", [("speed", "19.9 km/h")]), Row("cut-in", [("speed", "20 km/h")]), Row("cut-in", [("speed", "60 km/h")]), Row("cut-in", [("speed", "60.1 km/h")]));

        Assert.Equal([new("0..20 km/h", 1, 0) { Goal = 2 }, new("20..60 km/h", 2, 0) { Goal = 2 }, new("elsewhere", 1, 0)], entry.Parameters[0].Bins);
        Assert.Equal((2L, 2L), (entry.Ways[0].Covered, entry.Ways[0].Feasible));
    }

    [Fact]
    public void A_range_without_classes_falls_into_five()
    {
        var entry = Only(Suite(null, [], Entry("cut-in", new ParameterDomain { Name = "gap", Min = "5 m", Max = "40 m" })), Row("cut-in", [("gap", "12 m")]));

        Assert.Equal(["5..12 m", "12..19 m", "19..26 m", "26..33 m", "33..40 m"], entry.Parameters[0].Bins.Select(b => b.Label));
        Assert.Equal([0, 1, 0, 0, 0], entry.Parameters[0].Bins.Select(b => b.Cases));
        Assert.Equal(0.8, entry.Dispersion);
    }

    [Fact]
    public void The_grade_is_the_mean_over_the_goals_that_a_suite_states()
    {
        CaseRow[] rows = [Row("cut-in", At("day", "none", "20 km/h")), Row("cut-in", At("night", "wet", "20 km/h"))];
        double? Grade(CoverageGoals? goals) => Sim.Reports.Coverage.CoverageReports.Build([Suite(goals, [], CutIn)], rows)!.Grade;

        Assert.Null(Grade(null));
        Assert.Null(Grade(new CoverageGoals()));
        Assert.Equal(6.0 / 16, Grade(new CoverageGoals { Strength = 2 }));

        // day night none wet: 1 of 2 each; 20: 2 of 2; 40, 60: 0.
        Assert.Equal(3.0 / 7, Grade(new CoverageGoals { Goal = 2 })!.Value, 12);
    }

    [Fact]
    public void Parts_with_parameters_of_their_own_are_counted_apart()
    {
        CaseKey[] keys =
        [
            new() { Source = "a", Parameters = Map(("gap", "1 m")) }, new() { Source = "a", Parameters = Map(("gap", "2 m")) },
            new() { Source = "b", Parameters = Map(("speed", "1 m/s")) }, new() { Source = "b", Parameters = Map(("speed", "2 m/s")) },
        ];
        var parts = EntryPart.Of(keys, null);
        Assert.Equal(["a", "b"], parts.Select(p => p.Source));

        var suite = Suite(null, [], new CaseEntry { Name = "e", Generator = "g", From = Setting.Empty, Parts = parts });
        var report = Sim.Reports.Coverage.CoverageReports.Build([suite], [Row("e", [("gap", "1 m")], source: "a"), Row("e", [("speed", "1 m/s")], source: "b"), Row("e", [("speed", "2 m/s")], source: "b")])!;
        Assert.Equal([("a", 1L, 2L), ("b", 2L, 2L)], report.Entries.Select(e => (e.Source, e.Ways[0].Covered, e.Ways[0].Feasible)));
    }

    [Fact]
    public void What_the_suite_wrote_is_the_domain_even_when_fewer_values_are_planned()
    {
        var with = Setting.Map(("gap", Setting.Scalar("1..5 m")), ("side", Setting.Scalar("left | right")));
        var part = Assert.Single(EntryPart.Of([new() { Source = "a", Parameters = Map(("gap", "2 m"), ("side", "left"), ("other", "x")) }], with));

        Assert.Equal(["gap", "other", "side"], part.Domains.Select(d => d.Name));
        Assert.Equal(("1 m", "5 m"), (part.Domains[0].Min, part.Domains[0].Max));
        Assert.Equal(["left", "right"], part.Domains[2].Values);
    }
}
