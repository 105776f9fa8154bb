using System.Collections.Frozen;

namespace Sim.Plugins.CrashReports.Language;

/// <summary>Joins tokens into sentences: full stops that end none (abbreviations, initials, "Vehicle. # 1"), line breaks of a form in mid-sentence, headings.</summary>
internal static class SentenceReader
{
    private static readonly FrozenSet<string> Abbreviations = FrozenSet.Create(StringComparer.Ordinal,
        "approx", "mr", "mrs", "ms", "dr", "st", "ave", "blvd", "rd", "hwy", "rte", "no", "vs", "etc", "inc", "co", "jr", "sr", "ft", "mi", "hr", "hrs",
        "min", "sec", "dept", "veh", "lt", "sgt", "ofc", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "ln", "fig");

    public static List<Sentence> Read(string text, Token[] tokens)
    {
        var sentences = new List<Sentence>();
        int widest = WidestLine(text);
        int start = 0, paragraph = 0;
        for (int i = 0; i < tokens.Length; i++)
        {
            bool last = i + 1 == tokens.Length;
            (bool newParagraph, bool newLine) = last ? (true, true) : Gap(text, tokens[i].End, tokens[i + 1].Start);
            bool ends = last || newParagraph || EndsSentence(text, tokens, i);
            bool heading = false;
            if (!ends && newLine)
            {
                bool shortLine = LineLength(text, tokens[i].End) < widest * 0.6;
                bool starts = tokens[i + 1].Capital || tokens[i + 1].Norm is "-" or "*" or "•";
                ends = heading = shortLine && starts && tokens[i].Norm is not ("," or "-" or "the" or "a" or "of" or "and" or "to");
            }

            if (!ends) continue;
            int end = i + 1;
            // Closing quotes and brackets belong to the sentence before them.
            while (end < tokens.Length && tokens[end].Glued && tokens[end].Norm is "\"" or ")" or "'" && EndsSentence(text, tokens, i)) end++;
            if (end > start)
                sentences.Add(new(new(start, end), paragraph, heading && end - start < 12 && !tokens[i].Norm.EndsWith('.'), IsCoding(tokens, start, end)));
            start = end;
            i = end - 1;
            if (newParagraph || (newLine && LineLength(text, tokens[i].End) < widest * 0.8)) paragraph++;
        }

        return sentences;
    }

    private static bool EndsSentence(string text, Token[] tokens, int i)
    {
        string norm = tokens[i].Norm;
        if (norm is "!" or "?") return true;
        if (norm != ".") return false;
        if (i + 1 == tokens.Length) return true;
        Token next = tokens[i + 1];
        bool spaced = next.Start > tokens[i].End;
        if (!spaced && next.Norm is not ("\"" or ")" or "'")) return next.Capital && i > 0 && tokens[i - 1].Norm.Length > 2 && char.IsLower(text[tokens[i - 1].End - 1]);
        if (next.Norm is "#" or "," or ";") return false;
        if (i > 0 && tokens[i].Glued)
        {
            Token before = tokens[i - 1];
            if (before.IsWord && before.End - before.Start == 1 && !next.Capital) return false;
            if (before.IsWord && before.End - before.Start == 1 && before.Capital && i > 1 && tokens[i - 2].Norm == "." && tokens[i - 1].Glued) return next.Capital;
            if (before is { IsWord: true } && (before.End - before.Start == 1 && before.Norm is not ("i" or "a")) && !IsNumbered(tokens, i - 1)) return false;
            if (Abbreviations.Contains(before.Norm) && !(next.Capital && before.Norm is "etc" or "mph")) return before.Norm is "no" or "min" or "sec" or "mar" or "ln" && next.Capital && !spacedNumber(next);
        }

        return next.Capital || next.Kind != TokenKind.Word || !char.IsLower(text[next.Start]) || !tokens[i].Glued || tokens[i - 1].Norm.Length > 3;

        static bool spacedNumber(Token token) => token.Kind == TokenKind.Number;
    }

    private static bool IsNumbered(Token[] tokens, int i) => i > 0 && tokens[i - 1].Norm is "vehicle" or "unit" or "#";

    private static (bool Paragraph, bool Line) Gap(string text, int from, int to)
    {
        int breaks = 0;
        for (int i = from; i < to; i++)
            if (text[i] == '\n') breaks++;
        return (breaks > 1, breaks > 0);
    }

    private static int WidestLine(string text)
    {
        int widest = 0, length = 0;
        foreach (char c in text)
        {
            length = c == '\n' ? 0 : length + 1;
            widest = Math.Max(widest, length);
        }

        return widest;
    }

    /// <summary>Length of the line whose last token ends at a place; looks back no farther than a long line.</summary>
    private static int LineLength(string text, int end)
    {
        int start = end;
        while (start > 0 && text[start - 1] != '\n' && end - start < 400) start--;
        return end - start;
    }

    private static bool IsCoding(Token[] tokens, int start, int end)
    {
        for (int i = start; i + 1 < end && i < start + 60; i++)
        {
            string word = tokens[i].Norm;
            if (word == "critical" && (tokens[i + 1].Norm is "event" or "reason" or "precrash" or "pre" or "non")) return true;
            if (word is "associated" or "associative" or "contributory" or "contributing" or "additional" && tokens[i + 1].Norm is "factor" or "factors") return true;
            if (word == "event" && tokens[i + 1].Norm == "movement") return true;
            if (word is "coded" && tokens[i + 1].Norm is "as" or "to" or "for") return true;
        }

        return false;
    }
}
