using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Language;

/// <summary>A report as tokens, sentences and clauses. Immutable, thread-safe; built in time linear in the text.</summary>
internal sealed class ReportText
{
    private readonly Token[] _tokens;
    private readonly int[] _sentenceOfToken;
    private readonly int[] _clauseOfToken;

    private ReportText(string text)
    {
        Text = text;
        _tokens = Tokenizer.Read(text);
        Sentences = SentenceReader.Read(text, _tokens);
        Clauses = ClauseReader.Read(_tokens, Sentences);
        _sentenceOfToken = new int[_tokens.Length];
        _clauseOfToken = new int[_tokens.Length];
        for (int s = 0; s < Sentences.Count; s++)
            for (int i = Sentences[s].Tokens.Start; i < Sentences[s].Tokens.End; i++) _sentenceOfToken[i] = s;
        for (int c = 0; c < Clauses.Count; c++)
            for (int i = Clauses[c].Tokens.Start; i < Clauses[c].Tokens.End; i++) _clauseOfToken[i] = c;
    }

    /// <summary>The text as it was given.</summary>
    public string Text { get; }

    public ReadOnlySpan<Token> Tokens => _tokens;

    public int Count => _tokens.Length;

    public IReadOnlyList<Sentence> Sentences { get; }

    public IReadOnlyList<Clause> Clauses { get; }

    public ref readonly Token this[int token] => ref _tokens[token];

    /// <summary>Reads a text.</summary>
    public static ReportText Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new(text);
    }

    public Sentence SentenceAt(int token) => Sentences[_sentenceOfToken[token]];

    public Clause ClauseAt(int token) => Clauses[_clauseOfToken[token]];

    /// <summary>The clauses of a sentence, in order.</summary>
    public IEnumerable<Clause> ClausesOf(Sentence sentence)
    {
        if (sentence.Tokens.IsEmpty) yield break;
        for (int c = _clauseOfToken[sentence.Tokens.Start]; c < Clauses.Count && Clauses[c].Tokens.Start < sentence.Tokens.End; c++) yield return Clauses[c];
    }

    /// <summary>The token in lower case; empty outside of the text.</summary>
    public string Norm(int token) => token >= 0 && token < _tokens.Length ? _tokens[token].Norm : "";

    /// <summary>True when exactly these words stand at a place.</summary>
    public bool Is(int token, params ReadOnlySpan<string> words)
    {
        if (token < 0 || token + words.Length > _tokens.Length) return false;
        for (int i = 0; i < words.Length; i++)
            if (_tokens[token + i].Norm != words[i]) return false;
        return true;
    }

    /// <summary>First place of these words in a range, or -1.</summary>
    public int Find(TokenRange range, params ReadOnlySpan<string> words)
    {
        for (int i = range.Start; i + words.Length <= range.End; i++)
            if (Is(i, words)) return i;
        return -1;
    }

    /// <summary>First token of a range that is one of the words, or -1.</summary>
    public int FindAny(TokenRange range, IReadOnlySet<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        for (int i = range.Start; i < range.End; i++)
            if (words.Contains(_tokens[i].Norm)) return i;
        return -1;
    }

    /// <summary>The characters of a range as evidence.</summary>
    public TextSpan Span(TokenRange range) => TextSpan.Of(Text, _tokens[range.Start].Start, _tokens[Math.Max(range.Start, range.End - 1)].End);

    /// <summary>The characters of tokens <paramref name="start"/> to <paramref name="end"/> (exclusive) as evidence.</summary>
    public TextSpan Span(int start, int end) => Span(new TokenRange(start, end));
}
