using Sim.Reports.Comparing;
using static Sim.Tests.Reports.ComparedRows;

namespace Sim.Tests.Reports;

public sealed class AllowedDeltaTests
{
    [Theory]
    [InlineData(1.5, 1.4, true)]
    [InlineData(1.5, 1.39, false)]
    [InlineData(1.4, 1.5, true)]
    [InlineData(1.4, 1.51, false)]
    public void A_metric_that_moved_by_no_more_than_allowed_is_the_same(double before, double now, bool same)
    {
        var comparison = RunComparer.Compare(Run(Row("a", CaseVerdict.Passed, Ttc(before))), Run(Row("a", CaseVerdict.Passed, Ttc(now))), [.. AllowedDelta.Parse("min_ttc: 100 ms")]);

        Assert.Equal((same ? 1 : 0, same ? 1 : 0, same ? 0 : 1), (comparison.Same, comparison.WithinAllowed, comparison.Cases.Count));
        Assert.Equal(["min_ttc: 100 ms"], comparison.Allowed);
    }

    [Fact]
    public void Beside_another_change_it_is_listed_as_allowed_and_never_worse()
    {
        var allowed = AllowedDelta.Parse("min_*: 0.1 s").ToArray();
        var comparison = RunComparer.Compare(Run(Row("a", CaseVerdict.Passed, Ttc(1.5), Decel(2))), Run(Row("a", CaseVerdict.Passed, Ttc(1.45), Decel(3))), allowed);

        var changed = Assert.Single(comparison.Cases);
        Assert.Equal([("min_ttc", true, false), ("max_decel", false, true)], changed.Metrics.Select(m => (m.Name, m.Allowed, m.Worse)));
        Assert.DoesNotContain("min_ttc", changed.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("other", changed.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void No_difference_of_state_verdict_or_version_is_allowed()
    {
        var allowed = AllowedDelta.Parse("*: 1000 s").ToArray();
        Assert.Equal(CaseChange.Changed, Assert.Single(RunComparer.Compare(Run(Row("a", CaseVerdict.Passed, Ttc(1.5))), Run(Row("a", CaseVerdict.Passed, Ttc(Measured.NoConflict<double>("gone")))), allowed).Cases).Change);
        Assert.Equal(CaseChange.Regressed, Assert.Single(RunComparer.Compare(Run(Row("a", CaseVerdict.Passed, Ttc(1.5))), Run(Row("a", CaseVerdict.Failed, Ttc(1.5))), allowed).Cases).Change);
        Assert.Equal(CaseChange.NotComparable, Assert.Single(RunComparer.Compare(Run(Row("a", CaseVerdict.Passed, Ttc(1.5))), Run(Row("a", CaseVerdict.Passed, Ttc(1.5, version: 2))), allowed).Cases).Change);
    }

    [Fact]
    public void Statistics_see_no_difference_within_it()
    {
        ComparedRow[] Rows(double ttc) => [.. Enumerable.Range(0, 10).Select(i => Row($"c{i}", CaseVerdict.Passed, Ttc(ttc)))];
        Assert.Contains(RunComparer.Compare(Run(Rows(1.5)), Run(Rows(1.45))).Statistics, s => s.Name == "min_ttc");
        Assert.DoesNotContain(RunComparer.Compare(Run(Rows(1.5)), Run(Rows(1.45)), [.. AllowedDelta.Parse("min_ttc: 0.1 s")]).Statistics, s => s.Name == "min_ttc");
    }

    [Theory]
    [InlineData("")]
    [InlineData("min_ttc")]
    [InlineData("min_ttc: ")]
    [InlineData(": 0.1 s")]
    [InlineData("min_ttc: -0.1 s")]
    [InlineData("min_ttc: fast")]
    [InlineData("min_ttc: 0.1 s, ")]
    public void What_is_no_metric_with_a_difference_is_refused(string text) => Assert.Throws<InputException>(() => AllowedDelta.Parse(text).ToList());

    [Theory]
    [InlineData("min_ttc: 0.1 m", "but min_ttc is in s")]
    [InlineData("min_thw: 0.1 s", "no metric of the baseline is called 'min_thw'")]
    public void A_name_or_a_unit_that_no_metric_has_is_refused(string text, string message)
    {
        var error = Assert.Throws<InputException>(() => AllowedDelta.Parse(text).Single().Require([Ttc(1)]));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        AllowedDelta.Parse("min_ttc: 0.1 s").Single().Require([Ttc(1)]);
    }
}
