namespace Sim.Studies.Statistics;

/// <summary>How two samples of equal length go together. Every measure is null where it is not defined (fewer than three pairs, or no spread).</summary>
internal static class Correlation
{
    /// <summary>Pearson's r.</summary>
    public static double? Pearson(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        int n = x.Length;
        if (n != y.Length)
        {
            throw new ArgumentException($"The samples have {n} and {y.Length} values.");
        }

        if (n < 3)
        {
            return null;
        }

        double meanX = Mean(x), meanY = Mean(y);
        double sxx = 0, syy = 0, sxy = 0;
        for (int i = 0; i < n; i++)
        {
            double dx = x[i] - meanX, dy = y[i] - meanY;
            sxx += dx * dx;
            syy += dy * dy;
            sxy += dx * dy;
        }

        // A spread that is only rounding is none.
        double least = 1e-24 * n * Math.Max(1, Math.Max(meanX * meanX, meanY * meanY));
        return sxx > least && syy > least ? Math.Clamp(sxy / Math.Sqrt(sxx * syy), -1, 1) : null;
    }

    /// <summary>R² of the straight line through the pairs: the square of Pearson's r.</summary>
    public static double? RSquared(ReadOnlySpan<double> x, ReadOnlySpan<double> y) => Pearson(x, y) is { } r ? r * r : null;

    /// <summary>Spearman's rank correlation: Pearson's r of the ranks, equal values sharing their mean rank.</summary>
    public static double? Spearman(ReadOnlySpan<double> x, ReadOnlySpan<double> y) => Pearson(Ranks(x), Ranks(y));

    /// <summary>The least-squares line y = intercept + slope · x; null without spread in x.</summary>
    public static (double Intercept, double Slope)? Line(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double meanX = Mean(x), meanY = Mean(y);
        double sxx = 0, sxy = 0;
        for (int i = 0; i < x.Length; i++)
        {
            sxx += (x[i] - meanX) * (x[i] - meanX);
            sxy += (x[i] - meanX) * (y[i] - meanY);
        }

        return sxx > 0 ? (meanY - sxy / sxx * meanX, sxy / sxx) : null;
    }

    /// <summary>Ranks from 1; equal values share their mean rank.</summary>
    public static double[] Ranks(ReadOnlySpan<double> values)
    {
        var keys = values.ToArray();
        var order = new int[keys.Length];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        Array.Sort(keys, order);
        var ranks = new double[keys.Length];
        for (int i = 0; i < keys.Length;)
        {
            int end = i + 1;
            while (end < keys.Length && keys[end] == keys[i])
            {
                end++;
            }

            for (int k = i; k < end; k++)
            {
                ranks[order[k]] = (i + 1 + end) / 2.0;
            }

            i = end;
        }

        return ranks;
    }

    /// <summary>Arithmetic mean, summed in order.</summary>
    public static double Mean(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        return sum / values.Length;
    }
}
