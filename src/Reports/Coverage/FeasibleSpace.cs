namespace Sim.Reports.Coverage;

/// <summary>
/// Dimensions with their numbers of values, and combinations that cannot occur. A partial assignment is feasible when it can be completed without
/// any of them; the search for a completion is bounded, and what it cannot decide counts as feasible. Immutable.
/// </summary>
internal sealed class FeasibleSpace
{
    private const int MaxSteps = 20_000;
    private readonly (int Dimension, int Value)[][] _excluded;
    private readonly int[] _bound;

    private FeasibleSpace(int[] sizes, (int Dimension, int Value)[][] excluded)
    {
        Sizes = sizes;
        _excluded = excluded;
        _bound = [.. excluded.SelectMany(e => e.Select(t => t.Dimension)).Distinct().Order()];
    }

    /// <summary>Number of values of each dimension.</summary>
    public int[] Sizes { get; }

    /// <summary>Dimensions that occur in an exclusion, ascending.</summary>
    public IReadOnlyList<int> Bound => _bound;

    /// <summary>A space.</summary>
    /// <param name="values">Values of each dimension.</param>
    /// <param name="names">Names of the dimensions.</param>
    /// <param name="exclude">Exclusions; one that names something else does not bear on this space.</param>
    public static FeasibleSpace Of(IReadOnlyList<IReadOnlyList<string>> values, IReadOnlyList<string> names, IReadOnlyList<IReadOnlyDictionary<string, string>> exclude)
    {
        var excluded = new List<(int, int)[]>();
        foreach (var combination in exclude)
        {
            var terms = combination.Select(c => Term(values, names, c.Key, c.Value)).ToArray();
            if (!Array.Exists(terms, t => t.Item2 < 0))
            {
                excluded.Add(terms);
            }
        }

        return new FeasibleSpace([.. values.Select(v => v.Count)], [.. excluded]);
    }

    /// <summary>True when the assignment (value of each dimension, -1 for any) can be completed.</summary>
    public bool IsFeasible(int[] assignment)
    {
        if (Violates(assignment))
        {
            return false;
        }

        int steps = 0;
        return Array.TrueForAll(_bound, d => assignment[d] >= 0) || Complete((int[])assignment.Clone(), 0, ref steps);
    }

    /// <summary>Completes an assignment with the first values that are possible; null when there is none.</summary>
    public int[]? Completed(int[] assignment)
    {
        var full = (int[])assignment.Clone();
        int steps = 0;
        if (Violates(full) || !Complete(full, 0, ref steps))
        {
            return null;
        }

        for (int d = 0; d < full.Length; d++)
        {
            full[d] = Math.Max(0, full[d]);
        }

        return Violates(full) ? null : full;
    }

    /// <summary>True when a whole assignment, or the part of it that is set, holds an excluded combination.</summary>
    public bool Violates(int[] assignment)
    {
        foreach (var combination in _excluded)
        {
            bool all = true;
            foreach (var (dimension, value) in combination)
            {
                all &= assignment[dimension] == value;
            }

            if (all)
            {
                return true;
            }
        }

        return false;
    }

    private bool Complete(int[] assignment, int from, ref int steps)
    {
        while (from < _bound.Length && assignment[_bound[from]] >= 0)
        {
            from++;
        }

        if (from == _bound.Length)
        {
            return true;
        }

        int dimension = _bound[from];
        for (int value = 0; value < Sizes[dimension]; value++)
        {
            if (++steps > MaxSteps)
            {
                assignment[dimension] = -1;
                return true;
            }

            assignment[dimension] = value;
            if (!Violates(assignment) && Complete(assignment, from + 1, ref steps))
            {
                return true;
            }
        }

        assignment[dimension] = -1;
        return false;
    }

    private static (int, int) Term(IReadOnlyList<IReadOnlyList<string>> values, IReadOnlyList<string> names, string name, string value)
    {
        for (int d = 0; d < names.Count; d++)
        {
            if (names[d] == name)
            {
                for (int v = 0; v < values[d].Count; v++)
                {
                    if (Same(values[d][v], value))
                    {
                        return (d, v);
                    }
                }
            }
        }

        return (-1, -1);
    }

    /// <summary>True when a text means a value: the same text, or an equal number.</summary>
    public static bool Same(string label, string text) => label == text
        || (ParameterBins.Number(text) is { } number && ParameterBins.Number(label) is { } other && number.Dimension == other.Dimension && number.Si == other.Si);
}
