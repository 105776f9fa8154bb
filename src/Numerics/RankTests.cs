namespace Sim.Numerics;

/// <summary>Tests of samples by ranks and distribution functions. Two-sided, pinned, thread-safe.</summary>
public static class RankTests
{
    private const int MaxExactPairs = 50;

    /// <summary>
    /// The test of H. B. Mann and D. R. Whitney (1947) of two independent samples: normal approximation with tie and continuity correction.
    /// </summary>
    /// <param name="x">One sample, finite values.</param>
    /// <param name="y">The other.</param>
    /// <returns>U of <paramref name="x"/>: the pairs in which x is larger, equal ones for a half; p is 1 when all values are equal.</returns>
    /// <exception cref="ArgumentException">An empty sample or a value that is not finite.</exception>
    public static SignificanceResult MannWhitney(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Check(x, nameof(x));
        Check(y, nameof(y));
        double[] all = [.. x, .. y];
        double[] ranks = Ranks(all, out double ties);
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
        {
            sum += ranks[i];
        }

        double n1 = x.Length, n2 = y.Length, n = n1 + n2;
        double u = sum - (n1 * (n1 + 1) / 2), larger = Math.Max(u, (n1 * n2) - u);
        double variance = n1 * n2 / 12 * (n + 1 - (ties / (n * (n - 1))));
        double z = (larger - (n1 * n2 / 2) - 0.5) / Math.Sqrt(variance);
        return new(u, variance > 0 ? Math.Min(1, 2 * Pinned.NormalCdf(-z)) : 1, Exact: false);
    }

    /// <summary>
    /// Wilcoxon's signed-rank test of paired samples. Pairs without a difference are left out. Exact for up to 50 pairs of different sizes of
    /// difference, else the normal approximation with tie correction.
    /// </summary>
    /// <param name="x">One sample, finite values.</param>
    /// <param name="y">The other, as long, in the same order.</param>
    /// <param name="untied">
    /// True to use the distribution of untied ranks in any case, as scipy's exact mode does: with ties the positive rank sum is cut to a whole number,
    /// and the p-value is no longer exact.
    /// </param>
    /// <returns>The smaller of the rank sums of both signs; p is 1 when no pair differs.</returns>
    /// <exception cref="ArgumentException">Samples of different length, empty, or a value that is not finite.</exception>
    public static SignificanceResult Wilcoxon(ReadOnlySpan<double> x, ReadOnlySpan<double> y, bool untied = false)
    {
        Check(x, nameof(x));
        Check(y, nameof(y));
        if (x.Length != y.Length)
        {
            throw new ArgumentException($"Paired samples are equally long, found {x.Length} and {y.Length}.", nameof(y));
        }

        var differences = new List<double>(x.Length);
        for (int i = 0; i < x.Length; i++)
        {
            if (x[i] != y[i])
            {
                differences.Add(x[i] - y[i]);
            }
        }

        int n = differences.Count;
        if (n == 0)
        {
            return new(0, 1);
        }

        double[] sizes = [.. differences.Select(Math.Abs)];
        double[] ranks = Ranks(sizes, out double ties);
        double plus = 0;
        for (int i = 0; i < n; i++)
        {
            plus += differences[i] > 0 ? ranks[i] : 0;
        }

        double whole = n * (n + 1.0) / 2, least = Math.Min(plus, whole - plus);
        if (n <= MaxExactPairs && n == x.Length && (ties == 0 || untied))
        {
            int cut = (int)plus, other = (int)whole - cut;
            return new(least, Math.Min(1, 2 * SignedRankAtMost(Math.Min(cut, other), n)), Exact: ties == 0);
        }

        double variance = ((n * (n + 1.0) * ((2 * n) + 1.0)) - (ties / 2)) / 24;
        double z = (least - (whole / 2)) / Math.Sqrt(variance);
        return new(least, Math.Min(1, 2 * Pinned.NormalCdf(z)), Exact: false);
    }

    /// <summary>
    /// The test of A. N. Kolmogorov and N. W. Smirnov of two independent samples, exact by counting lattice paths (work n · m): the probability of a
    /// distance at least as large when the samples come from one continuous distribution; with ties it is an upper bound.
    /// </summary>
    /// <param name="x">One sample, finite values.</param>
    /// <param name="y">The other.</param>
    /// <returns>The largest distance of the two empirical distribution functions.</returns>
    /// <exception cref="ArgumentException">An empty sample or a value that is not finite.</exception>
    public static SignificanceResult KolmogorovSmirnov(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Check(x, nameof(x));
        Check(y, nameof(y));
        double[] a = [.. x], b = [.. y];
        Array.Sort(a);
        Array.Sort(b);
        long n = a.Length, m = b.Length, divisor = GreatestDivisor(n, m), perX = m / divisor, perY = n / divisor, distance = 0;
        int i = 0, j = 0;
        while (i < n && j < m)
        {
            double at = Math.Min(a[i], b[j]);
            while (i < n && a[i] == at)
            {
                i++;
            }

            while (j < m && b[j] == at)
            {
                j++;
            }

            distance = Math.Max(distance, Math.Abs((i * perX) - (j * perY)));
        }

        return new((double)distance / (perX * n), distance == 0 ? 1 : Math.Min(1, ReachProbability(n, m, perX, perY, distance)));
    }

    // A path takes x and y in the order of size, each order as likely; the mass that reaches the distance is taken off where it first does, so small
    // probabilities keep their digits.
    private static double ReachProbability(long n, long m, long perX, long perY, long distance)
    {
        var inside = new double[m + 1];
        inside[0] = 1;
        double reached = 0;
        for (long i = 0; i <= n; i++)
        {
            double above = 0;
            for (long j = 0; j <= m; j++)
            {
                double mass = above + inside[j];
                if (mass > 0 && Math.Abs((i * perX) - (j * perY)) >= distance)
                {
                    reached += mass;
                    mass = 0;
                }

                double left = n - i + m - j;
                above = left > 0 ? mass * (m - j) / left : 0;
                inside[j] = left > 0 ? mass * (n - i) / left : 0;
            }
        }

        return reached;
    }

    private static double SignedRankAtMost(int sum, int n)
    {
        // Ways to make each rank sum; exact integers while they stay below 2^53.
        var ways = new double[(n * (n + 1) / 2) + 1];
        ways[0] = 1;
        int reach = 0;
        for (int rank = 1; rank <= n; rank++)
        {
            reach += rank;
            for (int s = reach; s >= rank; s--)
            {
                ways[s] += ways[s - rank];
            }
        }

        double count = 0;
        for (int s = 0; s <= sum; s++)
        {
            count += ways[s];
        }

        return count / Math.ScaleB(1, n);
    }

    // Ranks from 1, equal values share their mean; ties is the sum of t³ − t.
    private static double[] Ranks(double[] values, out double ties)
    {
        var order = new int[values.Length];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        var keys = (double[])values.Clone();
        Array.Sort(keys, order);
        var ranks = new double[values.Length];
        ties = 0;
        for (int from = 0; from < keys.Length;)
        {
            int to = from;
            while (to < keys.Length && keys[to] == keys[from])
            {
                to++;
            }

            double t = to - from;
            ties += (t * t * t) - t;
            for (int k = from; k < to; k++)
            {
                ranks[order[k]] = ((from + 1.0) + to) / 2;
            }

            from = to;
        }

        return ranks;
    }

    private static long GreatestDivisor(long a, long b)
    {
        while (b != 0)
        {
            (a, b) = (b, a % b);
        }

        return a;
    }

    private static void Check(ReadOnlySpan<double> values, string name)
    {
        if (values.IsEmpty)
        {
            throw new ArgumentException("A sample needs at least one value.", name);
        }

        foreach (double value in values)
        {
            if (!double.IsFinite(value))
            {
                throw new ArgumentException($"A sample holds finite values, found {value}.", name);
            }
        }
    }
}
