namespace Sim.Reports.Coverage;

/// <summary>The combinations of a domain in falling order of exposure, without making them all.</summary>
internal static class OddHoles
{
    private const int MaxVisited = 200_000;

    /// <summary>The first combinations that are not covered, the most exposed first, ties in the order of the declaration.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="covered">Keys of the covered ones.</param>
    /// <param name="count">How many at most.</param>
    public static List<int[]> First(OddDomain domain, IReadOnlySet<string> covered, int count)
    {
        // Values of each dimension by falling share: a combination's successors are less exposed than itself, so a queue meets them in order.
        int dimensions = domain.Dimensions.Count;
        var order = domain.Dimensions.Select(d => Enumerable.Range(0, d.Values.Count).OrderByDescending(v => d.Values[v].Share).ThenBy(v => v).ToArray()).ToArray();
        var queue = new PriorityQueue<(int[] Ranks, int[] Values), (double Share, int[] Values)>(Comparer<(double Share, int[] Values)>.Create(Compare));
        void Add(int[] ranks)
        {
            int[] values = [.. ranks.Select((r, d) => order[d][r])];
            queue.Enqueue((ranks, values), (Raw(domain, values), values));
        }

        Add(new int[dimensions]);
        var holes = new List<int[]>();
        for (int visited = 0; visited < MaxVisited && holes.Count < count && queue.TryDequeue(out var next, out _); visited++)
        {
            if (!covered.Contains(OddTables.Key(next.Values)) && !domain.Space.Violates(next.Values))
            {
                holes.Add(next.Values);
            }

            // Each combination has one parent: the one with its last raised rank lowered.
            int last = Array.FindLastIndex(next.Ranks, r => r > 0);
            for (int d = Math.Max(0, last); d < dimensions; d++)
            {
                if (next.Ranks[d] + 1 < order[d].Length)
                {
                    int[] ranks = (int[])next.Ranks.Clone();
                    ranks[d]++;
                    Add(ranks);
                }
            }
        }

        return holes;
    }

    private static double Raw(OddDomain domain, int[] values)
    {
        double share = 1;
        for (int d = 0; d < values.Length; d++)
        {
            share *= domain.Dimensions[d].Values[values[d]].Share;
        }

        return share;
    }

    private static int Compare((double Share, int[] Values) a, (double Share, int[] Values) b)
    {
        int byShare = b.Share.CompareTo(a.Share);
        for (int d = 0; byShare == 0 && d < a.Values.Length; d++)
        {
            byShare = a.Values[d].CompareTo(b.Values[d]);
        }

        return byShare;
    }
}
