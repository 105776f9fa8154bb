namespace Sim.Plugins.CrashReports.Language;

/// <summary>One clause: one group of verbs and what belongs to it. Immutable.</summary>
internal sealed record Clause
{
    /// <summary>Number of the clause in the report.</summary>
    public required int Index { get; init; }

    /// <summary>Number of its sentence.</summary>
    public required int Sentence { get; init; }

    /// <summary>All its tokens, the word that opens it included.</summary>
    public required TokenRange Tokens { get; init; }

    /// <summary>Its verbs: "was attempting to turn"; empty in a heading.</summary>
    public required TokenRange Verbs { get; init; }

    /// <summary>Base form of the verb that carries the meaning: "turn"; "be" for a plain copula; empty in a heading.</summary>
    public required string Lemma { get; init; }

    /// <summary>How it speaks.</summary>
    public required ClauseTraits Traits { get; init; }

    /// <summary>The word that ties it to what comes before ("when", "before", "which", "and", "to", ","); empty for the first one.</summary>
    public required string Opener { get; init; }

    /// <summary>Tokens of its own subject; empty when it has none and takes that of another clause.</summary>
    public required TokenRange Subject { get; init; }

    /// <summary>Tokens right behind the verbs up to the first preposition: object or complement; may be empty.</summary>
    public required TokenRange Object { get; init; }

    /// <summary>Its prepositional phrases behind the verbs.</summary>
    public required IReadOnlyList<Phrase> Phrases { get; init; }

    /// <summary>When it lies.</summary>
    public ClausePhase Phase { get; init; }

    public bool Has(ClauseTraits traits) => (Traits & traits) != 0;

    /// <summary>True when the clause tells what really happened, by the report or by somebody's account.</summary>
    public bool IsFact => !Has(ClauseTraits.Negated | ClauseTraits.Intended | ClauseTraits.Hypothetical | ClauseTraits.Conditional | ClauseTraits.Believed);

    /// <summary>The phrase of a preposition, or an empty range.</summary>
    public TokenRange After(string preposition)
    {
        foreach (Phrase phrase in Phrases)
            if (phrase.Preposition == preposition) return phrase.Words;
        return TokenRange.Empty;
    }
}
