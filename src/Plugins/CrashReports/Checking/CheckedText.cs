using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Checking;

/// <summary>A text with the mentions of a record's actors, for one check. Immutable.</summary>
internal sealed class CheckedText
{
    public CheckedText(CrashRecord record, WordList words)
    {
        Record = record;
        Words = words;
        Mentions = MentionReader.Read(record, words);
    }

    public CrashRecord Record { get; }

    public WordList Words { get; }

    public IReadOnlyList<Mention> Mentions { get; }

    /// <summary>Words of the quote of a leaf; empty when it has none.</summary>
    public (int From, int To) Quote(TextSpan? evidence) => evidence is { } span && SpanRule.IsLiteral(span, Words.Text) ? Words.Between(span.Start, span.End) : (0, 0);

    /// <summary>Words of the sentences that hold the quote of a leaf; empty when it has none.</summary>
    public (int From, int To) Sentences(TextSpan? evidence) => evidence is { } span && SpanRule.IsLiteral(span, Words.Text) ? Words.SentencesAt(span.Start, span.End) : (0, 0);

    /// <summary>All words.</summary>
    public (int From, int To) All => (0, Words.Words.Count);

    /// <summary>The span of some words.</summary>
    public TextSpan Span(int from, int to) => TextSpan.Of(Words.Text, Words.Words[from].Start, Words.Words[to - 1].End);

    /// <summary>The last mention before a word in its sentence; those joined to it by "and" too.</summary>
    public IEnumerable<Mention> Subjects(int word)
    {
        int low = 0, high = Mentions.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (Mentions[middle].To <= word) low = middle + 1;
            else high = middle;
        }

        int last = low - 1;
        if (last < 0 || Words.Words[Mentions[last].From].Sentence != Words.Words[word].Sentence) yield break;
        yield return Mentions[last];
        if (last > 0 && Words[Mentions[last].From - 1] == "and" && Mentions[last - 1].To == Mentions[last].From - 1) yield return Mentions[last - 1];
    }
}
