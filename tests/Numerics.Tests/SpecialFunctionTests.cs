using Sim.Numerics;

namespace Sim.Tests;

public class SpecialFunctionTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(0.5, 0.5723649429247001)]
    [InlineData(5, 3.1780538303479458)]
    [InlineData(11, 15.104412573075516)]
    [InlineData(1e6, 12815504.569147611)]
    public void The_logarithm_of_gamma_is_that_of_the_tables(double x, double expected) =>
        Assert.Equal(expected, Gamma.Log(x), tolerance: 2e-14 * Math.Max(1, expected));

    [Fact]
    public void Gamma_grows_by_its_argument()
    {
        for (double x = 0.01; x < 200; x *= 1.07)
        {
            Assert.Equal(Pinned.Log(x), Gamma.Log(x + 1) - Gamma.Log(x), tolerance: 1e-12);
        }
    }

    [Fact]
    public void The_incomplete_beta_has_its_closed_forms()
    {
        for (double x = 0.01; x < 1; x += 0.01)
        {
            Assert.Equal(x, IncompleteBeta.Regularized(1, 1, x), tolerance: 1e-14);
            Assert.Equal(x * x * x, IncompleteBeta.Regularized(3, 1, x), tolerance: 1e-14);
            Assert.Equal(1 - Math.Pow(1 - x, 4), IncompleteBeta.Regularized(1, 4, x), tolerance: 1e-14);
            Assert.Equal(2 / Math.PI * Math.Asin(Math.Sqrt(x)), IncompleteBeta.Regularized(0.5, 0.5, x), tolerance: 1e-14);
        }
    }

    [Fact]
    public void The_incomplete_beta_mirrors_and_its_parts_sum_to_one()
    {
        var random = new RandomStream(7);
        for (int i = 0; i < 2000; i++)
        {
            double a = Pinned.Exp(random.NextUniform(-2, 12)), b = Pinned.Exp(random.NextUniform(-2, 12));
            double x = Math.Clamp((a / (a + b)) + (random.NextNormal() * Math.Sqrt(a * b / (a + b + 1)) / (a + b)), 1e-6, 1 - 1e-6);
            double here = IncompleteBeta.Regularized(a, b, x);
            Assert.InRange(here, 0, 1);
            Assert.Equal(1, here + IncompleteBeta.Complement(a, b, x), tolerance: 1e-14);
            Assert.Equal(Pinned.Exp(IncompleteBeta.LogRegularized(a, b, x)), here, tolerance: 1e-14);
            if (here is > 1e-12 and < 0.999999)
            {
                double back = IncompleteBeta.Inverse(a, b, here);
                Assert.Equal(here, IncompleteBeta.Regularized(a, b, back), tolerance: 1e-10);
            }
        }
    }

    [Fact]
    public void Binomial_tails_are_the_sums_of_their_terms()
    {
        const int n = 30;
        foreach (double p in new[] { 0.01, 0.3, 0.5, 0.97 })
        {
            double below = 0, choose = 1;
            for (int k = 0; k <= n; k++)
            {
                below += choose * Math.Pow(p, k) * Math.Pow(1 - p, n - k);
                choose = choose * (n - k) / (k + 1);
                Assert.Equal(below, Binomial.AtMost(k, n, p), tolerance: 1e-13);
                Assert.Equal(1 - below, Binomial.AtLeast(k + 1, n, p), tolerance: 1e-13);
            }
        }
    }

    [Fact]
    public void Logarithms_go_where_the_tails_underflow()
    {
        // All of 2000 with p = 0.5: 2^-2000.
        Assert.Equal(-2000 * Pinned.Log(2), Binomial.LogAtLeast(2000, 2000, 0.5), tolerance: 1e-9);
        Assert.Equal(0, Binomial.AtLeast(2000, 2000, 0.5));
        Assert.Equal(1e5 * Pinned.Log1p(-0.3), Binomial.LogAtMost(0, 100_000, 0.3), tolerance: 1e-7);
    }

    [Theory]
    [InlineData(0, 1, 0.5)]
    [InlineData(1, -1, 0.5)]
    [InlineData(1, 1, 1.5)]
    [InlineData(1, 1, double.NaN)]
    public void Impossible_arguments_are_refused(double a, double b, double x) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => IncompleteBeta.Regularized(a, b, x));
}
