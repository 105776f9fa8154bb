namespace Sim.Reports.Failures;

/// <summary>
/// Agglomerative clustering with average linkage by chains of nearest neighbours: O(n²) time, n² numbers of memory. Deterministic: of equal distances the
/// lower index wins. Pure.
/// </summary>
internal static class AverageLinkage
{
    /// <summary>Clusters items.</summary>
    /// <param name="distances">Distance of items i and k at i·n + k; symmetric, finite. Overwritten.</param>
    /// <param name="count">Number of items, n.</param>
    /// <param name="threshold">Clusters join while their mean distance is at most this.</param>
    /// <returns>For each item the lowest index of its cluster.</returns>
    public static int[] Of(double[] distances, int count, double threshold)
    {
        var parent = new int[count];
        var size = new int[count];
        var alive = new bool[count];
        for (int i = 0; i < count; i++)
        {
            (parent[i], size[i], alive[i]) = (i, 1, true);
        }

        var chain = new List<int>(count);
        for (int left = count; left > 1; left--)
        {
            if (chain.Count == 0)
            {
                chain.Add(Array.IndexOf(alive, true));
            }

            int top, nearest;
            while (true)
            {
                top = chain[^1];
                nearest = Nearest(distances, alive, count, top, chain.Count > 1 ? chain[^2] : -1);
                if (chain.Count > 1 && nearest == chain[^2])
                {
                    break;
                }

                chain.Add(nearest);
            }

            chain.RemoveRange(chain.Count - 2, 2);
            Merge(distances, size, alive, parent, count, Math.Min(top, nearest), Math.Max(top, nearest), threshold);
        }

        return [.. parent.Select((_, i) => Root(parent, i))];
    }

    // Average linkage never joins nearer than before, so what joins beyond the threshold need not be undone: it is only not recorded.
    private static void Merge(double[] distances, int[] size, bool[] alive, int[] parent, int count, int a, int b, double threshold)
    {
        if (distances[a * count + b] <= threshold)
        {
            int low = Root(parent, a), high = Root(parent, b);
            parent[Math.Max(low, high)] = Math.Min(low, high);
        }

        double share = (double)size[a] / (size[a] + size[b]);
        for (int k = 0; k < count; k++)
        {
            if (alive[k] && k != a && k != b)
            {
                double joined = share * distances[a * count + k] + (1 - share) * distances[b * count + k];
                distances[a * count + k] = distances[k * count + a] = joined;
            }
        }

        size[a] += size[b];
        alive[b] = false;
    }

    // The chain's own predecessor wins ties, or the chain would not end.
    private static int Nearest(double[] distances, bool[] alive, int count, int item, int before)
    {
        int best = before;
        double least = before >= 0 ? distances[item * count + before] : double.PositiveInfinity;
        for (int k = 0; k < count; k++)
        {
            if (alive[k] && k != item && distances[item * count + k] < least)
            {
                (best, least) = (k, distances[item * count + k]);
            }
        }

        return best;
    }

    private static int Root(int[] parent, int item)
    {
        while (parent[item] != item)
        {
            item = parent[item];
        }

        return item;
    }
}
