using System.Globalization;
using System.Text;

namespace Sim.Formats;

/// <summary>
/// Texts of others (actors' ids, reports' sentences, drivers' words) as viewers and pictures can show them: on one line, of bounded length, without what
/// turns the direction of writing, hides or piles up. Thread-safe.
/// </summary>
public static class ShownText
{
    private const int MaxMarks = 2;

    /// <summary>The text on one line.</summary>
    /// <param name="text">Any text; half surrogate pairs become U+FFFD.</param>
    /// <param name="most">Largest number of characters, at least 1; what is longer ends in "…".</param>
    /// <returns>Without control, format, private and unassigned characters, each run of white space as one space, at most two marks on a character.</returns>
    public static string Clean(string text, int most)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        var clean = new StringBuilder(Math.Min(text.Length, most));
        int count = 0;
        int marks = 0;
        bool space = false;
        foreach (var rune in text.EnumerateRunes())
        {
            switch (Rune.GetUnicodeCategory(rune))
            {
                case UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator:
                    space = true;
                    continue;
                case UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned:
                    continue;
                case UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.SpacingCombiningMark:
                    // A mark without a character before it would sit on whatever stands beside the text.
                    if (++marks > MaxMarks || count == 0)
                    {
                        continue;
                    }

                    break;
                default:
                    marks = 0;
                    break;
            }

            if (count + (space && count > 0 ? 1 : 0) >= most)
            {
                clean.Length -= count == most ? char.IsLowSurrogate(clean[^1]) ? 2 : 1 : 0;
                clean.Append('…');
                return clean.ToString();
            }

            if (space && count > 0)
            {
                clean.Append(' ');
                count++;
            }

            space = false;
            clean.Append(rune.ToString());
            count++;
        }

        return clean.ToString();
    }

    /// <summary>Names for things that need different ones: each cleaned, "?" where nothing is left, a number behind what would repeat.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="most">Largest number of characters before the number.</param>
    public static IReadOnlyList<string> Names(IEnumerable<string> texts, int most = 64)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var next = new Dictionary<string, int>(StringComparer.Ordinal);
        var names = new List<string>();
        foreach (string text in texts)
        {
            string clean = Clean(text, most);
            string name = clean = clean.Length == 0 ? "?" : clean;
            while (!taken.Add(name))
            {
                int number = next[clean] = next.GetValueOrDefault(clean, 1) + 1;
                name = string.Create(CultureInfo.InvariantCulture, $"{clean} ({number})");
            }

            names.Add(name);
        }

        return names;
    }
}
