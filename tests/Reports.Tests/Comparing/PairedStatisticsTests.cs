using Sim.Numerics;
using Sim.Reports.Comparing;
using static Sim.Tests.Reports.ComparedRows;

namespace Sim.Tests.Reports;

public sealed class PairedStatisticsTests
{
    [Fact]
    public void Replicas_that_got_worse_are_tested_as_by_hand()
    {
        // Eight replicas pass before; six fail now, none the other way: McNemar 2 · 2⁻⁶ = 1/32. All eight times shrink by different amounts: Wilcoxon 2 · 2⁻⁸ = 1/128.
        var before = Enumerable.Range(0, 8).Select(i => Row($"r{i}", CaseVerdict.Passed, Ttc(2)) with { Stochastic = true }).ToList();
        var now = Enumerable.Range(0, 8).Select(i => Row($"r{i}", i < 6 ? CaseVerdict.Failed : CaseVerdict.Passed, Ttc(1.9 - (0.1 * i))) with { Stochastic = true }).ToList();

        var statistics = RunComparer.Compare(Run(before), Run(now)).Statistics;

        Assert.Equal(["verdict", "min_ttc"], statistics.Select(s => s.Name));
        Assert.Equal((8, 6, 0), (statistics[0].Pairs, statistics[0].Worse, statistics[0].Better));
        Assert.Equal(1.0 / 32, statistics[0].PValue, 12);
        Assert.Equal((8, 8, 0), (statistics[1].Pairs, statistics[1].Worse, statistics[1].Better));
        Assert.Equal(1.0 / 128, statistics[1].PValue, 12);

        // Holm: the smaller p twice, the larger once.
        Assert.Equal(1.0 / 64, statistics[1].AdjustedPValue, 12);
        Assert.Equal(1.0 / 32, statistics[0].AdjustedPValue, 12);
    }

    [Fact]
    public void What_gives_the_same_bytes_is_tested_only_where_chance_could_be_ruled_out()
    {
        (ComparedRow, ComparedRow) Pair(int i, bool stochastic) => (Row($"c{i}", CaseVerdict.Passed, Ttc(2)) with { Stochastic = stochastic }, Row($"c{i}", CaseVerdict.Passed, Ttc(1.5 - (0.1 * i))));

        Assert.Empty(PairedStatistics.Of([.. Enumerable.Range(0, 5).Select(i => Pair(i, false))]));
        Assert.Equal(1.0 / 32, Assert.Single(PairedStatistics.Of([.. Enumerable.Range(0, 6).Select(i => Pair(i, false))])).PValue, 12);
        Assert.Equal(1.0 / 16, Assert.Single(PairedStatistics.Of([.. Enumerable.Range(0, 5).Select(i => Pair(i, true))])).PValue, 12);
    }

    [Fact]
    public void Pairs_without_both_values_or_verdicts_are_no_evidence()
    {
        var gone = (Row("a", CaseVerdict.Passed, Ttc(2)) with { Stochastic = true }, Row("a", CaseVerdict.Error, Ttc(Measured.NoConflict<double>("opens"))));
        var known = (Row("b", CaseVerdict.Failed, Ttc(2)), Row("b", CaseVerdict.Known, Ttc(2.5)));

        var statistic = Assert.Single(PairedStatistics.Of([gone, known]));

        Assert.Equal(("min_ttc", 1, 0, 1, 1.0), (statistic.Name, statistic.Pairs, statistic.Worse, statistic.Better, statistic.PValue));
    }

    [Fact]
    public void Cases_that_cannot_be_compared_are_in_no_statistic()
    {
        var before = Enumerable.Range(0, 9).Select(i => Row($"c{i}", CaseVerdict.Passed, Ttc(2))).ToList();
        var now = Enumerable.Range(0, 9).Select(i => Row($"c{i}", CaseVerdict.Failed, Ttc(1 + (0.01 * i))) with { Scenario = i < 3 ? new string('b', 64) : new string('a', 64) }).ToList();

        Assert.All(RunComparer.Compare(Run(before), Run(now)).Statistics, s => Assert.Equal(6, s.Pairs));
    }

    [Fact]
    public void Signed_ranks_are_exact_with_equal_sizes_of_difference_too()
    {
        // Six equal differences one way: 2 · 2⁻⁶. One of six the other way: its rank is 3.5, 1 + 6 of 64 sign patterns reach no more, twice.
        double[] zeros = new double[6];
        Assert.Equal(2.0 / 64, SignedRanks.P(zeros, [1, 1, 1, 1, 1, 1]), 12);
        Assert.Equal(14.0 / 64, SignedRanks.P(zeros, [1, 1, -1, 1, 1, 1]), 12);
    }

    [Fact]
    public void Signed_ranks_agree_with_the_untied_test_and_do_not_depend_on_order()
    {
        var random = new RandomStream(11);
        for (int round = 0; round < 200; round++)
        {
            int n = 1 + random.NextInt(60);
            var before = new double[n];
            var after = new double[n];
            for (int i = 0; i < n; i++)
            {
                (before[i], after[i]) = (random.NextDouble(), random.NextDouble());
            }

            double p = SignedRanks.P(before, after);
            Assert.Equal(RankTests.Wilcoxon(after, before).P, p, 12);
            Assert.Equal(p, SignedRanks.P(after, before), 12);
            Assert.Equal(p, SignedRanks.P([.. before.Reverse()], [.. after.Reverse()]), 12);
        }
    }
}
