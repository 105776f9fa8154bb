using Sim.Numerics;
using Sim.Studies.Statistics;
using Bootstrap = Sim.Studies.Statistics.Bootstrap;

namespace Sim.Tests.Studies;

public class CorrelationTests
{
    private static readonly double[] X = [1, 2, 3, 4, 5];
    private static readonly double[] Y = [2, 1, 4, 3, 5];

    [Fact]
    public void Pearson_and_R_squared_of_a_hand_example()
    {
        // Sums of squares 10 and 10, of products 8.
        Assert.Equal(0.8, Correlation.Pearson(X, Y)!.Value, 12);
        Assert.Equal(0.64, Correlation.RSquared(X, Y)!.Value, 12);
        var (intercept, slope) = Correlation.Line(X, Y)!.Value;
        Assert.Equal(0.6, intercept, 12);
        Assert.Equal(0.8, slope, 12);
    }

    [Fact]
    public void Equal_values_share_their_mean_rank()
    {
        Assert.Equal([2, 3.5, 3.5, 1], Correlation.Ranks([10, 20, 20, 5]));

        // Deviations of the ranks: products -1.5, squares 5 and 4.5.
        Assert.Equal(-1.5 / Math.Sqrt(22.5), Correlation.Spearman([1, 2, 3, 4], [10, 20, 20, 5])!.Value, 12);
    }

    [Fact]
    public void Spearman_sees_order_only()
    {
        Assert.Equal(1, Correlation.Spearman(X, [1, 8, 27, 64, 1e6])!.Value, 12);
        Assert.True(Correlation.Pearson(X, [1, 8, 27, 64, 1e6]) < 0.8);
    }

    [Fact]
    public void Without_spread_or_with_two_pairs_nothing_is_defined()
    {
        Assert.Null(Correlation.Pearson(X, [3, 3, 3, 3, 3]));
        Assert.Null(Correlation.Pearson([0.1 + 0.2, 0.3, 0.3, 0.3, 0.3], Y));
        Assert.Null(Correlation.Pearson([1, 2], [2, 1]));
        Assert.Null(Correlation.Line([2, 2], [1, 3]));
    }

    [Fact]
    public void A_bootstrap_of_the_mean_is_as_wide_as_theory_says()
    {
        var random = new RandomStream(5);
        var values = new double[400];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = random.NextNormal();
        }

        double mean = Correlation.Mean(values), spread = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / values.Length);
        var interval = Bootstrap.Percentile(values.Length, 7, drawn => drawn.Average(k => values[k]))!.Value;
        double half = 1.96 * spread / Math.Sqrt(values.Length);
        Assert.InRange(interval.Min, mean - 1.15 * half, mean - 0.85 * half);
        Assert.InRange(interval.Max, mean + 0.85 * half, mean + 1.15 * half);
    }

    [Fact]
    public void A_bootstrap_draws_the_same_for_the_same_seed_and_is_null_where_half_is_undefined()
    {
        double? First(int[] drawn) => drawn[0];
        Assert.Equal(Bootstrap.Percentile(50, 3, First), Bootstrap.Percentile(50, 3, First));
        Assert.Null(Bootstrap.Percentile(50, 3, drawn => drawn[0] < 10 ? drawn[0] : null));
    }

    [Fact]
    public void Quantiles_lie_between_sorted_values()
    {
        Assert.Equal(1, Bootstrap.Quantile([1, 2, 4], 0));
        Assert.Equal(3, Bootstrap.Quantile([1, 2, 4], 0.75));
        Assert.Equal(4, Bootstrap.Quantile([1, 2, 4], 1));
    }
}
