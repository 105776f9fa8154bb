using System.Globalization;
using System.Text;

namespace Sim.Reports.Ci;

/// <summary>User's texts on their way into files that other programs read. Stateless.</summary>
internal static class CiText
{
    /// <summary>Longest text in a file for CI servers; what exceeds it is cut, its length stated.</summary>
    public const int MaxLength = 4000;

    /// <summary>The text, cut at a limit between two characters, its length stated.</summary>
    public static string Cut(string text, int max = MaxLength)
    {
        if (text.Length <= max)
        {
            return text;
        }

        int end = char.IsHighSurrogate(text[max - 1]) ? max - 1 : max;
        return string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, end)}… ({text.Length} characters)");
    }

    /// <summary>
    /// Cut, and such that everything in it is seen as it is: lone surrogates become U+FFFD, controls and characters that turn the direction of text
    /// become their code point in words, such as <c>[U+202E]</c>.
    /// </summary>
    /// <param name="text">Any text.</param>
    /// <param name="lines">True when line feeds stay; else they become spaces, as tabs do.</param>
    /// <param name="max">Limit.</param>
    public static string Visible(string text, bool lines = false, int max = MaxLength)
    {
        var seen = new StringBuilder(Math.Min(text.Length, max) + 32);
        foreach (var rune in Cut(text, max).EnumerateRunes())
        {
            if (rune.Value == '\n' && lines)
            {
                seen.Append('\n');
            }
            else if (rune.Value is '\n' or '\t')
            {
                seen.Append(' ');
            }
            else if (IsHidden(rune))
            {
                seen.Append(CultureInfo.InvariantCulture, $"[U+{rune.Value:X4}]");
            }
            else
            {
                seen.Append(rune.ToString());
            }
        }

        return seen.ToString();
    }

    /// <summary>Controls, separators of lines, and what turns the direction of text or hides between letters.</summary>
    public static bool IsHidden(Rune rune) => Rune.IsControl(rune)
        || rune.Value is 0x061C or 0x200B or 0x200E or 0x200F or 0x2028 or 0x2029 or (>= 0x202A and <= 0x202E) or (>= 0x2060 and <= 0x2069) or 0xFEFF or (>= 0xFFF9 and <= 0xFFFB) or (>= 0xE0000 and <= 0xE007F)
        || (rune.Value & 0xFFFE) == 0xFFFE;
}
