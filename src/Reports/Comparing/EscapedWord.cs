using System.Globalization;
using System.Text;

namespace Sim.Reports.Comparing;

/// <summary>Words of letters, digits and a few signs; every other byte of their UTF-8 is %XX. One text has one form. Pure.</summary>
internal static class EscapedWord
{
    /// <summary>The word.</summary>
    public static string Of(string text, string signs)
    {
        var word = new StringBuilder(text.Length);
        foreach (byte b in Encoding.UTF8.GetBytes(text))
        {
            _ = Plain((char)b, signs) ? word.Append((char)b) : word.Append(CultureInfo.InvariantCulture, $"%{b:X2}");
        }

        return word.ToString();
    }

    /// <summary>The text, or null when the word is none or has another form.</summary>
    public static string? Read(string word, string signs)
    {
        if (!word.Contains('%', StringComparison.Ordinal))
        {
            return word.All(c => Plain(c, signs)) ? word : null;
        }

        var bytes = new List<byte>(word.Length);
        for (int i = 0; i < word.Length; i++)
        {
            if (word[i] != '%')
            {
                if (!Plain(word[i], signs))
                {
                    return null;
                }

                bytes.Add((byte)word[i]);
            }
            else if (i + 2 < word.Length && byte.TryParse(word.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte value))
            {
                bytes.Add(value);
                i += 2;
            }
            else
            {
                return null;
            }
        }

        string text = Encoding.UTF8.GetString([.. bytes]);
        return Of(text, signs) == word ? text : null;
    }

    private static bool Plain(char c, string signs) => char.IsAsciiLetterOrDigit(c) || signs.Contains(c, StringComparison.Ordinal);
}
