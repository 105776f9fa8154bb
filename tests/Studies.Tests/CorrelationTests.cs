using Sim.Studies.Statistics;

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
}
