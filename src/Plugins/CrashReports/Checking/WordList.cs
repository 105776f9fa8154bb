namespace Sim.Plugins.CrashReports.Checking;

/// <summary>
/// The words and sentences of a text as the checks see them. Cut apart from the extractors' own reading on purpose: a slip of theirs must not hide
/// from the check. Immutable, thread-safe.
/// </summary>
internal sealed class WordList
{
    private static readonly HashSet<string> NoEnd =
        new(StringComparer.Ordinal) { "approx", "mr", "mrs", "ms", "dr", "st", "ave", "blvd", "rd", "hwy", "rte", "vs", "etc", "jr", "sr", "ft", "veh" };

    private readonly List<(int From, int To)> _sentences = [];

    private WordList(string text, List<Word> words)
    {
        Text = text;
        Words = words;
        for (int i = 0; i < words.Count; i++)
        {
            if (words[i].Sentence == _sentences.Count) _sentences.Add((i, i + 1));
            else _sentences[^1] = (_sentences[^1].From, i + 1);
        }
    }

    public string Text { get; }

    public IReadOnlyList<Word> Words { get; }

    public int SentenceCount => _sentences.Count;

    public string this[int index] => index >= 0 && index < Words.Count ? Words[index].Text : "";

    /// <summary>Indices of the words of a sentence, the last one excluded.</summary>
    public (int From, int To) Sentence(int number) => _sentences[number];

    /// <summary>Indices of the words that overlap a range of characters.</summary>
    public (int From, int To) Between(int start, int end)
    {
        int from = First(start);
        int to = from;
        while (to < Words.Count && Words[to].Start < end) to++;
        return (from, to);
    }

    /// <summary>Indices of the words of all sentences that a range of characters touches.</summary>
    public (int From, int To) SentencesAt(int start, int end)
    {
        var (from, to) = Between(start, end);
        return from == to ? (from, to) : (Sentence(Words[from].Sentence).From, Sentence(Words[to - 1].Sentence).To);
    }

    /// <summary>True when any of some words stands in a range.</summary>
    public bool Any((int From, int To) range, params ReadOnlySpan<string> words)
    {
        for (int i = range.From; i < range.To; i++)
        {
            if (words.Contains(Words[i].Text)) return true;
        }

        return false;
    }

    /// <summary>Cuts.</summary>
    public static WordList Of(string text)
    {
        var words = new List<Word>(text.Length / 5);
        int sentence = 0;
        bool pending = false;
        for (int i = 0; i < text.Length;)
        {
            char c = text[i];
            if (char.IsAsciiDigit(c))
            {
                int start = i;
                while (i < text.Length && (char.IsAsciiDigit(text[i]) || (text[i] == '.' && i + 1 < text.Length && char.IsAsciiDigit(text[i + 1])))) i++;
                Add(start, i);
            }
            else if (char.IsLetter(c))
            {
                int start = i;
                while (i < text.Length && char.IsLetter(text[i])) i++;
                // "v1" but not "f350".
                if (i - start == 1)
                {
                    int digits = i;
                    while (digits < text.Length && char.IsAsciiDigit(text[digits])) digits++;
                    if (digits - i is 1 or 2 && c is 'v' or 'V' or 'd' or 'D' or 'p' or 'P') i = digits;
                }

                Add(start, i);
            }
            else
            {
                if (c is '.' or '!' or '?' && Ends(text, i, words)) pending = true;
                else if (c == '\n' && Blank(text, i)) pending = true;
                i++;
            }
        }

        return new WordList(text, words);

        void Add(int start, int end)
        {
            if (pending && words.Count > 0) sentence++;
            pending = false;
            words.Add(new Word(start, end, text[start..end].ToLowerInvariant(), sentence));
        }
    }

    private static bool Ends(string text, int at, List<Word> words)
    {
        int next = at + 1;
        while (next < text.Length && text[next] is '"' or '\u201D' or ')' or '\'') next++;
        if (next < text.Length && !char.IsWhiteSpace(text[next])) return false;
        while (next < text.Length && char.IsWhiteSpace(text[next])) next++;
        if (next < text.Length && char.IsLower(text[next])) return false;
        if (text[at] != '.' || words.Count == 0) return true;
        var last = words[^1].Text;
        return !NoEnd.Contains(last) && !(last.Length == 1 && char.IsLetter(last[0]) && words[^1].End == at && next < text.Length && last is not "i");
    }

    private static bool Blank(string text, int at)
    {
        int next = at + 1;
        while (next < text.Length && text[next] is ' ' or '\t' or '\r') next++;
        return next < text.Length && text[next] == '\n';
    }

    private int First(int start)
    {
        int low = 0, high = Words.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (Words[middle].End <= start) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
