using System.Collections.Frozen;

namespace Sim.Plugins.CrashReports.Language;

/// <summary>Numbers in words. "second" is an ordinal here; whoever reads durations must look at its neighbours.</summary>
internal static class NumberWords
{
    private static readonly string[] Ones =
    [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
        "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    ];

    private static readonly string[] Tens = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

    private static readonly string[] Ordinals = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];

    private static readonly FrozenDictionary<string, (double Value, bool Ordinal)> Table = Build();

    public static bool TryRead(string word, out double value, out bool ordinal)
    {
        bool found = Table.TryGetValue(word, out (double Value, bool Ordinal) entry);
        (value, ordinal) = found ? entry : (double.NaN, false);
        return found;
    }

    /// <summary>True for "twenty", after which "five" adds up.</summary>
    public static bool IsTens(string word) => Array.IndexOf(Tens, word) >= 0;

    private static FrozenDictionary<string, (double, bool)> Build()
    {
        var table = new Dictionary<string, (double, bool)>(StringComparer.Ordinal);
        for (int i = 0; i < Ones.Length; i++) table[Ones[i]] = (i, false);
        for (int i = 0; i < Tens.Length; i++) table[Tens[i]] = (20 + 10 * i, false);
        for (int i = 0; i < Ordinals.Length; i++) table[Ordinals[i]] = (i + 1, true);
        table["hundred"] = (100, false);
        return table.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
