namespace Sim.Numerics;

/// <content>Intervals of shares at any confidence, and the number of trials that a claim needs.</content>
public static partial class Intervals
{
    /// <summary>
    /// A share with its exact interval (C. J. Clopper and E. S. Pearson 1934): covers at least as often as it says. The choice for claims.
    /// </summary>
    /// <param name="successes">How many, 0 to <paramref name="trials"/>.</param>
    /// <param name="trials">Of how many, at least 1.</param>
    /// <param name="confidence">Inside (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">Not such numbers.</exception>
    public static IntervalEstimate ClopperPearson(long successes, long trials, double confidence = 0.95)
    {
        Check(successes, trials, confidence);
        double tail = (1 - confidence) / 2;
        return new(
            (double)successes / trials,
            successes == 0 ? 0 : IncompleteBeta.Inverse(successes, trials - successes + 1.0, tail),
            successes == trials ? 1 : IncompleteBeta.Inverse(successes + 1.0, trials - successes, 1 - tail));
    }

    /// <summary>
    /// The one-sided exact upper limit of a share: with that confidence it is not larger. 1 − (1 − confidence)^(1/n) for none of n.
    /// </summary>
    /// <param name="successes">How many, 0 to <paramref name="trials"/>.</param>
    /// <param name="trials">Of how many, at least 1.</param>
    /// <param name="confidence">Inside (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">Not such numbers.</exception>
    public static double ClopperPearsonUpper(long successes, long trials, double confidence = 0.95)
    {
        Check(successes, trials, confidence);
        return successes == trials ? 1 : IncompleteBeta.Inverse(successes + 1.0, trials - successes, confidence);
    }

    /// <summary>A share with the score interval of E. B. Wilson (1927), at wish with the continuity correction of R. G. Newcombe (1998).</summary>
    /// <param name="successes">How many, 0 to <paramref name="trials"/>.</param>
    /// <param name="trials">Of how many, at least 1.</param>
    /// <param name="confidence">Inside (0, 1).</param>
    /// <param name="corrected">True for the continuity correction.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not such numbers.</exception>
    public static IntervalEstimate Wilson(long successes, long trials, double confidence = 0.95, bool corrected = false)
    {
        Check(successes, trials, confidence);
        double n = trials, k = successes, p = k / n, q = (n - k) / n;
        double z = Pinned.NormalQuantile(0.5 + (confidence / 2)), z2 = z * z;
        double middle = (k + (z2 / 2)) / (n + z2), scale = 2 * (n + z2);
        double below, above;
        if (corrected)
        {
            below = (1 + (z * Math.Sqrt(z2 - 2 - (1 / n) + (4 * p * ((n * q) + 1))))) / scale;
            above = (1 + (z * Math.Sqrt(z2 + 2 - (1 / n) + (4 * p * ((n * q) - 1))))) / scale;
        }
        else
        {
            below = above = z * Math.Sqrt((4 * n * p * q) + z2) / scale;
        }

        return new(p, successes == 0 ? 0 : Math.Max(0, middle - below), successes == trials ? 1 : Math.Min(1, middle + above));
    }

    /// <summary>
    /// A share with the equal-tailed interval of its posterior Beta(k + ½, n − k + ½) under Jeffreys' prior; 0 below none and 1 above all, the other
    /// end then at the same quantile as ever.
    /// </summary>
    /// <param name="successes">How many, 0 to <paramref name="trials"/>.</param>
    /// <param name="trials">Of how many, at least 1.</param>
    /// <param name="confidence">Inside (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">Not such numbers.</exception>
    public static IntervalEstimate Jeffreys(long successes, long trials, double confidence = 0.95)
    {
        Check(successes, trials, confidence);
        double tail = (1 - confidence) / 2, a = successes + 0.5, b = trials - successes + 0.5;
        return new(
            (double)successes / trials,
            successes == 0 ? 0 : IncompleteBeta.Inverse(a, b, tail),
            successes == trials ? 1 : IncompleteBeta.Inverse(a, b, 1 - tail));
    }

    /// <summary>
    /// The least number of trials with which <paramref name="failures"/> failures still show that the rate is below <paramref name="limit"/>: those
    /// with which <see cref="ClopperPearsonUpper"/> is at most the limit. Null beyond 10^15.
    /// </summary>
    /// <param name="limit">Inside (0, 1).</param>
    /// <param name="confidence">Inside (0, 1).</param>
    /// <param name="failures">Not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not such numbers.</exception>
    public static long? RunsRequired(double limit, double confidence = 0.95, long failures = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(failures);
        if (!(limit > 0 && limit < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(limit), limit, "A limit lies inside (0, 1).");
        }

        Check(0, 1, confidence);
        double doubt = 1 - confidence;
        long low = failures, high = failures + 1;
        while (Binomial.AtMost(failures, high, limit) > doubt)
        {
            low = high;
            high *= 2;
            if (high > 1_000_000_000_000_000)
            {
                return null;
            }
        }

        while (high - low > 1)
        {
            long middle = low + ((high - low) / 2);
            if (Binomial.AtMost(failures, middle, limit) > doubt)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return high;
    }

    private static void Check(long successes, long trials, double confidence)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trials, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        if (!(confidence > 0 && confidence < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "A confidence lies inside (0, 1).");
        }
    }
}
