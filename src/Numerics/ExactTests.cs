namespace Sim.Numerics;

/// <summary>Exact tests on tables of counts. Two-sided, pinned, thread-safe.</summary>
public static class ExactTests
{
    /// <summary>
    /// McNemar's test of paired verdicts: of the pairs that differ, how likely is so uneven a split when either way is as likely. Two-sided binomial.
    /// </summary>
    /// <param name="onlyFirst">Pairs in which only the first failed, not negative.</param>
    /// <param name="onlySecond">Pairs in which only the second failed, not negative.</param>
    /// <returns>The smaller of both counts and the p-value; 1 when no pair differs.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A negative count.</exception>
    public static SignificanceResult McNemar(long onlyFirst, long onlySecond)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(onlyFirst);
        ArgumentOutOfRangeException.ThrowIfNegative(onlySecond);
        long fewer = Math.Min(onlyFirst, onlySecond);
        return new(fewer, Math.Min(1, 2 * Binomial.AtMost(fewer, onlyFirst + onlySecond, 0.5)));
    }

    /// <summary>
    /// Fisher's test of a two by two table: how likely, with these margins, is a table that is not more likely than this one.
    /// </summary>
    /// <param name="a">First row, first column, not negative.</param>
    /// <param name="b">First row, second column, not negative.</param>
    /// <param name="c">Second row, first column, not negative.</param>
    /// <param name="d">Second row, second column, not negative.</param>
    /// <returns>The count <paramref name="a"/> and the p-value; 1 when a margin is empty.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A negative count, or more than 10^12 in all.</exception>
    public static SignificanceResult Fisher(long a, long b, long c, long d)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(a);
        ArgumentOutOfRangeException.ThrowIfNegative(b);
        ArgumentOutOfRangeException.ThrowIfNegative(c);
        ArgumentOutOfRangeException.ThrowIfNegative(d);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Math.Max(Math.Max(a, b), Math.Max(c, d)), 250_000_000_000, nameof(a));
        double observed = LogHypergeometric(a, b, c, d);
        // Equal tables differ by rounding; no two different ones by so little.
        double limit = observed + 1e-10;
        double own = Pinned.Exp(observed);
        double p = own + Side(a, b, c, d, own, limit) + Side(b, a, d, c, own, limit);
        return new(a, Math.Min(1, p));
    }

    // The tables with fewer in the first cell, by the ratio of neighbours, those that are not more likely.
    private static double Side(long a, long b, long c, long d, double own, double limit)
    {
        double sum = 0, term = own, largest = Pinned.Exp(limit);
        while (a > 0 && d > 0)
        {
            term *= (double)a / (b + 1) * d / (c + 1);
            (a, b, c, d) = (a - 1, b + 1, c + 1, d - 1);
            if (term <= largest)
            {
                sum += term;
                if (term < sum * 1e-18)
                {
                    break;
                }
            }
        }

        return sum;
    }

    private static double LogHypergeometric(long a, long b, long c, long d) =>
        LogChoose(a, b) + LogChoose(c, d) - LogChoose(a + c, b + d);

    // ln of (x + y over x).
    private static double LogChoose(long x, long y) => x == 0 || y == 0 ? 0 : Gamma.Log(x + y + 1.0) - Gamma.Log(x + 1.0) - Gamma.Log(y + 1.0);
}
