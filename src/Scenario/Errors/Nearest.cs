namespace Sim;

/// <summary>Finds the names a user probably meant. Pure and thread-safe.</summary>
public static class Nearest
{
    /// <summary>Up to <paramref name="count"/> of <paramref name="known"/>, closest to <paramref name="name"/> by edit distance (ties by ordinal order).</summary>
    public static IReadOnlyList<string> Names(string name, IEnumerable<string> known, int count = 3)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(known);
        return [.. known.Select(k => (Name: k, Distance: Distance(name, k)))
            .OrderBy(k => k.Distance).ThenBy(k => k.Name, StringComparer.Ordinal)
            .Take(count).Select(k => k.Name)];
    }

    /// <summary>"did you mean 'a'?" or "known: 'a', 'b', 'c'" for an unknown name; empty text when nothing is known.</summary>
    public static string Hint(string name, IEnumerable<string> known)
    {
        var all = known.Distinct(StringComparer.Ordinal).ToList();
        if (all.Count == 0)
        {
            return "";
        }

        string best = Names(name, all, 1)[0];
        return IsLikely(name, best)
            ? $"did you mean '{best}'?"
            : $"known: {string.Join(", ", Names(name, all, 6).Select(k => $"'{k}'"))}";
    }

    /// <summary>True when one name is probably the other, mistyped.</summary>
    public static bool IsLikely(string name, string other)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(other);
        return Distance(name, other) <= Math.Max(2, name.Length / 3);
    }

    private static int Distance(string a, string b)
    {
        // Names are short; a hostile one is cut so that the table stays small.
        a = a.Length > 64 ? a[..64] : a;
        b = b.Length > 64 ? b[..64] : b;
        var previous = new int[b.Length + 1];
        var current = new int[b.Length + 1];
        for (int j = 0; j <= b.Length; j++)
        {
            previous[j] = j;
        }

        for (int i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int cost = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1;
                current[j] = Math.Min(Math.Min(current[j - 1] + 1, previous[j] + 1), previous[j - 1] + cost);
            }

            (previous, current) = (current, previous);
        }

        return previous[b.Length];
    }
}
