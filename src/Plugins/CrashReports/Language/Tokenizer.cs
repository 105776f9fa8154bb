using System.Globalization;

namespace Sim.Plugins.CrashReports.Language;

/// <summary>
/// Cuts a text into tokens in one pass. Hyphens within words are boundaries, not tokens, so "two-lane" and "two lane" read alike; digits are cut
/// from letters behind them ("48kmph"), letters keep digits behind them ("v1", "f350").
/// </summary>
internal static class Tokenizer
{
    public static Token[] Read(string text)
    {
        var tokens = new List<Token>(text.Length / 4 + 4);
        int i = 0, previousEnd = -1;
        while (i < text.Length)
        {
            char c = text[i];
            if (char.IsWhiteSpace(c) || char.IsControl(c))
            {
                i++;
                continue;
            }

            bool glued = i == previousEnd;
            if (IsHyphen(c) && i > 0 && char.IsLetterOrDigit(text[i - 1]) && i + 1 < text.Length && char.IsLetterOrDigit(text[i + 1])
                && !(char.IsDigit(text[i - 1]) && char.IsDigit(text[i + 1])))
            {
                previousEnd = ++i;
                continue;
            }

            int start = i;
            if (char.IsAsciiDigit(c) || (c is '-' or '.' or '\u2212' && !glued && i + 1 < text.Length && char.IsAsciiDigit(text[i + 1])))
                i = ReadNumber(text, i, glued, tokens);
            else if (char.IsLetter(c)) i = ReadWord(text, i, glued, tokens);
            else if (IsApostrophe(c) && glued && i + 1 < text.Length && char.ToLowerInvariant(text[i + 1]) == 's'
                && (i + 2 == text.Length || !char.IsLetterOrDigit(text[i + 2])))
            {
                i += 2;
                tokens.Add(new(start, i, TokenKind.Word, "'s", double.NaN, false, true, false));
            }
            else
            {
                i += char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]) ? 2 : 1;
                tokens.Add(new(start, i, TokenKind.Mark, Mark(c), double.NaN, false, glued, false));
            }

            previousEnd = i;
        }

        return [.. tokens];
    }

    private static int ReadNumber(string text, int start, bool glued, List<Token> tokens)
    {
        int i = start;
        bool negative = text[i] is '-' or '\u2212';
        if (negative) i++;
        double value = 0;
        double scale = 0;
        int digits = i;
        for (; i < text.Length && i - digits < 24; i++)
        {
            char c = text[i];
            if (char.IsAsciiDigit(c))
            {
                if (scale > 0) (value, scale) = (value + (c - '0') * scale, scale / 10);
                else value = value * 10 + (c - '0');
            }
            else if (c == '.' && scale == 0 && i + 1 < text.Length && char.IsAsciiDigit(text[i + 1])) scale = 0.1;
            else if (c != ',' || scale > 0 || !IsThousands(text, i)) break;
        }

        // The decimal digits are summed for speed of the common case; exact values come from the digits themselves.
        if (scale > 0) value = double.Parse(text.AsSpan(digits, i - digits).ToString().Replace(",", "", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture);
        bool ordinal = i + 1 < text.Length && (i + 2 == text.Length || !char.IsLetterOrDigit(text[i + 2]))
            && text.AsSpan(i, 2).ToString().ToLowerInvariant() is "st" or "nd" or "rd" or "th";
        int end = ordinal ? i + 2 : i;
        tokens.Add(new(start, end, TokenKind.Number, text[digits..i], negative ? -value : value, ordinal, glued, false));
        return end;
    }

    private static bool IsThousands(string text, int comma) =>
        comma + 3 < text.Length && char.IsAsciiDigit(text[comma + 1]) && char.IsAsciiDigit(text[comma + 2]) && char.IsAsciiDigit(text[comma + 3])
        && (comma + 4 == text.Length || !char.IsAsciiDigit(text[comma + 4]));

    private static int ReadWord(string text, int start, bool glued, List<Token> tokens)
    {
        int i = start + 1;
        while (i < text.Length && char.IsLetterOrDigit(text[i])) i++;
        bool capital = char.IsUpper(text[start]);
        int end = i;
        if (i + 1 < text.Length && IsApostrophe(text[i]) && char.ToLowerInvariant(text[i + 1]) == 't' && end - start > 2
            && char.ToLowerInvariant(text[end - 1]) == 'n' && (i + 2 == text.Length || !char.IsLetterOrDigit(text[i + 2])))
        {
            string stem = text[start..(end - 1)].ToLowerInvariant() switch { "wo" => "will", "ca" => "can", var other => other };
            tokens.Add(new(start, end - 1, TokenKind.Word, stem, double.NaN, false, glued, capital));
            tokens.Add(new(end - 1, i + 2, TokenKind.Word, "not", double.NaN, false, true, false));
            return i + 2;
        }

        string norm = text[start..end].ToLowerInvariant();
        if (norm == "cannot")
        {
            tokens.Add(new(start, start + 3, TokenKind.Word, "can", double.NaN, false, glued, capital));
            tokens.Add(new(start + 3, end, TokenKind.Word, "not", double.NaN, false, true, false));
            return end;
        }

        // Verbs that are written in one, two or hyphenated.
        string? joined = tokens.Count == 0 ? null : (tokens[^1].Norm, norm) switch
        {
            ("rear", "ended" or "ending") => "rear-" + norm,
            ("side", "swipe" or "swiped" or "swipes" or "swiping") => "side" + norm,
            ("t", "boned") => "t-boned",
            _ => null,
        };
        if (joined is not null)
        {
            tokens[^1] = tokens[^1] with { End = end, Norm = joined };
            return end;
        }

        NumberWords.TryRead(norm, out double value, out bool ordinal);
        if (value is > 0 and < 10 && !ordinal && tokens.Count > 0 && tokens[^1] is { IsNumber: true, Kind: TokenKind.Word } tens && NumberWords.IsTens(tens.Norm))
            tokens[^1] = tens with { End = end, Norm = tens.Norm + " " + norm, Value = tens.Value + value };
        else tokens.Add(new(start, end, TokenKind.Word, norm, value, ordinal, glued, capital));
        return end;
    }

    private static bool IsHyphen(char c) => c is '-' or '\u2010' or '\u2011' or '\u2013';

    private static bool IsApostrophe(char c) => c is '\'' or '\u2019';

    private static string Mark(char c) => c switch
    {
        '\u2013' or '\u2014' or '\u2212' or '-' => "-",
        '\u201c' or '\u201d' or '"' => "\"",
        '\u2018' or '\u2019' or '\'' => "'",
        '.' => ".",
        ',' => ",",
        _ => c.ToString(),
    };
}
