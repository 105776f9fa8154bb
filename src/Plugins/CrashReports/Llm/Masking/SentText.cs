using System.Text;
using Sim.Plugins.CrashReports.Extraction;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Llm.Masking;

/// <summary>
/// A report as it is sent: without instructions, with masks of equal length, with single white space, with the delimiters of the prompt made harmless; and the
/// way back from each character to the original. Immutable.
/// </summary>
internal sealed class SentText
{
    /// <summary>Longest quote that counts as evidence.</summary>
    public const int MaxQuote = 400;

    private readonly int[] _origin;

    private SentText(string original, string text, int[] origin, IReadOnlyList<Range> left) => (Original, Text, _origin, LeftOut) = (original, text, origin, left);

    /// <summary>The original.</summary>
    public string Original { get; }

    /// <summary>What is sent.</summary>
    public string Text { get; }

    /// <summary>Ranges of the original that are left out as instructions.</summary>
    public IReadOnlyList<Range> LeftOut { get; }

    /// <summary>Prepares a text.</summary>
    public static SentText Of(string original, MaskKinds mask)
    {
        var left = InstructionFilter.Find(original);
        string masked = TextMask.Apply(original, mask);
        var text = new StringBuilder(original.Length);
        var origin = new List<int>(original.Length);
        int skip = 0;
        for (int i = 0; i < masked.Length; i++)
        {
            if (skip < left.Count && i >= left[skip].Start.Value)
            {
                i = left[skip++].End.Value - 1;
                continue;
            }

            char c = Harmless(masked[i]);
            if (c is ' ' or '\n')
            {
                if (text.Length == 0 || text[^1] is ' ' or '\n')
                {
                    continue;
                }

                c = ' ';
            }

            text.Append(c);
            origin.Add(i);
        }

        while (text.Length > 0 && text[^1] == ' ')
        {
            text.Length--;
        }

        return new SentText(original, text.ToString(), [.. origin], left);
    }

    /// <summary>Finds a quote, whatever its white space, and cuts its words out of the original; null when it does not stand there.</summary>
    public TextSpan? Find(string quote)
    {
        string words = string.Join(' ', quote.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Trim('"', '“', '”');
        if (words.Length is < 2 or > MaxQuote || !words.Any(char.IsLetterOrDigit))
        {
            return null;
        }

        int at = Locate(words);
        if (at < 0)
        {
            return null;
        }

        // Words on both sides of something left out are no literal piece of the original: the longer side is.
        int begin = at, end = at, bestBegin = at, bestEnd = at;
        for (int i = at; i < at + words.Length; i++)
        {
            if (i > at && Crosses(_origin[i - 1], _origin[i]))
            {
                begin = i;
            }

            end = i + 1;
            if (end - begin > bestEnd - bestBegin)
            {
                (bestBegin, bestEnd) = (begin, end);
            }
        }

        return TextSpan.Of(Original, _origin[bestBegin], _origin[bestEnd - 1] + 1);
    }

    /// <summary>The words of a span as they were sent.</summary>
    public string Sent(TextSpan span)
    {
        int first = LowerBound(span.Start), last = LowerBound(span.End);
        return Text[first..last].Trim();
    }

    private int LowerBound(int original)
    {
        int at = Array.BinarySearch(_origin, 0, Text.Length, original);
        return at < 0 ? ~at : at;
    }

    private int Locate(string words)
    {
        for (int at = Text.IndexOf(words, StringComparison.Ordinal); at >= 0; at = Text.IndexOf(words, at + 1, StringComparison.Ordinal))
        {
            // "ice" does not stand in "police".
            bool begins = at == 0 || !char.IsLetterOrDigit(Text[at - 1]) || !char.IsLetterOrDigit(words[0]);
            bool ends = at + words.Length == Text.Length || !char.IsLetterOrDigit(Text[at + words.Length]) || !char.IsLetterOrDigit(words[^1]);
            if (begins && ends)
            {
                return at;
            }
        }

        return -1;
    }

    private bool Crosses(int before, int after) => LeftOut.Any(r => r.Start.Value > before && r.Start.Value < after);

    private static char Harmless(char c) => c switch
    {
        '<' => '‹',
        '>' => '›',
        _ when char.IsWhiteSpace(c) || char.IsControl(c) => ' ',
        _ => c,
    };
}
