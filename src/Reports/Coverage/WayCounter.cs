namespace Sim.Reports.Coverage;

/// <summary>Counts the combinations of values of some parameters: exact, in a stable order, with bounded work.</summary>
internal static class WayCounter
{
    /// <summary>Combinations that are listed as missing.</summary>
    public const int MaxMissing = 100;

    /// <summary>Cells and lookups that one strength of one entry may take; beyond it the strength is left out.</summary>
    public const long MaxWork = 10_000_000;

    /// <summary>Counts one strength.</summary>
    /// <param name="space">The space.</param>
    /// <param name="bins">Its parameters.</param>
    /// <param name="strength">1 to 3.</param>
    /// <param name="cases">Bins of each case.</param>
    /// <returns>Null when there are too few parameters or too much work.</returns>
    public static WayCoverage? Count(FeasibleSpace space, IReadOnlyList<ParameterBins> bins, int strength, IReadOnlyList<int[]> cases)
    {
        var missing = new List<IReadOnlyDictionary<string, string>>();
        var counted = Walk(space, strength, cases, tuple =>
        {
            if (missing.Count < MaxMissing)
            {
                missing.Add(Ordered.Copy(Enumerable.Range(0, tuple.Length).Where(d => tuple[d] >= 0).Select(d => KeyValuePair.Create(bins[d].Name, bins[d].Labels[tuple[d]]))));
            }

            return true;
        });
        return counted is var (covered, feasible)
            ? new WayCoverage { Strength = strength, Covered = covered, Feasible = feasible, Missing = missing, MissingLeftOut = feasible - covered - missing.Count }
            : null;
    }

    /// <summary>Visits the missing combinations: subsets of the dimensions and then values, both in lexicographic order.</summary>
    /// <param name="space">The space.</param>
    /// <param name="strength">1 to 3.</param>
    /// <param name="cases">Bins of each case.</param>
    /// <param name="missing">Told each missing combination (-1 for dimensions outside it; not to be kept).</param>
    /// <returns>Covered and feasible combinations, or null.</returns>
    public static (long Covered, long Feasible)? Walk(FeasibleSpace space, int strength, IReadOnlyList<int[]> cases, Func<int[], bool> missing)
    {
        var sizes = space.Sizes;
        if (strength > sizes.Length || Work(sizes, strength, cases.Count) > MaxWork)
        {
            return null;
        }

        var distinct = cases.DistinctBy(c => string.Join(',', c)).ToList();
        var bound = space.Bound.ToHashSet();
        var assignment = new int[sizes.Length];
        Array.Fill(assignment, -1);
        bool possible = space.IsFeasible(assignment);
        long covered = 0, feasible = 0;
        foreach (int[] subset in Subsets(sizes.Length, strength))
        {
            int cells = 1;
            foreach (int d in subset)
            {
                cells *= sizes[d];
            }

            var seen = new bool[cells];
            foreach (int[] at in distinct)
            {
                if (Index(subset, sizes, at) is >= 0 and int index)
                {
                    seen[index] = true;
                }
            }

            bool constrained = Array.Exists(subset, bound.Contains);
            for (int cell = 0; cell < cells; cell++)
            {
                Set(subset, sizes, cell, assignment);
                if (constrained ? space.IsFeasible(assignment) : possible)
                {
                    feasible++;
                    if (seen[cell])
                    {
                        covered++;
                    }
                    else
                    {
                        missing(assignment);
                    }
                }
            }

            foreach (int d in subset)
            {
                assignment[d] = -1;
            }
        }

        return (covered, feasible);
    }

    // Sum over the subsets of their cells and of the lookups of each case.
    private static double Work(int[] sizes, int strength, int cases)
    {
        // Elementary symmetric polynomials of the sizes.
        var sums = new double[strength + 1];
        sums[0] = 1;
        double subsets = 1;
        foreach (int size in sizes)
        {
            for (int t = strength; t > 0; t--)
            {
                sums[t] += sums[t - 1] * size;
            }
        }

        for (int t = 0; t < strength; t++)
        {
            subsets = subsets * (sizes.Length - t) / (t + 1);
        }

        return sums[strength] + subsets * cases;
    }

    private static int Index(int[] subset, int[] sizes, int[] at)
    {
        int index = 0;
        foreach (int d in subset)
        {
            if (at[d] < 0)
            {
                return -1;
            }

            index = index * sizes[d] + at[d];
        }

        return index;
    }

    private static void Set(int[] subset, int[] sizes, int cell, int[] assignment)
    {
        for (int i = subset.Length - 1; i >= 0; i--)
        {
            assignment[subset[i]] = cell % sizes[subset[i]];
            cell /= sizes[subset[i]];
        }
    }

    private static IEnumerable<int[]> Subsets(int count, int strength)
    {
        var at = Enumerable.Range(0, strength).ToArray();
        while (true)
        {
            yield return at;
            int i = strength - 1;
            while (i >= 0 && at[i] == count - strength + i)
            {
                i--;
            }

            if (i < 0)
            {
                yield break;
            }

            at[i]++;
            for (int j = i + 1; j < strength; j++)
            {
                at[j] = at[j - 1] + 1;
            }
        }
    }
}
