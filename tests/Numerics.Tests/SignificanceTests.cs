using Sim.Numerics;

namespace Sim.Tests;

public class SignificanceTests
{
    [Fact]
    public void McNemar_counts_the_pairs_that_differ()
    {
        // 1 of 6: 2 (1 + 6) / 64.
        Assert.Equal(14.0 / 64, ExactTests.McNemar(1, 5).P, tolerance: 1e-15);
        Assert.Equal(1, ExactTests.McNemar(4, 4).P);
        Assert.Equal(1, ExactTests.McNemar(0, 0).P);
        Assert.Equal(ExactTests.McNemar(3, 56).P, ExactTests.McNemar(56, 3).P);
    }

    [Fact]
    public void Fisher_gives_the_tea_tasting_its_p_value()
    {
        // Of C(8, 4) = 70 ways 1 + 16 on either side are not more likely than three right of four.
        Assert.Equal(34.0 / 70, ExactTests.Fisher(3, 1, 1, 3).P, tolerance: 1e-13);
        Assert.Equal(2.0 / 70, ExactTests.Fisher(4, 0, 0, 4).P, tolerance: 1e-14);
        Assert.Equal(1, ExactTests.Fisher(2, 2, 2, 2).P, tolerance: 1e-13);
        Assert.Equal(1, ExactTests.Fisher(0, 0, 3, 4).P);
        Assert.Throws<ArgumentOutOfRangeException>(() => ExactTests.Fisher(-1, 0, 0, 0));
    }

    [Fact]
    public void Wilcoxon_counts_signs_of_ranks()
    {
        // All six rise: 2 / 2^6. One falls, by the least: rank sum 1, ways 2 of 64.
        double[] zero = new double[6];
        Assert.Equal(new SignificanceResult(0, 2 / 64.0), RankTests.Wilcoxon([1, 2, 3, 4, 5, 6], zero));
        Assert.Equal(new SignificanceResult(1, 4 / 64.0), RankTests.Wilcoxon([-1, 2, 3, 4, 5, 6], zero));
        Assert.Equal(new SignificanceResult(0, 1), RankTests.Wilcoxon(zero, zero));
    }

    [Fact]
    public void Wilcoxon_with_ties_or_zeros_is_approximate_and_says_so()
    {
        // Five pairs of two sizes: ranks 1.5 1.5 4 4 4, sum of falling 1.5; variance (5·6·11 − (6 + 24)/2) / 24.
        var tied = RankTests.Wilcoxon([-1, 1, 2, 2, 2], [0, 0, 0, 0, 0]);
        Assert.False(tied.Exact);
        Assert.Equal(1.5, tied.Statistic);
        Assert.Equal(2 * Pinned.NormalCdf((1.5 - 7.5) / Math.Sqrt((330 - 15) / 24.0)), tied.P, tolerance: 1e-15);
        Assert.False(RankTests.Wilcoxon([1, 2, 0], [0, 0, 0]).Exact);

        // Cut to untied ranks: the positive sum 13.5 to 13, the other 2: 2 (1 + 1 + 1) / 32.
        var cut = RankTests.Wilcoxon([-1, 1, 2, 2, 2], [0, 0, 0, 0, 0], untied: true);
        Assert.Equal(6 / 32.0, cut.P, tolerance: 1e-15);
        Assert.False(cut.Exact);
    }

    [Fact]
    public void Mann_and_Whitney_agree_with_the_formula_by_hand()
    {
        // U = 1 of 12; mean 6, variance 12 · 8 / 12 = 8; |5| less a half.
        var result = RankTests.MannWhitney([1, 2, 4], [3, 5, 6, 7]);
        Assert.Equal(1, result.Statistic);
        Assert.Equal(2 * Pinned.NormalCdf(-4.5 / Math.Sqrt(8)), result.P, tolerance: 1e-15);
        Assert.Equal(1, RankTests.MannWhitney([2, 2], [2, 2, 2]).P);
    }

    [Fact]
    public void Kolmogorov_and_Smirnov_count_paths()
    {
        // Fully apart, 3 and 3: 2 of 20 paths.
        Assert.Equal(new SignificanceResult(1, 0.1), RankTests.KolmogorovSmirnov([1, 2, 3], [4, 5, 6]));
        Assert.Equal(1, RankTests.KolmogorovSmirnov([1, 2], [1, 2]).P);
        Assert.Equal(1, RankTests.KolmogorovSmirnov([1, 3, 5], [2, 4, 6]).P, tolerance: 1e-15);
    }

    [Fact]
    public void Two_samples_swapped_have_the_same_p_value_and_a_shift_lowers_it()
    {
        var random = new RandomStream(3);
        for (int i = 0; i < 50; i++)
        {
            double[] x = [.. Enumerable.Range(0, 14).Select(_ => random.NextNormal())], y = [.. Enumerable.Range(0, 9).Select(_ => random.NextNormal())];
            Assert.Equal(RankTests.MannWhitney(x, y).P, RankTests.MannWhitney(y, x).P, tolerance: 1e-14);
            Assert.Equal(RankTests.KolmogorovSmirnov(x, y).P, RankTests.KolmogorovSmirnov(y, x).P, tolerance: 1e-13);
            double[] far = [.. x.Select(v => v + 100)];
            Assert.True(RankTests.KolmogorovSmirnov(far, y).P <= RankTests.KolmogorovSmirnov(x, y).P);
            Assert.InRange(RankTests.KolmogorovSmirnov(x, y).P, 0, 1);
        }
    }

    [Fact]
    public void Samples_that_hold_no_numbers_are_refused()
    {
        Assert.Throws<ArgumentException>(() => RankTests.MannWhitney([], [1]));
        Assert.Throws<ArgumentException>(() => RankTests.Wilcoxon([1, 2], [1]));
        Assert.Throws<ArgumentException>(() => RankTests.KolmogorovSmirnov([double.NaN], [1]));
    }

    [Fact]
    public void Holm_steps_down()
    {
        Assert.Equal([0.03, 0.06, 0.06], Holm.Adjust([0.01, 0.04, 0.03]), (a, b) => Math.Abs(a - b) < 1e-15);
        Assert.Equal([1.0, 1.0], Holm.Adjust([0.7, 0.9]));
        Assert.Empty(Holm.Adjust([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Holm.Adjust([1.2]));
    }

    [Fact]
    public void A_paired_bootstrap_sees_what_unpaired_spread_would_hide()
    {
        var random = new RandomStream(11);
        double[] before = [.. Enumerable.Range(0, 60).Select(_ => 100 * random.NextNormal())];
        double[] after = [.. before.Select(b => b + 1 + (0.5 * random.NextNormal()))];
        var interval = Bootstrap.PairedDifference(before, after, new RandomStream(5));

        Assert.InRange(interval.Value, 0.7, 1.3);
        Assert.True(interval.Low > 0.5 && interval.Low < interval.Value && interval.Value < interval.High && interval.High < 1.5);
        Assert.Equal(interval, Bootstrap.PairedDifference(before, after, new RandomStream(5)));
        Assert.Equal(new IntervalEstimate(2, 2, 2), Bootstrap.PairedDifference([1, 1], [3, 3], new RandomStream(1)));
    }

    [Fact]
    public void A_bootstrap_of_an_undefined_statistic_has_no_interval()
    {
        Assert.Null(Bootstrap.Interval(3, _ => double.NaN, new RandomStream(1)));
        Assert.Null(Bootstrap.Interval(3, cases => cases.SequenceEqual([0, 1, 2]) ? 1.0 : double.NaN, new RandomStream(1), resamples: 10)!.Value.Low);
    }

    [Fact]
    public void About_95_of_100_bootstrap_intervals_of_a_mean_hold_the_truth()
    {
        int held = 0;
        for (ulong seed = 0; seed < 200; seed++)
        {
            var random = new RandomStream(seed);
            double[] zero = new double[40], drawn = [.. zero.Select(_ => random.NextNormal())];
            var interval = Bootstrap.PairedDifference(zero, drawn, random, resamples: 300);
            held += interval.Low <= 0 && interval.High >= 0 ? 1 : 0;
        }

        Assert.InRange(held, 174, 198);
    }
}
