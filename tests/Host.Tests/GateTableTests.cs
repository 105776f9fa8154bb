using Sim.Host.Gates;

namespace Sim.Tests;

/// <summary>The table of docs/gates.md, cell by cell: one case, one state, one quantifier.</summary>
public class GateTableTests
{
    private static readonly CaseKey Key = new() { Source = "x" };

    [Theory]
    // all: the condition is a good thing (min_ttc at least 1.5 s; smaller is worse).
    [InlineData("all", "good", GateOutcome.Passed)]
    [InlineData("all", "bad", GateOutcome.Failed)]
    [InlineData("all", "no-conflict", GateOutcome.Passed)]
    [InlineData("all", "too-late", GateOutcome.Failed)]
    [InlineData("all", "not-applicable", GateOutcome.Empty)]
    [InlineData("all", "failed", GateOutcome.Error)]
    [InlineData("all", "refused", GateOutcome.Empty)]
    [InlineData("all", "driver-failed", GateOutcome.Failed)]
    [InlineData("all", "error", GateOutcome.Error)]
    [InlineData("all", "timed-out", GateOutcome.Error)]
    [InlineData("all", "absent", GateOutcome.Error)]
    [InlineData("all", "nothing", GateOutcome.Empty)]
    // none: the condition is a bad thing (min_ttc below 1.5 s).
    [InlineData("none", "good", GateOutcome.Passed)]
    [InlineData("none", "bad", GateOutcome.Failed)]
    [InlineData("none", "no-conflict", GateOutcome.Passed)]
    [InlineData("none", "too-late", GateOutcome.Failed)]
    [InlineData("none", "not-applicable", GateOutcome.Empty)]
    [InlineData("none", "failed", GateOutcome.Error)]
    [InlineData("none", "refused", GateOutcome.Empty)]
    [InlineData("none", "driver-failed", GateOutcome.Failed)]
    [InlineData("none", "error", GateOutcome.Error)]
    [InlineData("none", "timed-out", GateOutcome.Error)]
    [InlineData("none", "absent", GateOutcome.Error)]
    [InlineData("none", "nothing", GateOutcome.Empty)]
    // any: one case at least 1.5 s.
    [InlineData("any", "good", GateOutcome.Passed)]
    [InlineData("any", "bad", GateOutcome.Failed)]
    [InlineData("any", "no-conflict", GateOutcome.Passed)]
    [InlineData("any", "too-late", GateOutcome.Failed)]
    [InlineData("any", "not-applicable", GateOutcome.Empty)]
    [InlineData("any", "failed", GateOutcome.Error)]
    [InlineData("any", "refused", GateOutcome.Empty)]
    [InlineData("any", "driver-failed", GateOutcome.Failed)]
    [InlineData("any", "error", GateOutcome.Error)]
    [InlineData("any", "timed-out", GateOutcome.Error)]
    [InlineData("any", "absent", GateOutcome.Error)]
    [InlineData("any", "nothing", GateOutcome.Empty)]
    // quantile: the median at least 1.5 s.
    [InlineData("quantile", "good", GateOutcome.Passed)]
    [InlineData("quantile", "bad", GateOutcome.Failed)]
    [InlineData("quantile", "no-conflict", GateOutcome.Passed)]
    [InlineData("quantile", "too-late", GateOutcome.Failed)]
    [InlineData("quantile", "not-applicable", GateOutcome.Empty)]
    [InlineData("quantile", "failed", GateOutcome.Error)]
    [InlineData("quantile", "refused", GateOutcome.Empty)]
    [InlineData("quantile", "driver-failed", GateOutcome.Failed)]
    [InlineData("quantile", "error", GateOutcome.Error)]
    [InlineData("quantile", "timed-out", GateOutcome.Error)]
    [InlineData("quantile", "absent", GateOutcome.Error)]
    [InlineData("quantile", "nothing", GateOutcome.Empty)]
    // p_fail: a time to collision below 1.5 s is a failure; its rate is below 99 % at 95 % after 2 cases, and never after one that fails.
    [InlineData("p_fail", "good", GateOutcome.Passed)]
    [InlineData("p_fail", "bad", GateOutcome.Failed)]
    [InlineData("p_fail", "no-conflict", GateOutcome.Passed)]
    [InlineData("p_fail", "too-late", GateOutcome.Failed)]
    [InlineData("p_fail", "not-applicable", GateOutcome.Empty)]
    [InlineData("p_fail", "failed", GateOutcome.Error)]
    [InlineData("p_fail", "refused", GateOutcome.Empty)]
    [InlineData("p_fail", "driver-failed", GateOutcome.Failed)]
    [InlineData("p_fail", "error", GateOutcome.Error)]
    [InlineData("p_fail", "timed-out", GateOutcome.Error)]
    [InlineData("p_fail", "absent", GateOutcome.Error)]
    [InlineData("p_fail", "nothing", GateOutcome.Empty)]
    public void One_case_in_each_state_meets_each_quantifier(string quantifier, string state, GateOutcome expected)
    {
        var cases = state == "nothing" ? new List<CaseResult>() : [Case(state, "min_ttc", "s", WorseDirection.Lower)];

        Assert.Equal(expected, Evaluate(Gate(quantifier), cases).Outcome);
    }

    [Theory]
    // A larger deceleration is worse: no conflict is below every bound, too late above.
    [InlineData(Comparison.AtMost, "no-conflict", GateOutcome.Passed)]
    [InlineData(Comparison.AtMost, "too-late", GateOutcome.Failed)]
    [InlineData(Comparison.Below, "no-conflict", GateOutcome.Passed)]
    [InlineData(Comparison.AtLeast, "no-conflict", GateOutcome.Failed)]
    [InlineData(Comparison.AtLeast, "too-late", GateOutcome.Passed)]
    [InlineData(Comparison.Above, "too-late", GateOutcome.Passed)]
    [InlineData(Comparison.Equal, "no-conflict", GateOutcome.Failed)]
    [InlineData(Comparison.NotEqual, "no-conflict", GateOutcome.Passed)]
    public void The_metrics_own_direction_decides_which_end_is_best(Comparison comparison, string state, GateOutcome expected)
    {
        var gate = new Expectation { Text = "t", Quantifier = Quantifier.All, Condition = new("max_drac", comparison, 1.5, "m/s2") };

        Assert.Equal(expected, Evaluate(gate, [Case(state, "max_drac", "m/s²", WorseDirection.Higher)]).Outcome);
    }

    [Theory]
    [InlineData(WorseDirection.Higher, "no-conflict", GateOutcome.Passed)]
    [InlineData(WorseDirection.Higher, "too-late", GateOutcome.Failed)]
    [InlineData(WorseDirection.Lower, "no-conflict", GateOutcome.Failed)]
    [InlineData(WorseDirection.Lower, "too-late", GateOutcome.Passed)]
    public void A_flag_without_a_number_has_its_good_end_where_there_is_no_conflict(WorseDirection worse, string state, GateOutcome noneHolds)
    {
        var gate = new Expectation { Text = "t", Quantifier = Quantifier.None, Condition = new("flag", Comparison.IsTrue, 0) };

        Assert.Equal(noneHolds, Evaluate(gate, [Case(state, "flag", "", worse)]).Outcome);
    }

    [Fact]
    public void Cases_that_do_not_apply_are_counted_and_do_not_fail()
    {
        var cases = Enumerable.Range(0, 430).Select(i => Case(i < 412 ? "good" : "not-applicable", "min_ttc", "s", WorseDirection.Lower, i)).ToList();

        var result = Evaluate(Gate("all"), cases);

        Assert.Equal(GateOutcome.Passed, result.Outcome);
        Assert.StartsWith("412 of 430 applicable", result.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.05, 1)]
    [InlineData(0.051, 2)]
    [InlineData(0.5, 10)]
    [InlineData(1, 20)]
    [InlineData(0, 1)]
    public void A_quantile_is_the_value_of_nearest_rank(double quantile, double expected)
    {
        // Twenty cases with the values 1 to 20: the quantile passes at its own value and fails just above it.
        var cases = Enumerable.Range(1, 20).Select(i => Case("good", "min_ttc", "s", WorseDirection.Lower, i, i)).ToList();
        Expectation AtLeast(double bound) => new() { Text = "q", Quantifier = Quantifier.Quantile, Quantile = quantile, Condition = new("min_ttc", Comparison.AtLeast, bound, "s") };

        Assert.Equal(GateOutcome.Passed, Evaluate(AtLeast(expected), cases).Outcome);
        Assert.Equal(GateOutcome.Failed, Evaluate(AtLeast(expected + 1e-9), cases).Outcome);
    }

    [Fact]
    public void Fewer_applicable_cases_than_asked_for_is_an_empty_gate()
    {
        var result = Evaluate(Gate("all") with { MinCases = 2 }, [Case("good", "min_ttc", "s", WorseDirection.Lower)]);

        Assert.Equal(GateOutcome.Empty, result.Outcome);
        Assert.Contains("at least 2", result.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1.5, "m")]
    [InlineData(1.5, "")]
    public void A_bound_of_another_unit_is_refused(double bound, string unit)
    {
        var gate = new Expectation { Text = "t", Quantifier = Quantifier.All, Condition = new("min_ttc", Comparison.AtLeast, bound, unit) };

        var error = Assert.Throws<InputException>(() => Evaluate(gate, [Case("good", "min_ttc", "s", WorseDirection.Lower)]));
        Assert.Contains("unit", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Zero_needs_no_unit()
    {
        var gate = new Expectation { Text = "t", Quantifier = Quantifier.All, Condition = new("min_ttc", Comparison.Above, 0) };

        Assert.Equal(GateOutcome.Passed, Evaluate(gate, [Case("good", "min_ttc", "s", WorseDirection.Lower)]).Outcome);
    }

    [Theory]
    [InlineData("all", "good", true, false)]
    [InlineData("all", "bad", true, true)]
    [InlineData("any", "good", true, true)]
    [InlineData("quantile", "good", false, false)]
    [InlineData("p_fail", "good", false, false)]
    [InlineData("p_fail", "bad", true, false)]
    public void Missing_cases_leave_a_gate_open_unless_nothing_can_change_it(string quantifier, string state, bool passedOrFailed, bool decides)
    {
        var evaluation = GateEvaluator.Evaluate(Gate(quantifier), [Case(state, "min_ttc", "s", WorseDirection.Lower)], GateContext.Complete with { MissingCases = 3 });

        Assert.Equal(decides, evaluation.Decides);
        Assert.Equal(passedOrFailed, evaluation.Result.Outcome is GateOutcome.Passed or GateOutcome.Failed);
    }

    [Theory]
    [InlineData(299, 0, GateOutcome.Passed, "0 of 299 fail: rate < 0.009969 at 95 %")]
    [InlineData(298, 0, GateOutcome.Failed, "0 of 298 fail: rate < 0.010002432 at 95 %; 299 cases without a failure are needed, found 298")]
    [InlineData(12, 0, GateOutcome.Failed, "299 cases without a failure are needed, found 12")]
    [InlineData(473, 1, GateOutcome.Passed, "1 of 473 fail")]
    [InlineData(472, 1, GateOutcome.Failed, "473 cases with 1 failure are needed, found 472")]
    [InlineData(300, 2, GateOutcome.Failed, "628 cases with 2 failures are needed, found 300")]
    [InlineData(20, 3, GateOutcome.Failed, "0.15 were observed, the limit is 0.01")]
    public void A_failure_rate_is_held_below_its_limit_with_the_confidence_asked_for(int cases, int failures, GateOutcome outcome, string message)
    {
        var gate = Gate("p_fail") with { Rate = new(0.01, 0.95) };
        var result = Evaluate(gate, [.. Enumerable.Range(0, cases).Select(i => Case(i < failures ? "bad" : "good", "min_ttc", "s", WorseDirection.Lower, i))]);

        Assert.Equal(outcome, result.Outcome);
        Assert.Contains(message, result.Message, StringComparison.Ordinal);
        Assert.Equal(outcome == GateOutcome.Failed ? failures : 0, result.Cases.Count);
    }

    [Fact]
    public void A_failure_rate_leaves_out_and_counts_what_does_not_apply()
    {
        var gate = Gate("p_fail") with { Rate = new(0.01, 0.95) };
        var result = Evaluate(gate, [.. Enumerable.Range(0, 400).Select(i => Case(i < 300 ? "good" : "not-applicable", "min_ttc", "s", WorseDirection.Lower, i))]);

        Assert.Equal(GateOutcome.Passed, result.Outcome);
        Assert.StartsWith("300 of 400 applicable, 100 excluded, 0 of 300 fail", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failure_rate_counts_known_failures_and_those_of_the_driver()
    {
        var gate = Gate("p_fail") with { Rate = new(0.5, 0.95) };
        List<CaseResult> cases = [.. Enumerable.Range(0, 20).Select(i => Case(i == 0 ? "bad" : i == 1 ? "driver-failed" : "good", "min_ttc", "s", WorseDirection.Lower, i))];
        var known = new HashSet<string> { cases[0].Case.Id };

        Assert.Contains("2 of 20 fail", GateEvaluator.Evaluate(gate, cases, new GateContext(known, 0, false)).Result.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, GateOutcome.Failed)]
    [InlineData(true, GateOutcome.Passed)]
    public void At_most_takes_the_limit_itself(bool orEqual, GateOutcome expected)
    {
        double limit = Sim.Numerics.Intervals.ClopperPearsonUpper(0, 40, 0.9);
        var gate = Gate("p_fail") with { Rate = new(limit, 0.9, orEqual) };

        Assert.Equal(expected, Evaluate(gate, [.. Enumerable.Range(0, 40).Select(i => Case("good", "min_ttc", "s", WorseDirection.Lower, i))]).Outcome);
    }

    [Theory]
    [InlineData("all")]
    [InlineData("none")]
    [InlineData("any")]
    [InlineData("quantile")]
    [InlineData("p_fail")]
    public void A_second_reading_that_decides_otherwise_is_flagged_and_changes_nothing(string quantifier)
    {
        List<CaseResult> plain = [.. Enumerable.Range(0, 3).Select(i => Case("good", "min_ttc", "s", WorseDirection.Lower, i))];
        List<CaseResult> cases = [plain[0], Second(plain[1], Measured.Of(1.0)), Second(plain[2], Measured.Of(1.9))];
        var before = Evaluate(Gate(quantifier), plain);
        var result = Evaluate(Gate(quantifier), cases);

        Assert.Equal((before.Outcome, before.Applicable), (result.Outcome, result.Applicable));
        Assert.Equal([cases[1].Case.Id], result.Otherwise);
        Assert.Contains($"1 decided otherwise by the second reading ({cases[1].Case.Id})", result.Message, StringComparison.Ordinal);
        Assert.Equal([quantifier], CaseJudge.Of([Gate(quantifier)], cases[1]).Otherwise);
        Assert.Equal(CaseVerdict.Passed, CaseJudge.Of([Gate("all")], cases[1]).Verdict);
        Assert.Empty(CaseJudge.Of([Gate(quantifier)], cases[2]).Otherwise);
        Assert.Empty(before.Otherwise);
    }

    [Theory]
    [InlineData("good", "not-applicable")]
    [InlineData("not-applicable", "bad")]
    [InlineData("failed", "good")]
    public void States_of_the_readings_are_compared_too(string first, string second)
    {
        var other = Case(second, "min_ttc", "s", WorseDirection.Lower).Assessments[0].Metrics[0].Value;

        Assert.Single(Evaluate(Gate("all"), [Second(Case(first, "min_ttc", "s", WorseDirection.Lower), other)]).Otherwise);
    }

    private static CaseResult Second(CaseResult result, Measured<double> second)
    {
        var assessment = result.Assessments[0];
        return result with { Assessments = [assessment with { Metrics = [assessment.Metrics[0] with { SecondReading = second }] }] };
    }

    private static GateResult Evaluate(Expectation gate, IReadOnlyList<CaseResult> cases) => GateEvaluator.Evaluate(gate, cases, GateContext.Complete).Result;

    private static Expectation Gate(string quantifier) => quantifier switch
    {
        "all" => new() { Text = "all", Quantifier = Quantifier.All, Condition = new("min_ttc", Comparison.AtLeast, 1.5, "s") },
        "none" => new() { Text = "none", Quantifier = Quantifier.None, Condition = new("min_ttc", Comparison.Below, 1.5, "s") },
        "any" => new() { Text = "any", Quantifier = Quantifier.Any, Condition = new("min_ttc", Comparison.AtLeast, 1.5, "s") },
        "p_fail" => new() { Text = "p_fail", Quantifier = Quantifier.FailureRate, Rate = new(0.99, 0.95), Condition = new("min_ttc", Comparison.Below, 1.5, "s") },
        _ => new() { Text = "quantile", Quantifier = Quantifier.Quantile, Quantile = 0.5, Condition = new("min_ttc", Comparison.AtLeast, 1.5, "s") },
    };

    private static CaseResult Case(string state, string metric, string unit, WorseDirection worse, int number = 0, double good = 2)
    {
        var status = state switch
        {
            "refused" => CaseStatus.Refused,
            "driver-failed" => CaseStatus.DriverFailed,
            "error" => CaseStatus.Error,
            "timed-out" => CaseStatus.TimedOut,
            _ => CaseStatus.Assessed,
        };
        Measured<double>? value = state switch
        {
            "good" => Measured.Of(good),
            "bad" => Measured.Of(1.0),
            "no-conflict" => Measured.NoConflict<double>("r"),
            "too-late" => Measured.TooLate<double>("r"),
            "not-applicable" => Measured.NotApplicable<double>("r"),
            "failed" => Measured.Failed<double>("r"),
            _ => null,
        };
        return new CaseResult
        {
            Case = Sim.Case.Create("e", Key, number),
            Status = status,
            Assessments = value is null ? [] : [new Assessment { Assessor = "a", Version = "1", Metrics = [new Metric { Name = metric, Unit = unit, Worse = worse, Version = 1, Value = value }] }],
        };
    }
}
