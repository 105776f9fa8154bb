using System.Collections.Frozen;

namespace Sim.Plugins.CrashReports.Language;

/// <summary>Who is meant where: the road users of a report and all their mentions. Immutable once built; built in one pass over the tokens.</summary>
internal sealed class Mentions
{
    private static readonly FrozenSet<string> PartWords = FrozenSet.Create(StringComparer.Ordinal,
        "front", "rear", "back", "side", "left", "right", "end", "bumper", "corner", "fender", "door", "wheel", "tire", "plane", "quarter", "panel", "hood", "roof", "top", "center", "centre", "middle", "portion",
        "area", "part", "undercarriage", "trailer", "mirror", "half", "drivers", "passenger", "passengers", "driver", "entire", "leading", "trailing", "edge", "axle", "grille", "headlight", "whole", "upper", "lower", "nose", "tail", "most", "mid", "section", "face", "cab");

    private readonly ReportText _text;
    private readonly Mention?[] _at;
    private readonly IReadOnlyList<string>?[] _subjects;

    internal Mentions(ReportText text, IReadOnlyList<ReportActor> actors, IReadOnlyList<Mention> all, bool numbered)
    {
        _text = text;
        Actors = actors;
        All = all;
        IsNumbered = numbered;
        _at = new Mention?[text.Count];
        foreach (Mention mention in all)
            for (int i = mention.Tokens.Start; i < mention.Tokens.End; i++) _at[i] ??= mention;
        _subjects = new IReadOnlyList<string>?[text.Clauses.Count];
        for (int c = 0; c < _subjects.Length; c++) _subjects[c] = ReadSubject(text.Clauses[c]);
    }

    /// <summary>The road users in the order of their numbers, bystanders last.</summary>
    public IReadOnlyList<ReportActor> Actors { get; }

    /// <summary>All mentions in the order of the text.</summary>
    public IReadOnlyList<Mention> All { get; }

    /// <summary>True when the text numbers its vehicles.</summary>
    public bool IsNumbered { get; }

    /// <summary>Reads a text.</summary>
    public static Mentions Of(ReportText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new MentionReader(text).Read();
    }

    /// <summary>The actor of an id, or null.</summary>
    public ReportActor? Actor(string id)
    {
        foreach (ReportActor actor in Actors)
            if (actor.Id == id) return actor;
        return null;
    }

    /// <summary>The mention that covers a token, or null.</summary>
    public Mention? At(int token) => token >= 0 && token < _at.Length ? _at[token] : null;

    /// <summary>The mentions that begin in a range, in order.</summary>
    public IEnumerable<Mention> In(TokenRange range)
    {
        for (int i = range.Start; i < range.End && i < _at.Length; i++)
            if (_at[i] is { } mention && mention.Tokens.Start == i) yield return mention;
    }

    /// <summary>The single actor of the first mention that overlaps a range, or null when there is none or it means several.</summary>
    public string? ActorAt(TokenRange range)
    {
        for (int i = range.Start; i < range.End && i < _at.Length; i++)
            if (_at[i] is { } mention) return mention.Actors.Count == 1 ? mention.Actors[0] : null;
        return null;
    }

    /// <summary>
    /// Ids of the actors that are the subject of a clause, its own or the one it takes over from another clause; empty when the subject is a thing
    /// ("the impact", "the roadway"). "The front of V1" counts as V1.
    /// </summary>
    public IReadOnlyList<string> SubjectOf(Clause clause)
    {
        ArgumentNullException.ThrowIfNull(clause);
        return _subjects[clause.Index] ?? [];
    }

    /// <summary>Ids of the actors behind "by" in a passive clause.</summary>
    public IReadOnlyList<string> AgentOf(Clause clause)
    {
        ArgumentNullException.ThrowIfNull(clause);
        return clause.Has(ClauseTraits.Passive) ? HeadOf(clause.After("by")) : [];
    }

    /// <summary>Ids of the actors that a noun phrase stands for: a mention, "the front of V1", "V2's left side", "V1 and V2"; empty for another head.</summary>
    public IReadOnlyList<string> HeadOf(TokenRange phrase)
    {
        for (int i = phrase.Start; i < phrase.End; i++)
        {
            if (_at[i] is { } mention)
            {
                int next = mention.Tokens.End;
                // "V1 and V2", "V1, V2 and V3"
                List<string>? several = null;
                while (next + 1 < phrase.End && _text.Norm(next) is "and" or "," or "&" && _at[next + 1] is { } joined && joined.Tokens.Start == next + 1)
                {
                    several ??= [.. mention.Actors];
                    foreach (string id in joined.Actors)
                        if (!several.Contains(id)) several.Add(id);
                    next = joined.Tokens.End;
                }

                return several ?? mention.Actors;
            }

            string word = _text.Norm(i);
            if (!PartWords.Contains(word) && !FunctionWords.Determiners.Contains(word) && word is not ("of" or "," or "(" or "then" or "and" or "or") && !FunctionWords.IsAdverb(word)) return [];
        }

        return [];
    }

    private IReadOnlyList<string> ReadSubject(Clause clause)
    {
        if (!clause.Subject.IsEmpty)
        {
            if (BehindParticiple(clause) is { } followed) return followed;
            IReadOnlyList<string> own = HeadOf(clause.Subject);
            if (own.Count > 0) return own;
            if (ObjectOfParticiple(clause) is { } described) return described;
            if (HasNoun(clause.Subject)) return Fronted(clause);
        }

        if (clause.Index == 0) return [];
        Clause before = _text.Clauses[clause.Index - 1];
        if (before.Sentence != clause.Sentence) return [];
        bool relative = clause.Opener is "which" or "who" or "that" or "where";
        bool participle = !clause.Has(ClauseTraits.Finite);
        if (relative || participle)
        {
            // The noun phrase right before it: "saw V2 turning", "V2, which was".
            int end = clause.Tokens.Start;
            if (relative && end > 0 && _text.Norm(end) != "," && _text.Norm(end - 1) == ",") end--;
            Mention? antecedent = At(end - 1);
            if (antecedent is null && _text.Norm(end - 1) == ")") antecedent = At(end - 2);
            bool comma = clause.Opener == "," || _text.Norm(clause.Tokens.Start) == ",";
            if (antecedent is { Possessive: false } && (relative || !comma || !before.Has(ClauseTraits.Finite)) && clause.Opener is "which" or "who" or "that" or "" or "," && before.Lemma != "be")
                return antecedent.Actors;
            if (relative && NearestMention(before.Tokens) is { } near) return near.Actors;
        }

        // "The road from which V2 came was wet": behind a relative clause the main clause goes on.
        if (clause.Opener.Length == 0 && clause.Subject.IsEmpty && !participle)
        {
            if (_text.FindAny(before.Subject, FunctionWords.Relatives) >= 0) return [];
            if (before.Opener is "which" or "who" or "that" && before.Index > 0 && _text.Clauses[before.Index - 1].Sentence == clause.Sentence) return _subjects[before.Index - 1] ?? [];
        }

        // A joined or dependent clause without subject of its own takes the nearest one that the sentence gave.
        for (int c = clause.Index - 1; c >= 0 && _text.Clauses[c].Sentence == clause.Sentence; c--)
        {
            Clause other = _text.Clauses[c];
            if (clause.Opener is "and" or "but" or "then" or "or" && other.Opener is "which" or "who" or "that" && other.Index != clause.Index - 1) continue;
            if (_subjects[c] is { Count: > 0 } subject && (!other.Subject.IsEmpty || other.Has(ClauseTraits.Finite) || c == clause.Index - 1)) return subject;
        }

        return [];
    }

    /// <summary>"A Honda traveling behind V2 passed it": a preposition at the end of the participle takes what follows.</summary>
    private IReadOnlyList<string>? BehindParticiple(Clause clause)
    {
        if (clause.Index == 0 || !clause.Has(ClauseTraits.Finite) || clause.Opener.Length > 0) return null;
        Clause before = _text.Clauses[clause.Index - 1];
        return before.Sentence == clause.Sentence && !before.Has(ClauseTraits.Finite) && !before.Verbs.IsEmpty && before.Tokens.End == clause.Tokens.Start && _subjects[before.Index] is { Count: 1 } subject
            && _text.Norm(before.Tokens.End - 1) is "behind" or "toward" or "towards" or "past" or "near" or "beside" or "alongside" ? subject : null;
    }

    /// <summary>"A Honda coming the other way turned left": what stands before the verb belongs to the participle, which describes the subject.</summary>
    private IReadOnlyList<string>? ObjectOfParticiple(Clause clause)
    {
        if (clause.Index == 0 || !clause.Has(ClauseTraits.Finite) || clause.Opener.Length > 0) return null;
        Clause before = _text.Clauses[clause.Index - 1];
        if (before.Sentence != clause.Sentence || before.Has(ClauseTraits.Finite) || before.Verbs.IsEmpty || before.Opener.Length > 0 || _text.Norm(clause.Tokens.Start) == "," || _text.Norm(before.Tokens.Start) == ",") return null;
        return At(before.Tokens.Start - 1) is { Possessive: false } named ? named.Actors : null;
    }

    /// <summary>"At the intersection, the front of V1": the subject begins behind a fronted phrase.</summary>
    private IReadOnlyList<string> Fronted(Clause clause)
    {
        for (int i = clause.Subject.End - 1; i >= clause.Subject.Start; i--)
            if (_text.Norm(i) == "," && i + 1 < clause.Subject.End && HeadOf(new(i + 1, clause.Subject.End)) is { Count: > 0 } head) return head;
        // "At 2:15 PM a Honda": the last one named behind a fronted phrase, unless a preposition governs it.
        if (FunctionWords.Prepositions.Contains(_text.Norm(clause.Subject.Start)))
            for (int i = clause.Subject.End - 1; i > clause.Subject.Start; i--)
                if (_at[i] is { Possessive: false } named && named.Tokens.Start > clause.Subject.Start && !FunctionWords.Prepositions.Contains(_text.Norm(named.Tokens.Start - 1))) return named.Actors;
        return At(clause.Subject.End - 1) is { Possessive: false } last && (last.Tokens.Start == clause.Subject.Start || !FunctionWords.Prepositions.Contains(_text.Norm(last.Tokens.Start - 1)))
            ? last.Actors
            : [];
    }

    private Mention? NearestMention(TokenRange range)
    {
        for (int i = range.End - 1; i >= range.Start; i--)
            if (_at[i] is { Possessive: false } mention) return mention;
        return null;
    }

    private bool HasNoun(TokenRange range)
    {
        for (int i = range.Start; i < range.End; i++)
            if (_text[i].IsWord && !FunctionWords.IsAdverb(_text.Norm(i)) && !FunctionWords.Relatives.Contains(_text.Norm(i)) && !FunctionWords.Prepositions.Contains(_text.Norm(i)) && !FunctionWords.Subordinators.Contains(_text.Norm(i))) return true;
        return false;
    }
}
