using Sim.Numerics;

namespace Sim.Tests;

public class IntervalsTests
{
    [Theory]
    // Closed forms: tan(0.95 · π / 2) for one degree, √(2 · 0.95² / (1 − 0.95²)) for two.
    [InlineData(1, 12.706204736174705)]
    [InlineData(2, 4.302652729749464)]
    // Tables of the t distribution, to their last digit.
    [InlineData(3, 3.182446305)]
    [InlineData(4, 2.776445105)]
    [InlineData(5, 2.570581836)]
    [InlineData(9, 2.262157163)]
    [InlineData(10, 2.228138852)]
    [InlineData(29, 2.045229642)]
    [InlineData(30, 2.042272456)]
    [InlineData(99, 1.984216952)]
    [InlineData(1000, 1.962339081)]
    public void The_quantile_of_t_is_that_of_the_tables(int degrees, double expected) => Assert.Equal(expected, Intervals.StudentQuantile(degrees), tolerance: 1e-9);

    [Fact]
    public void The_quantile_of_t_falls_to_that_of_the_normal_distribution()
    {
        double before = double.PositiveInfinity;
        for (int degrees = 1; degrees <= 400; degrees++)
        {
            double t = Intervals.StudentQuantile(degrees);
            Assert.True(t < before && t > 1.959963984540054);
            before = t;
        }

        Assert.Equal(1.959963984540054, Intervals.StudentQuantile(1_000_000), tolerance: 3e-6);
        Assert.Equal(0.975, Pinned.NormalCdf(1.959963984540054), 14);
    }

    [Theory]
    // (k + z²/2 ± z √(k (n − k) / n + z²/4)) / (n + z²) with z² = 3.841458820694124, by hand.
    [InlineData(8, 10, 0.8, 0.490162, 0.943318)]
    [InlineData(5, 10, 0.5, 0.236593, 0.763407)]
    [InlineData(1, 1, 1, 0.206549, 1)]
    [InlineData(0, 10, 0, 0, 0.277533)]
    [InlineData(10, 10, 1, 0.722467, 1)]
    [InlineData(81, 263, 0.307985, 0.2552885, 0.3662096)]
    public void A_share_has_the_interval_of_Wilson(int successes, int trials, double share, double low, double high)
    {
        var estimate = Intervals.Share(successes, trials);

        Assert.Equal(share, estimate.Value, tolerance: 1e-6);
        Assert.Equal(low, estimate.Low!.Value, tolerance: 1e-6);
        Assert.Equal(high, estimate.High!.Value, tolerance: 1e-6);
    }

    [Fact]
    public void A_share_lies_in_its_interval_and_its_interval_between_none_and_all()
    {
        for (int n = 1; n <= 60; n++)
        {
            for (int k = 0; k <= n; k++)
            {
                var e = Intervals.Share(k, n);
                Assert.True(e.Low >= 0 && e.Low <= e.Value && e.Value <= e.High && e.High <= 1, $"{k} of {n}: {e}");
                var mirrored = Intervals.Share(n - k, n);
                Assert.Equal(1 - e.Low!.Value, mirrored.High!.Value, 12);
            }
        }
    }

    [Fact]
    public void A_mean_has_the_interval_of_Student()
    {
        // Mean 5, squares 9 + 1 + 1 + 9 = 20, s² = 20 / 3, s / √4 = 1.290994; t(3) = 3.182446: ± 4.108520.
        var e = Intervals.Mean([2, 4, 6, 8])!.Value;

        Assert.Equal(5, e.Value);
        Assert.Equal(5 - 4.108520, e.Low!.Value, 5);
        Assert.Equal(5 + 4.108520, e.High!.Value, 5);
    }

    [Fact]
    public void Equal_values_have_exactly_their_mean_and_no_spread()
    {
        Assert.Equal(new IntervalEstimate(0.1, 0.1, 0.1), Intervals.Mean([0.1, 0.1, 0.1]));
        Assert.Equal(new IntervalEstimate(7), Intervals.Mean([7]));
    }

    [Fact]
    public void Nothing_is_said_of_nothing_and_of_what_no_double_holds()
    {
        Assert.Null(Intervals.Mean([]));
        Assert.Null(Intervals.Mean([1e308, -1e308, 1e308]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Intervals.Share(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Intervals.Share(3, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Intervals.Share(-1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Intervals.StudentQuantile(0));
    }
}
