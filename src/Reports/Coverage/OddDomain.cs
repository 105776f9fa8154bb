namespace Sim.Reports.Coverage;

/// <summary>The operational design domain that the suites of a run declare together.</summary>
internal sealed class OddDomain
{
    private const int MaxEnumerated = 1_000_000;

    private OddDomain(IReadOnlyList<DeclaredOdd> dimensions, FeasibleSpace space)
    {
        Dimensions = dimensions;
        Space = space;
        (Combinations, Exposure) = Feasible();
    }

    /// <summary>Its dimensions; the shares of each sum to 1.</summary>
    public IReadOnlyList<DeclaredOdd> Dimensions { get; }

    /// <summary>What can occur.</summary>
    public FeasibleSpace Space { get; }

    /// <summary>Combinations that can occur.</summary>
    public long Combinations { get; }

    /// <summary>Product of the shares, summed over what can occur.</summary>
    public double Exposure { get; }

    /// <summary>The union of the declarations: a dimension's shares are those of the first suite that declares it; values that only later suites name join it with theirs.</summary>
    public static OddDomain Of(IReadOnlyList<Suite> suites)
    {
        var dimensions = new List<DeclaredOdd>();
        foreach (var declared in suites.SelectMany(s => s.Odd))
        {
            int at = dimensions.FindIndex(d => d.Name == declared.Name);
            if (at < 0)
            {
                dimensions.Add(declared);
                continue;
            }

            var all = dimensions[at].Values.Concat(declared.Values.Where(v => dimensions[at].Values.All(known => known.Value != v.Value))).ToList();
            double sum = all.Sum(v => v.Share);
            dimensions[at] = declared with { Values = [.. all.Select(v => v with { Share = v.Share / sum })] };
        }

        var exclude = suites.SelectMany(s => s.Coverage?.Exclude ?? []).ToList();
        return new OddDomain(dimensions, FeasibleSpace.Of([.. dimensions.Select(d => (IReadOnlyList<string>)[.. d.Values.Select(v => v.Value)])], [.. dimensions.Select(d => d.Name)], exclude));
    }

    /// <summary>Share of the driving in a combination, 0 to 1.</summary>
    public double ShareOf(int[] at)
    {
        double share = 1;
        for (int d = 0; d < at.Length; d++)
        {
            share *= Dimensions[d].Values[at[d]].Share;
        }

        return Exposure > 0 ? share / Exposure : 0;
    }

    // Only the dimensions that exclusions name have to be walked through; the others multiply.
    private (long Combinations, double Exposure) Feasible()
    {
        long free = 1;
        var bound = Space.Bound.ToArray();
        long cells = 1;
        for (int d = 0; d < Dimensions.Count; d++)
        {
            if (bound.Contains(d))
            {
                cells = Product(cells, Space.Sizes[d]);
            }
            else
            {
                free = Product(free, Space.Sizes[d]);
            }
        }

        // Exclusions over more than that are left out of the denominator's reckoning: the domain then counts as if all could occur.
        if (bound.Length == 0 || cells > MaxEnumerated)
        {
            return (Product(free, cells), 1);
        }

        var at = new int[Dimensions.Count];
        Array.Fill(at, -1);
        long count = 0;
        double exposure = 0;
        for (long cell = 0; cell < cells; cell++)
        {
            long rest = cell;
            double share = 1;
            for (int i = bound.Length - 1; i >= 0; i--)
            {
                at[bound[i]] = (int)(rest % Space.Sizes[bound[i]]);
                rest /= Space.Sizes[bound[i]];
                share *= Dimensions[bound[i]].Values[at[bound[i]]].Share;
            }

            if (!Space.Violates(at))
            {
                count++;
                exposure += share;
            }
        }

        return (Product(free, count), exposure);
    }

    private static long Product(long a, long b) => b != 0 && a > long.MaxValue / b ? long.MaxValue : a * b;
}
