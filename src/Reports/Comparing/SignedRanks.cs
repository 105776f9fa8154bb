using Sim.Numerics;

namespace Sim.Reports.Comparing;

/// <summary>
/// Wilcoxon's signed-rank test of pairs that all differ, exact also when sizes of differences are equal, which they often are in metrics that count: all 2ⁿ ways to
/// give the mean ranks a sign are counted. Above 50 pairs the normal approximation of <see cref="RankTests.Wilcoxon"/>. Pure.
/// </summary>
internal static class SignedRanks
{
    private const int MaxExact = 50;

    /// <summary>The two-sided p-value.</summary>
    /// <param name="before">Values before, finite.</param>
    /// <param name="after">Values now, as many, each different from its partner.</param>
    public static double P(ReadOnlySpan<double> before, ReadOnlySpan<double> after)
    {
        int n = before.Length;
        if (n > MaxExact)
        {
            return RankTests.Wilcoxon(after, before).P;
        }

        var sizes = new double[n];
        var order = new int[n];
        for (int i = 0; i < n; i++)
        {
            (sizes[i], order[i]) = (Math.Abs(after[i] - before[i]), i);
        }

        Array.Sort(sizes, order);
        int[] ranks = Doubled(sizes);
        int whole = n * (n + 1), up = 0;
        for (int i = 0; i < n; i++)
        {
            up += after[order[i]] > before[order[i]] ? ranks[i] : 0;
        }

        return Math.Min(1, 2 * AtMost(Math.Min(up, whole - up), ranks, whole));
    }

    // Twice the mean ranks, so that they are whole numbers.
    private static int[] Doubled(double[] sorted)
    {
        var ranks = new int[sorted.Length];
        for (int from = 0; from < sorted.Length;)
        {
            int to = from;
            while (to < sorted.Length && sorted[to] == sorted[from])
            {
                to++;
            }

            Array.Fill(ranks, from + 1 + to, from, to - from);
            from = to;
        }

        return ranks;
    }

    private static double AtMost(int sum, int[] ranks, int whole)
    {
        var ways = new double[whole + 1];
        ways[0] = 1;
        foreach (int rank in ranks)
        {
            for (int s = whole; s >= rank; s--)
            {
                ways[s] += ways[s - rank];
            }
        }

        double count = 0;
        for (int s = 0; s <= sum; s++)
        {
            count += ways[s];
        }

        return count / Math.ScaleB(1, ranks.Length);
    }
}
