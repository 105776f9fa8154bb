using System.Text;

namespace Sim.Reports.Failures;

/// <summary>Takes out of a text what changes from case to case, so that the same failure gives the same words. Pure.</summary>
internal static class MaskedText
{
    private const int MaxLength = 200;

    /// <summary>A reason with "#" for every word that holds a digit (numbers, ids, versions, addresses) and "PATH" for every path.</summary>
    public static string Reason(string text) => Mask(text, static word => IsPath(word) ? "PATH" : word.Any(char.IsAsciiDigit) ? "#" : word);

    /// <summary>An expectation with "#" for every number, so that a stricter bound is still the same expectation; names stay.</summary>
    public static string Expectation(string text) => Mask(text, static word => IsNumber(word) ? "#" : word);

    private static string Mask(string text, Func<string, string> replace)
    {
        var masked = new StringBuilder(Math.Min(text.Length, MaxLength) + 8);
        for (int i = 0; i < text.Length && masked.Length < MaxLength;)
        {
            int end = i;
            while (end < text.Length && IsOfWord(text[end]))
            {
                end++;
            }

            if (end == i)
            {
                masked.Append(char.IsControl(text[i]) ? ' ' : text[i]);
                i++;
                continue;
            }

            // Points and colons at the end belong to the sentence.
            int last = end;
            while (last > i && text[last - 1] is '.' or ':')
            {
                last--;
            }

            masked.Append(replace(text[i..last])).Append(text, last, end - last);
            i = end;
        }

        return masked.Length <= MaxLength ? masked.ToString() : masked.ToString(0, MaxLength);
    }

    private static bool IsOfWord(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or '/' or '\\' or ':' or '~' or '+';

    private static bool IsPath(string word) => word.Length > 1 && (word[0] is '/' or '~' || word.StartsWith("./", StringComparison.Ordinal) || word.StartsWith("../", StringComparison.Ordinal)
        || word.Contains('\\', StringComparison.Ordinal) || word.Count(c => c == '/') >= 2);

    private static bool IsNumber(string word) => word.Any(char.IsAsciiDigit) && word.All(c => char.IsAsciiDigit(c) || c is '.' or '-' or '+' or 'e' or 'E');
}
