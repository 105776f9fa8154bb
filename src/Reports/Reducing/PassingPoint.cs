namespace Sim.Reports.Reducing;

/// <summary>The passing case that is nearest to a failing one.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Differing">Names of the parameters in which the two differ, sorted; at least one, all of them numbers.</param>
internal sealed record PassingPoint(string Id, IReadOnlyList<string> Differing)
{
    /// <summary>The nearest of some cases; null when none differs in numbers alone.</summary>
    /// <param name="failing">Parameters of the failing case.</param>
    /// <param name="candidates">Passing cases of the same entry and source.</param>
    /// <param name="ranges">Range of each numeric parameter over the entry's cases, SI; distances are shares of it.</param>
    /// <param name="only">The one parameter that may differ; null for any.</param>
    public static PassingPoint? Nearest(
        IReadOnlyDictionary<string, string> failing, IEnumerable<(string Id, IReadOnlyDictionary<string, string> Parameters)> candidates, IReadOnlyDictionary<string, double> ranges, string? only)
    {
        PassingPoint? best = null;
        double nearest = double.PositiveInfinity;
        foreach (var (id, parameters) in candidates.OrderBy(c => c.Id, StringComparer.Ordinal))
        {
            if (Distance(failing, parameters, ranges, only) is { } found
                && (found.Distance < nearest || (found.Distance == nearest && found.Differing.Count < best!.Differing.Count)))
            {
                (best, nearest) = (new PassingPoint(id, found.Differing), found.Distance);
            }
        }

        return best;
    }

    /// <summary>Names of the parameters in which two points differ, sorted; null when they do not have the same, or differ in a word or a dimension.</summary>
    public static IReadOnlyList<string>? DifferingNumbers(IReadOnlyDictionary<string, string> a, IReadOnlyDictionary<string, string> b)
    {
        if (a.Count != b.Count)
        {
            return null;
        }

        var differing = new List<string>();
        foreach (var (name, text) in a.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            if (!b.TryGetValue(name, out string? other))
            {
                return null;
            }

            if (other == text)
            {
                continue;
            }

            if (NumberOf(text) is not { } one || NumberOf(other) is not { } two || one.Dimension != two.Dimension)
            {
                return null;
            }

            differing.Add(name);
        }

        return differing;
    }

    /// <summary>The quantity that a canonical text is; null for a word.</summary>
    public static Quantity? NumberOf(string text)
    {
        if (text.Length == 0 || !(char.IsAsciiDigit(text[0]) || text[0] is '-' or '+' or '.'))
        {
            return null;
        }

        try
        {
            return Quantity.Parse(text);
        }
        catch (InputException)
        {
            return null;
        }
    }

    /// <summary>Ranges of the numeric parameters of some cases, SI.</summary>
    public static IReadOnlyDictionary<string, double> Ranges(IEnumerable<IReadOnlyDictionary<string, string>> points)
    {
        var ends = new SortedDictionary<string, (double Min, double Max)>(StringComparer.Ordinal);
        foreach (var (name, text) in points.SelectMany(p => p))
        {
            if (NumberOf(text) is { } number)
            {
                var (min, max) = ends.GetValueOrDefault(name, (number.Si, number.Si));
                ends[name] = (Math.Min(min, number.Si), Math.Max(max, number.Si));
            }
        }

        return ends.ToDictionary(e => e.Key, e => e.Value.Max - e.Value.Min, StringComparer.Ordinal);
    }

    private static (double Distance, IReadOnlyList<string> Differing)? Distance(
        IReadOnlyDictionary<string, string> failing, IReadOnlyDictionary<string, string> other, IReadOnlyDictionary<string, double> ranges, string? only)
    {
        if (DifferingNumbers(failing, other) is not { Count: > 0 } differing || (only is not null && (differing.Count > 1 || differing[0] != only)))
        {
            return null;
        }

        double sum = 0;
        foreach (string name in differing)
        {
            double share = (NumberOf(other[name])!.Value.Si - NumberOf(failing[name])!.Value.Si) / ranges.GetValueOrDefault(name, 1);
            sum += share * share;
        }

        return double.IsFinite(sum) ? (Math.Sqrt(sum), differing) : null;
    }
}
