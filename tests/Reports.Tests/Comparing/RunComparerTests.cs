using Sim.Reports.Comparing;
using static Sim.Tests.Reports.ComparedRows;

namespace Sim.Tests.Reports;

public sealed class RunComparerTests
{
    [Theory]
    [InlineData(CaseVerdict.Passed, CaseVerdict.Known, CaseChange.Regressed)]
    [InlineData(CaseVerdict.Passed, CaseVerdict.Failed, CaseChange.Regressed)]
    [InlineData(CaseVerdict.Known, CaseVerdict.Failed, CaseChange.Regressed)]
    [InlineData(CaseVerdict.Failed, CaseVerdict.Error, CaseChange.Regressed)]
    [InlineData(CaseVerdict.Error, CaseVerdict.Failed, CaseChange.Fixed)]
    [InlineData(CaseVerdict.Failed, CaseVerdict.Known, CaseChange.Fixed)]
    [InlineData(CaseVerdict.Failed, CaseVerdict.Passed, CaseChange.Fixed)]
    [InlineData(CaseVerdict.Passed, CaseVerdict.Refused, CaseChange.NotComparable)]
    [InlineData(CaseVerdict.NotRun, CaseVerdict.Failed, CaseChange.NotComparable)]
    public void A_verdict_that_got_worse_is_a_regression(CaseVerdict before, CaseVerdict after, CaseChange expected)
    {
        var changed = Assert.Single(RunComparer.Compare(Run(Row("a", before)), Run(Row("a", after))).Cases);

        Assert.Equal((expected, before, after), (changed.Change, changed.Before, changed.After));
        Assert.NotEmpty(changed.Reason);
    }

    [Fact]
    public void A_regression_says_what_is_violated_now()
    {
        var changed = Assert.Single(RunComparer.Compare(Run(Row("a", CaseVerdict.Passed, Ttc(1.8))), Run(Row("a", CaseVerdict.Failed, Ttc(1.2)))).Cases);

        Assert.Equal("passed before, failed now: violates all: min_ttc >= 1.5 s", changed.Reason);
        var metric = Assert.Single(changed.Metrics);
        Assert.Equal(("min_ttc", "s", 1.8, 1.2, true), (metric.Name, metric.Unit, metric.Before!.Value, metric.After!.Value, metric.Worse));
    }

    [Fact]
    public void Equal_cases_are_counted_and_not_listed()
    {
        var comparison = RunComparer.Compare(Run(Row("a", CaseVerdict.Passed, Ttc(1.8)), Row("b", CaseVerdict.Refused)), Run(Row("a", CaseVerdict.Passed, Ttc(1.8)), Row("b", CaseVerdict.Refused)));

        Assert.Empty(comparison.Cases);
        Assert.Equal(2, comparison.Same);
    }

    [Fact]
    public void Cases_come_worst_first_and_then_by_id_whatever_the_order_of_the_rows()
    {
        ComparedRow[] before =
        [
            Row("fixed", CaseVerdict.Failed), Row("removed"), Row("same"), Row("changed-worse", CaseVerdict.Passed, Ttc(2)), Row("changed-better", CaseVerdict.Passed, Ttc(2)),
            Row("worse-b"), Row("worse-a"), Row("worse-error", CaseVerdict.Failed), Row("other", CaseVerdict.Passed, Ttc(2)),
        ];
        ComparedRow[] now =
        [
            Row("fixed"), Row("same"), Row("changed-worse", CaseVerdict.Passed, Ttc(1.9)), Row("changed-better", CaseVerdict.Passed, Ttc(2.1)),
            Row("worse-b", CaseVerdict.Failed), Row("worse-a", CaseVerdict.Failed), Row("worse-error", CaseVerdict.Error), Row("new"), Row("other", CaseVerdict.Passed, Ttc(2, version: 2)),
        ];
        string[] expected = ["worse-error", "worse-a", "worse-b", "other", "new", "removed", "changed-worse", "changed-better", "fixed"];

        Assert.Equal(expected, RunComparer.Compare(Run(before), Run(now)).Cases.Select(c => c.Case));
        Assert.Equal(expected, RunComparer.Compare(Run([.. before.Reverse()]), Run([.. now.Reverse()])).Cases.Select(c => c.Case));
        Assert.Equal(1, RunComparer.Compare(Run(before), Run(now)).Same);
    }

    [Fact]
    public void Another_version_of_a_metric_is_named_and_not_compared()
    {
        var comparison = RunComparer.Compare(Run(Row("a", CaseVerdict.Passed, Ttc(1.8))), Run(Row("a", CaseVerdict.Failed, Ttc(1.2, version: 2))));

        var changed = Assert.Single(comparison.Cases);
        Assert.Equal(CaseChange.NotComparable, changed.Change);
        Assert.Equal("metric min_ttc has version 2, it had 1", changed.Reason);
        Assert.False(Assert.Single(changed.Metrics).Worse);
    }

    [Fact]
    public void Another_scenario_or_assessor_is_named()
    {
        var row = Row("a");
        ComparedRow Assessed(string version) => row with { Assessors = Ordered.Copy([new("criticality", version)]) };

        Assert.Equal("the scenario is another one", Assert.Single(RunComparer.Compare(Run(row), Run(row with { Scenario = new string('b', 64) })).Cases).Reason);
        Assert.Equal("assessor criticality has version 3, it had 2", Assert.Single(RunComparer.Compare(Run(row), Run(Assessed("3"))).Cases).Reason);
        Assert.Equal("assessor criticality has other options", Assert.Single(RunComparer.Compare(Run(row), Run(Assessed("2~0123abcd"))).Cases).Reason);
        Assert.Empty(RunComparer.Compare(Run(row), Run(row with { Scenario = "" })).Cases);
        Assert.Empty(RunComparer.Compare(Run(row with { Scenario = new string('a', 16) }), Run(row)).Cases);
    }

    [Fact]
    public void No_conflict_is_best_and_too_late_worst_and_the_others_have_no_order()
    {
        Measured<double>[] bestFirst = [Measured.NoConflict<double>(""), Measured.Of(3.0), Measured.Of(1.0), Measured.TooLate<double>("")];
        for (int i = 0; i < bestFirst.Length; i++)
        {
            for (int j = 0; j < bestFirst.Length; j++)
            {
                Assert.Equal(Math.Sign(j - i), Math.Sign(MeasuredOrder.Compare(bestFirst[i], bestFirst[j], WorseDirection.Lower)));
            }
        }

        Assert.True(MeasuredOrder.Compare(Measured.Of(1.0), Measured.Of(3.0), WorseDirection.Higher) > 0);
        Assert.True(MeasuredOrder.Compare(Measured.Of(1.0), Measured.NoConflict<double>(""), WorseDirection.Higher) < 0);
        Assert.Equal(0, MeasuredOrder.Compare(Measured.Of(1.0), Measured.Failed<double>("x"), WorseDirection.Lower));
        Assert.Equal(0, MeasuredOrder.Compare(Measured.NotApplicable<double>("x"), Measured.TooLate<double>(""), WorseDirection.Lower));
    }

    [Fact]
    public void A_changed_case_says_which_metric_and_values_that_look_alike_are_written_in_full()
    {
        var changed = Assert.Single(RunComparer.Compare(
            Run(Row("a", CaseVerdict.Passed, Decel(3), Ttc(1.8))), Run(Row("a", CaseVerdict.Passed, Decel(2), Ttc(1.5)))).Cases);
        Assert.Equal((CaseChange.Changed, "min_ttc 1.8 s → 1.5 s (worse); 1 other metric differs"), (changed.Change, changed.Reason));

        var fine = Assert.Single(RunComparer.Compare(Run(Row("a", CaseVerdict.Passed, Ttc(1.8))), Run(Row("a", CaseVerdict.Passed, Ttc(1.8000000000000003)))).Cases);
        Assert.Equal("min_ttc 1.8 → 1.8000000000000003 s", fine.Reason);

        var gone = Assert.Single(RunComparer.Compare(Run(Row("a", CaseVerdict.Passed, Ttc(1.8), Decel(2))), Run(Row("a", CaseVerdict.Passed, Ttc(1.8)))).Cases);
        Assert.Equal("max_decel is gone", gone.Reason);
        Assert.Null(Assert.Single(gone.Metrics).After);
    }

    [Fact]
    public void Two_failures_that_violate_other_expectations_or_name_another_reason_have_changed()
    {
        var row = Row("a", CaseVerdict.Failed);
        Assert.Equal("now also violates none: collision", Assert.Single(RunComparer.Compare(Run(row), Run(row with { Violates = [.. row.Violates!, "none: collision"] })).Cases).Reason);
        Assert.Equal("another reason: the driver hangs", Assert.Single(RunComparer.Compare(Run(row with { Why = "the driver throws" }), Run(row with { Why = "the driver hangs" })).Cases).Reason);
    }

    [Fact]
    public void What_was_not_run_or_lies_elsewhere_was_not_removed()
    {
        var before = Run(Row("a"), Row("b"), Row("c"), Row("d") with { Suite = "other" });
        var now = Run(Row("a")) with { Missing = new HashSet<string> { "b" } };

        Assert.Equal([("b", CaseChange.NotComparable), ("c", CaseChange.Removed)], RunComparer.Compare(before, now).Cases.Select(c => (c.Case, c.Change)));
        Assert.Equal(["b"], RunComparer.Compare(before, now with { Elsewhere = new HashSet<string> { "c" } }).Cases.Select(c => c.Case));
        Assert.Equal(["b"], RunComparer.Compare(before, now with { Filtered = true }).Cases.Select(c => c.Case));
        Assert.Equal(CaseChange.NotComparable, Assert.Single(RunComparer.Compare(now, Run(Row("a"), Row("b"))).Cases).Change);
    }

    [Fact]
    public void Accepted_results_are_compared_in_the_metrics_that_they_hold()
    {
        var accepted = Run(Row("a", CaseVerdict.Passed, new ComparedMetric("min_ttc", 1, Measured.Of(1.8))) with { Why = null, Violates = null }) with { Accepted = true };

        Assert.Empty(RunComparer.Compare(accepted, Run(Row("a", CaseVerdict.Passed, Decel(2), Ttc(1.8)))).Cases);
        var changed = Assert.Single(RunComparer.Compare(accepted, Run(Row("a", CaseVerdict.Passed, Decel(2), Ttc(1.7)))).Cases);
        Assert.Equal(("s", true), (Assert.Single(changed.Metrics).Unit, changed.Metrics[0].Worse));
    }

    [Fact]
    public void A_report_is_the_same_as_itself_and_its_planted_regression_is_found()
    {
        var report = SampleRun.Of(60).Report;
        var run = ComparedRun.Of(report, (_, _) => "", new HashSet<string>());
        var same = RunComparer.Compare(run, run);
        Assert.Empty(same.Cases);
        Assert.Equal(60, same.Same);

        string victim = report.Cases.First(c => c.Verdict == CaseVerdict.Passed).Result.Case.Id;
        var worse = report with { Cases = [.. report.Cases.Select(c => c.Result.Case.Id == victim ? c with { Verdict = CaseVerdict.Failed, Violates = ["all: planted"] } : c)] };
        var found = Assert.Single(RunComparer.Compare(run, ComparedRun.Of(worse, (_, _) => "", new HashSet<string>())).Cases);
        Assert.Equal((victim, CaseChange.Regressed, "passed before, failed now: violates all: planted"), (found.Case, found.Change, found.Reason));
    }
}
