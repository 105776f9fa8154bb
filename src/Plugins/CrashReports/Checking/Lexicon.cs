namespace Sim.Plugins.CrashReports.Checking;

/// <summary>Words that stand for the values of an enumeration; a word may stand for several. Immutable, thread-safe.</summary>
/// <typeparam name="T">The enumeration.</typeparam>
internal sealed class Lexicon<T>
    where T : struct, Enum
{
    private readonly Dictionary<string, T[]> _values;

    public Lexicon(params (T Value, string[] Words)[] entries) =>
        _values = entries.SelectMany(entry => entry.Words.Select(word => (Word: word, entry.Value)))
            .GroupBy(pair => pair.Word, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Select(pair => pair.Value).Distinct().ToArray(), StringComparer.Ordinal);

    /// <summary>All values that words of a range may stand for.</summary>
    public SortedSet<T> Read(WordList words, (int From, int To) range)
    {
        var found = new SortedSet<T>();
        for (int i = range.From; i < range.To; i++)
        {
            if (_values.TryGetValue(words[i], out var values)) found.UnionWith(values);
        }

        return found;
    }
}
