using Sim.Numerics;

namespace Sim.Tests;

public class BinomialIntervalTests
{
    [Fact]
    public void None_of_n_has_the_rule_of_three_as_its_limit()
    {
        Assert.Equal(1 - Math.Pow(0.05, 1.0 / 299), Intervals.ClopperPearsonUpper(0, 299), tolerance: 1e-14);
        Assert.True(Intervals.ClopperPearsonUpper(0, 299) < 0.01);
        Assert.True(Intervals.ClopperPearsonUpper(0, 298) > 0.01);
        Assert.Equal(299, Intervals.RunsRequired(0.01));
        Assert.Equal(473, Intervals.RunsRequired(0.01, 0.95, 1));
    }

    [Theory]
    [InlineData(5, 10, 0.187086028447, 0.812913971553)]
    [InlineData(1, 20, 0.00126508951, 0.24873276)]
    public void Clopper_and_Pearson_as_in_tables(int k, int n, double low, double high)
    {
        var interval = Intervals.ClopperPearson(k, n);
        Assert.Equal(low, interval.Low!.Value, tolerance: 1e-8);
        Assert.Equal(high, interval.High!.Value, tolerance: 1e-8);
    }

    [Theory]
    // scipy 1.10.1.
    [InlineData(2, 100, 0.9, 0.006640643595012138, 0.05864836835683521, 0.004272060664369373, 0.06577360962903084, 0.005754191072209278, 0.054247116544438645)]
    [InlineData(0, 100, 0.95, 0, 0.03699349820698568, 0, 0.04610134061218639, 0, 0.02474527001526989)]
    [InlineData(972, 1000, 0.95, 0.9598298168024068, 0.980557723187229, 0.9592453297558777, 0.9809685902769436, 0.9603712587342408, 0.9809051108892339)]
    [InlineData(2, 100_000, 0.95, 5.484738516524055e-06, 7.292683754201227e-05, 3.4641890409853253e-06, 8.066322510633762e-05, 4.156080601677396e-06, 6.416093279586572e-05)]
    public void Wilson_and_Jeffreys_as_scipy_has_them(
        int k, int n, double confidence, double low, double high, double correctedLow, double correctedHigh, double jeffreysLow, double jeffreysHigh)
    {
        Near(low, high, Intervals.Wilson(k, n, confidence));
        Near(correctedLow, correctedHigh, Intervals.Wilson(k, n, confidence, corrected: true));
        Near(jeffreysLow, jeffreysHigh, Intervals.Jeffreys(k, n, confidence));

        static void Near(double low, double high, IntervalEstimate found)
        {
            Assert.Equal(low, found.Low!.Value, tolerance: 1e-9 * low);
            Assert.Equal(high, found.High!.Value, tolerance: 1e-9 * high);
        }
    }

    [Fact]
    public void Intervals_hold_the_share_mirror_and_widen_with_confidence()
    {
        Func<long, long, double, IntervalEstimate>[] kinds =
        [
            (k, n, c) => Intervals.ClopperPearson(k, n, c), (k, n, c) => Intervals.Wilson(k, n, c),
            (k, n, c) => Intervals.Wilson(k, n, c, corrected: true), (k, n, c) => Intervals.Jeffreys(k, n, c),
        ];
        foreach (var kind in kinds)
        {
            foreach (int n in new[] { 1, 2, 7, 40, 1000 })
            {
                for (int k = 0; k <= n; k += Math.Max(1, n / 9))
                {
                    var narrow = kind(k, n, 0.8);
                    var wide = kind(k, n, 0.99);
                    Assert.True(wide.Low <= narrow.Low && narrow.Low <= narrow.Value && narrow.Value <= narrow.High && narrow.High <= wide.High);
                    var mirrored = kind(n - k, n, 0.8);
                    Assert.Equal(1 - narrow.High!.Value, mirrored.Low!.Value, tolerance: 1e-12);
                }
            }
        }
    }

    [Fact]
    public void The_exact_interval_covers_at_least_as_often_as_it_says()
    {
        const int n = 25;
        for (double p = 0.02; p < 1; p += 0.049)
        {
            double covered = 0;
            for (int k = 0; k <= n; k++)
            {
                var interval = Intervals.ClopperPearson(k, n);
                if (interval.Low <= p && p <= interval.High)
                {
                    covered += Binomial.AtMost(k, n, p) - Binomial.AtMost(k - 1, n, p);
                }
            }

            Assert.True(covered >= 0.95);
        }
    }

    [Fact]
    public void The_runs_required_are_the_least_that_do()
    {
        foreach (double limit in new[] { 0.3, 0.05, 1e-3, 1e-6 })
        {
            for (long failures = 0; failures < 4; failures++)
            {
                long n = Intervals.RunsRequired(limit, 0.9, failures)!.Value;
                Assert.True(Intervals.ClopperPearsonUpper(failures, n, 0.9) <= limit * (1 + 1e-12));
                Assert.True(n == failures + 1 || Intervals.ClopperPearsonUpper(failures, n - 1, 0.9) > limit);
            }
        }

        Assert.Null(Intervals.RunsRequired(1e-300));
    }

    [Theory]
    [InlineData(-1, 5, 0.9)]
    [InlineData(6, 5, 0.9)]
    [InlineData(0, 0, 0.9)]
    [InlineData(1, 5, 1.0)]
    [InlineData(1, 5, double.NaN)]
    public void Impossible_counts_are_refused(int k, int n, double confidence) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Intervals.ClopperPearson(k, n, confidence));
}
