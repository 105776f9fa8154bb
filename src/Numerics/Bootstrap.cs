namespace Sim.Numerics;

/// <summary>
/// Bootstrap intervals: the statistic of many samples drawn with replacement, and the percentiles of what comes out. Paired data stay together, as cases
/// are drawn, not values. Same stream, same bytes; thread-safe, as far as the statistic is.
/// </summary>
public static class Bootstrap
{
    /// <summary>A statistic of some cases.</summary>
    /// <param name="cases">Indices of cases, with repeats.</param>
    /// <returns>Its value; NaN where it is not defined for such a sample.</returns>
    public delegate double CaseStatistic(ReadOnlySpan<int> cases);

    /// <summary>The statistic of all cases with its percentile interval.</summary>
    /// <param name="cases">Number of cases, at least 1.</param>
    /// <param name="statistic">The statistic.</param>
    /// <param name="random">Where numbers come from.</param>
    /// <param name="resamples">How many samples, at least 10.</param>
    /// <param name="confidence">Inside (0, 1).</param>
    /// <returns>Null when the statistic is not defined for all cases; without ends when it is for fewer than 10 samples.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Not such numbers.</exception>
    public static IntervalEstimate? Interval(int cases, CaseStatistic statistic, RandomStream random, int resamples = 2000, double confidence = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(cases, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 10);
        ArgumentNullException.ThrowIfNull(statistic);
        ArgumentNullException.ThrowIfNull(random);
        if (!(confidence > 0 && confidence < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "A confidence lies inside (0, 1).");
        }

        var drawn = new int[cases];
        for (int i = 0; i < cases; i++)
        {
            drawn[i] = i;
        }

        double whole = statistic(drawn);
        if (!double.IsFinite(whole))
        {
            return null;
        }

        var values = new List<double>(resamples);
        for (int r = 0; r < resamples; r++)
        {
            for (int i = 0; i < cases; i++)
            {
                drawn[i] = random.NextInt(cases);
            }

            double value = statistic(drawn);
            if (double.IsFinite(value))
            {
                values.Add(value);
            }
        }

        if (values.Count < 10)
        {
            return new(whole);
        }

        values.Sort();
        double tail = (1 - confidence) / 2;
        return new(whole, Quantile(values, tail), Quantile(values, 1 - tail));
    }

    /// <summary>The mean difference of paired values with its percentile interval.</summary>
    /// <param name="before">One value per case, finite.</param>
    /// <param name="after">The other, as many.</param>
    /// <param name="random">Where numbers come from.</param>
    /// <param name="resamples">How many samples, at least 10.</param>
    /// <param name="confidence">Inside (0, 1).</param>
    /// <returns>After less before.</returns>
    /// <exception cref="ArgumentException">No values, or not as many.</exception>
    public static IntervalEstimate PairedDifference(ReadOnlySpan<double> before, ReadOnlySpan<double> after, RandomStream random, int resamples = 2000, double confidence = 0.95)
    {
        if (before.IsEmpty || before.Length != after.Length)
        {
            throw new ArgumentException($"Paired values are equally many and at least one, found {before.Length} and {after.Length}.", nameof(after));
        }

        var differences = new double[before.Length];
        for (int i = 0; i < differences.Length; i++)
        {
            differences[i] = after[i] - before[i];
        }

        return Interval(
            differences.Length,
            cases =>
            {
                double sum = 0;
                foreach (int i in cases)
                {
                    sum += differences[i];
                }

                return sum / cases.Length;
            },
            random,
            resamples,
            confidence) ?? throw new ArgumentException("Paired values must be finite.", nameof(after));
    }

    // Linear between order statistics.
    private static double Quantile(List<double> sorted, double q)
    {
        double at = q * (sorted.Count - 1);
        int low = (int)Math.Floor(at);
        int high = Math.Min(low + 1, sorted.Count - 1);
        return sorted[low] + ((at - low) * (sorted[high] - sorted[low]));
    }
}
