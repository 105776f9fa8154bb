namespace Sim;

/// <summary>Licences as text: what is made of several sources carries the licence of each. Pure and thread-safe.</summary>
public static class Licences
{
    /// <summary>The word for what has no third party's licence.</summary>
    public const string Own = "own";

    private const string Separator = "; ";

    /// <summary>One text for several licences: each once, in ordinal order, joined by "; ". Empty texts add nothing.</summary>
    public static string Join(params IEnumerable<string> licences)
    {
        ArgumentNullException.ThrowIfNull(licences);
        return string.Join(Separator, licences.SelectMany(l => l.Split(Separator, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    /// <summary>The licences of a text; <see cref="Own"/> alone when it is empty.</summary>
    public static IReadOnlyList<string> Split(string licence)
    {
        ArgumentNullException.ThrowIfNull(licence);
        var parts = licence.Split(Separator, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return parts.Length > 0 ? parts : [Own];
    }
}
