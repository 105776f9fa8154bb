namespace Sim.Plugins.CrashReports.Language;

/// <summary>Cuts sentences into clauses around their groups of verbs and says how each speaks.</summary>
internal static class ClauseReader
{
    public static Clause[] Read(Token[] tokens, IReadOnlyList<Sentence> sentences)
    {
        var clauses = new List<Clause>(sentences.Count * 3);
        var groups = new List<VerbGroup>();
        for (int s = 0; s < sentences.Count; s++)
        {
            groups.Clear();
            VerbGroupReader.Read(tokens, sentences[s].Tokens, groups);
            ReadSentence(tokens, sentences[s], s, groups, clauses);
        }

        return ClausePhaseReader.Place(tokens, sentences, clauses);
    }

    private static void ReadSentence(Token[] tokens, Sentence sentence, int number, List<VerbGroup> groups, List<Clause> clauses)
    {
        if (groups.Count == 0)
        {
            clauses.Add(Make(tokens, sentence, number, clauses.Count, sentence.Tokens, new(new(sentence.Tokens.Start, sentence.Tokens.Start), "", ClauseTraits.None, false, false), sentence.Tokens.Start, ClauseTraits.None));
            return;
        }

        int start = sentence.Tokens.Start;
        int first = clauses.Count;
        for (int g = 0; g < groups.Count; g++)
        {
            int end = g + 1 < groups.Count ? Boundary(tokens, groups[g], groups[g + 1]) : sentence.Tokens.End;
            clauses.Add(Make(tokens, sentence, number, clauses.Count, new(start, end), groups[g], start, Inherited(tokens, clauses, first, start, groups[g])));
            start = end;
        }
    }

    /// <summary>Where the clause of the second group begins.</summary>
    private static int Boundary(Token[] tokens, VerbGroup group, VerbGroup next)
    {
        int low = group.Words.End, high = next.Words.Start;
        for (int i = high - 1; i >= low; i--)
        {
            string word = tokens[i].Norm;
            if (word is ";" or ":" or "-" or ",") return i;
            bool opener = FunctionWords.Subordinators.Contains(word) || FunctionWords.Relatives.Contains(word) || FunctionWords.Coordinators.Contains(word);
            if (!opener || (word is "that" or "as" or "than" or "once" or "so" && i + 1 < high && FunctionWords.IsAdverb(tokens[i + 1].Norm) && i + 2 == high && word == "than")) continue;
            if (word is "as" or "before" or "after" or "until" or "since" or "than" && !next.BareParticiple && !HasSubject(tokens, i + 1, high)) continue;
            if (word is "and" or "or" && i + 1 < high && JoinsNouns(tokens, low, i, high)) continue;
            // ", which", ", and": the comma goes along.
            return i > low && tokens[i - 1].Norm == "," ? i - 1 : i > low && tokens[i - 1].Norm is "even" or "and" && word is not "and" ? i - 1 : i;
        }

        if (next.BareParticiple || next.Infinitive)
        {
            int i = high;
            // A preposition before a gerund opens it: "by steering", "without slowing", "for turning", "in order to".
            while (i > low && FunctionWords.Prepositions.Contains(tokens[i - 1].Norm) && i > high - 3) i--;
            if (next.Infinitive && i - 2 >= low && tokens[i - 1].Norm == "order" && tokens[i - 2].Norm == "in") i -= 2;
            return i;
        }

        return AllDirections(tokens, low, high) ? high : SubjectStart(tokens, low, high);
    }

    /// <summary>Start of the noun phrase or pronoun right before a finite verb.</summary>
    private static int SubjectStart(Token[] tokens, int low, int high)
    {
        int i = high - 1;
        while (i >= low && FunctionWords.IsAdverb(tokens[i].Norm)) i--;
        for (; i >= low; i--)
        {
            string word = tokens[i].Norm;
            if (FunctionWords.Nominative.Contains(word) || FunctionWords.Determiners.Contains(word) || word is "v1" or "v2" or "v3" or "vehicle" or "driver") return word is "'s" ? i + 1 : WithDeterminer(tokens, low, i);
            if (FunctionWords.Prepositions.Contains(word) && word != "of") return i + 1;
        }

        return low;
    }

    private static int WithDeterminer(Token[] tokens, int low, int i)
    {
        int start = i;
        while (start > low && start > i - 4 && VehicleWords.Modifiers.Contains(tokens[start - 1].Norm)) start--;
        return start > low && FunctionWords.Determiners.Contains(tokens[start - 1].Norm) ? start - 1 : start;
    }

    private static bool HasSubject(Token[] tokens, int start, int end)
    {
        for (int i = start; i < end; i++)
            if (tokens[i].Kind != TokenKind.Mark && !FunctionWords.IsAdverb(tokens[i].Norm) && !FunctionWords.Prepositions.Contains(tokens[i].Norm)) return true;
        return false;
    }

    /// <summary>"V1 and V2 collided", "the curb and the pole": no new clause unless a verb follows without a subject.</summary>
    private static bool JoinsNouns(Token[] tokens, int low, int and, int high)
    {
        if (and + 1 >= high) return false;
        bool subjectBehind = HasSubject(tokens, and + 1, high);
        if (!subjectBehind) return false;
        for (int i = and - 1; i >= low && i > and - 8; i--)
        {
            string word = tokens[i].Norm;
            if (word is "," or "and" or "when" or "while" or "as" or "because" or "that" or "after" or "before" or "which" or "but")
                return and - i is > 1 and < 5 && tokens[i + 1].IsWord && !FunctionWords.Prepositions.Contains(tokens[i + 1].Norm);
        }

        return false;
    }

    private static ClauseTraits Inherited(Token[] tokens, List<Clause> clauses, int first, int start, VerbGroup group)
    {
        ClauseTraits traits = ClauseTraits.None;
        if (clauses.Count == first) return Opening(tokens, start, group.Words.Start);
        Clause before = clauses[^1];
        string opener = tokens[start].Norm;
        // What "he said", "she thought", "if", "would" governs goes on until the sentence is taken up again.
        traits |= before.Traits & (ClauseTraits.Reported | ClauseTraits.Believed);
        if (Verbs.Reporting.Contains(before.Lemma) && opener is not (";" or "when" or "because")) traits |= ClauseTraits.Reported;
        if (Verbs.Believing.Contains(before.Lemma)) traits |= ClauseTraits.Believed;
        else if (opener is "and" or "but" or ";" or "," or "so" or "when" or "while" or "because" or "as") traits &= ~ClauseTraits.Believed;
        if (!(group.Traits.HasFlag(ClauseTraits.Finite)) && opener is not ("before" or "after" or "while" or "when" or "by" or "without" or ","))
            traits |= before.Traits & (ClauseTraits.Intended | ClauseTraits.Hypothetical) & (group.Infinitive || opener is "and" or "or" ? ClauseTraits.Intended | ClauseTraits.Hypothetical : ClauseTraits.Hypothetical);
        return traits | Opening(tokens, start, group.Words.Start);
    }

    private static ClauseTraits Opening(Token[] tokens, int start, int verb)
    {
        ClauseTraits traits = ClauseTraits.None;
        for (int i = start; i < verb && i < start + 4; i++)
        {
            if (tokens[i].Norm is "if" or "unless" or "whether") traits |= ClauseTraits.Conditional;
            if (tokens[i].Norm is "without" or "neither" or "nobody" or "none") traits |= ClauseTraits.Negated;
            if (tokens[i].Norm is "according") traits |= ClauseTraits.Reported;
        }

        return traits;
    }

    private static Clause Make(Token[] tokens, Sentence sentence, int number, int index, TokenRange range, VerbGroup group, int start, ClauseTraits inherited)
    {
        int subjectStart = start;
        string opener = "";
        if (range.Start != sentence.Tokens.Start || IsOpener(tokens[start].Norm))
        {
            // Everything of a joint (", and then when") is taken off the subject.
            while (subjectStart < group.Words.Start && (tokens[subjectStart].Kind == TokenKind.Mark && tokens[subjectStart].Norm != "#" || IsOpener(tokens[subjectStart].Norm) || (FunctionWords.IsAdverb(tokens[subjectStart].Norm) && opener.Length > 0)))
            {
                if (opener.Length == 0 || opener == "," || (tokens[subjectStart].IsWord && opener is "and" or "but")) opener = tokens[subjectStart].Norm;
                subjectStart++;
            }

            if (opener.Length == 0 && subjectStart < group.Words.Start && group.BareParticiple && FunctionWords.Prepositions.Contains(tokens[subjectStart].Norm))
            {
                opener = tokens[group.Words.Start - 1].Norm;
                subjectStart = group.Words.Start;
            }

            if (opener.Length == 0 && group.Infinitive) (opener, subjectStart) = ("to", group.Words.Start);
        }

        // "a van travelling northbound attempted": the direction belongs to the verb before.
        if (opener.Length == 0 && range.Start != sentence.Tokens.Start && AllDirections(tokens, subjectStart, group.Words.Start)) subjectStart = group.Words.Start;
        var subject = new TokenRange(subjectStart, group.Words.Start);
        ClauseTraits traits = group.Traits | inherited | (sentence.IsCoding ? ClauseTraits.Coded : ClauseTraits.None);
        if (!subject.IsEmpty && tokens[subject.Start].Norm is "no" or "neither" or "nobody" or "none") traits |= ClauseTraits.Negated;
        int behind = group.Words.End;
        int objectEnd = behind;
        while (objectEnd < range.End && !IsPhraseStart(tokens, objectEnd, range.End)) objectEnd++;
        var phrases = new List<Phrase>();
        int i = objectEnd;
        while (i < range.End)
        {
            int j = i + 1;
            while (j < range.End && !IsPhraseStart(tokens, j, range.End)) j++;
            int stop = j;
            while (stop > i + 1 && tokens[stop - 1].Norm is "." or ",") stop--;
            phrases.Add(new(tokens[i].Norm, new(i + 1, stop)));
            i = j;
        }

        while (objectEnd > behind && tokens[objectEnd - 1].Norm is "." or ",") objectEnd--;
        if (!subject.IsEmpty && Verbs.Read(group.Lemma, out _) != VerbForm.None && Inverted(tokens, sentence, group)) traits |= ClauseTraits.Hypothetical;
        return new()
        {
            Index = index,
            Sentence = number,
            Tokens = range,
            Verbs = group.Words,
            Lemma = group.Lemma,
            Traits = traits,
            Opener = opener,
            Subject = subject.IsEmpty ? TokenRange.Empty : subject,
            Object = new(behind, objectEnd),
            Phrases = phrases,
        };
    }

    private static bool AllDirections(Token[] tokens, int start, int end)
    {
        for (int i = start; i < end; i++)
            if (!tokens[i].Norm.EndsWith("bound", StringComparison.Ordinal) && tokens[i].Norm is not ("north" or "south" or "east" or "west" or "straight" or "left" or "right" or "ahead" or "forward")) return false;
        return true;
    }

    /// <summary>"Had the driver braked, ..."</summary>
    private static bool Inverted(Token[] tokens, Sentence sentence, VerbGroup group) =>
        tokens[sentence.Tokens.Start].Norm is "had" or "should" && group.Words.Start > sentence.Tokens.Start;

    private static bool IsOpener(string word) =>
        FunctionWords.Coordinators.Contains(word) || FunctionWords.Subordinators.Contains(word) || FunctionWords.Relatives.Contains(word);

    private static bool IsPhraseStart(Token[] tokens, int i, int end) =>
        tokens[i].IsWord && FunctionWords.Prepositions.Contains(tokens[i].Norm) && tokens[i].Norm is not "of" && i + 1 < end;
}
