namespace Sim.Numerics;

/// <summary>Tails of the binomial distribution, through the incomplete beta function, also in logarithms. Pinned; thread-safe.</summary>
public static class Binomial
{
    /// <summary>The probability of at most <paramref name="k"/> successes in <paramref name="n"/> trials.</summary>
    /// <param name="k">−1 to n.</param>
    /// <param name="n">Not negative.</param>
    /// <param name="p">Probability of a success, 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not such numbers.</exception>
    public static double AtMost(long k, long n, double p)
    {
        Check(k, n, p, -1);
        return k < 0 ? 0 : k == n ? 1 : IncompleteBeta.Complement(k + 1.0, n - k, p);
    }

    /// <summary>The probability of at least <paramref name="k"/> successes in <paramref name="n"/> trials.</summary>
    /// <param name="k">0 to n + 1.</param>
    /// <param name="n">Not negative.</param>
    /// <param name="p">Probability of a success, 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not such numbers.</exception>
    public static double AtLeast(long k, long n, double p)
    {
        Check(k - 1, n, p, -1);
        return k == 0 ? 1 : k > n ? 0 : IncompleteBeta.Regularized(k, n - k + 1.0, p);
    }

    /// <summary>ln of <see cref="AtMost"/>, also where that is too small for a double; −∞ for 0.</summary>
    /// <param name="k">−1 to n.</param>
    /// <param name="n">Not negative.</param>
    /// <param name="p">Probability of a success, 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not such numbers.</exception>
    public static double LogAtMost(long k, long n, double p)
    {
        Check(k, n, p, -1);
        return k < 0 ? double.NegativeInfinity : k == n ? 0 : IncompleteBeta.LogRegularized(n - k, k + 1.0, 1 - p);
    }

    /// <summary>ln of <see cref="AtLeast"/>, also where that is too small for a double; −∞ for 0.</summary>
    /// <param name="k">0 to n + 1.</param>
    /// <param name="n">Not negative.</param>
    /// <param name="p">Probability of a success, 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not such numbers.</exception>
    public static double LogAtLeast(long k, long n, double p)
    {
        Check(k - 1, n, p, -1);
        return k == 0 ? 0 : k > n ? double.NegativeInfinity : IncompleteBeta.LogRegularized(k, n - k + 1.0, p);
    }

    private static void Check(long k, long n, double p, long least)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        ArgumentOutOfRangeException.ThrowIfLessThan(k, least);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, n);
        if (!(p >= 0 && p <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(p), p, "A probability is 0 to 1.");
        }
    }
}
