using Sim.Numerics;

namespace Sim.Studies.Statistics;

/// <summary>Percentile bootstrap (Efron 1979): resample units with replacement, compute the statistic again, take the quantiles.</summary>
internal static class Bootstrap
{
    /// <summary>Resamples of every interval in a study.</summary>
    public const int Resamples = 2000;

    /// <summary>The 95 % interval of a statistic over resampled units.</summary>
    /// <param name="units">Number of units that are drawn from.</param>
    /// <param name="seed">Seed; the same seed draws the same units, so that two statistics are compared pair by pair.</param>
    /// <param name="statistic">The statistic of a list of unit indices; null where it is not defined, such draws are left out.</param>
    /// <returns>Null when fewer than half of the resamples are defined.</returns>
    public static Interval? Percentile(int units, ulong seed, Func<int[], double?> statistic)
    {
        var random = new RandomStream(seed);
        var drawn = new int[units];
        var values = new List<double>(Resamples);
        for (int i = 0; i < Resamples; i++)
        {
            for (int k = 0; k < units; k++)
            {
                drawn[k] = random.NextInt(units);
            }

            if (statistic(drawn) is { } value)
            {
                values.Add(value);
            }
        }

        if (values.Count < Resamples / 2)
        {
            return null;
        }

        values.Sort();
        return new Interval(Quantile(values, 0.025), Quantile(values, 0.975));
    }

    /// <summary>Quantile of sorted values, linear between them (type 7 of Hyndman and Fan 1996).</summary>
    public static double Quantile(IReadOnlyList<double> sorted, double share)
    {
        double at = share * (sorted.Count - 1);
        int low = (int)Math.Floor(at);
        int high = Math.Min(low + 1, sorted.Count - 1);
        return sorted[low] + (sorted[high] - sorted[low]) * (at - low);
    }
}
