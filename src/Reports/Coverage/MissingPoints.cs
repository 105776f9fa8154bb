namespace Sim.Reports.Coverage;

/// <summary>Finds few points that cover what is missing: greedy, deterministic, none of them excluded.</summary>
internal static class MissingPoints
{
    /// <summary>Most points.</summary>
    public const int MaxPoints = 500;

    private const int MaxTuples = 5_000;

    /// <summary>The points.</summary>
    /// <param name="space">The space.</param>
    /// <param name="strength">Combinations of so many parameters are to be covered; of all when there are fewer.</param>
    /// <param name="cases">Bins of each case.</param>
    /// <param name="most">Most points.</param>
    /// <returns>Value of each parameter for each point.</returns>
    public static IReadOnlyList<int[]> Of(FeasibleSpace space, int strength, IReadOnlyList<int[]> cases, int most = MaxPoints)
    {
        var missing = new List<int[]>();
        WayCounter.Walk(space, Math.Min(strength, space.Sizes.Length), cases, tuple =>
        {
            if (missing.Count < MaxTuples)
            {
                missing.Add((int[])tuple.Clone());
            }

            return true;
        });

        var points = new List<int[]>();
        while (missing.Count > 0 && points.Count < most)
        {
            int[] point = (int[])missing[0].Clone();
            foreach (int[] tuple in missing)
            {
                if (Merged(point, tuple) is { } merged && space.IsFeasible(merged))
                {
                    point = merged;
                }
            }

            // A tuple whose completion could not be decided would else be tried for ever.
            if (space.Completed(point) is { } whole)
            {
                points.Add(whole);
                missing.RemoveAll(t => Holds(whole, t));
            }
            else
            {
                missing.RemoveAt(0);
            }
        }

        return points;
    }

    private static int[]? Merged(int[] point, int[] tuple)
    {
        bool adds = false;
        for (int d = 0; d < point.Length; d++)
        {
            if (tuple[d] >= 0 && point[d] >= 0 && tuple[d] != point[d])
            {
                return null;
            }

            adds |= tuple[d] >= 0 && point[d] < 0;
        }

        return adds ? [.. point.Select((v, d) => v >= 0 ? v : tuple[d])] : null;
    }

    private static bool Holds(int[] point, int[] tuple)
    {
        for (int d = 0; d < point.Length; d++)
        {
            if (tuple[d] >= 0 && tuple[d] != point[d])
            {
                return false;
            }
        }

        return true;
    }
}
