namespace Sim.Plugins.CrashReports.Language;

/// <summary>Finds the groups of verbs of a sentence, left to right, each token looked at a bounded number of times.</summary>
internal static class VerbGroupReader
{
    private const int LongestGroup = 14;

    public static void Read(Token[] tokens, TokenRange sentence, List<VerbGroup> groups)
    {
        int i = sentence.Start;
        while (i < sentence.End)
        {
            if (TryRead(tokens, sentence, i, out VerbGroup group))
            {
                groups.Add(group);
                i = group.Words.End;
            }
            else i++;
        }
    }

    private static bool TryRead(Token[] tokens, TokenRange sentence, int start, out VerbGroup group)
    {
        group = default;
        if (!tokens[start].IsWord) return false;
        int end = Math.Min(sentence.End, start + LongestGroup);
        string first = tokens[start].Norm;
        ClauseTraits traits = ClauseTraits.None;
        string lemma;
        int i;
        bool participle = false, infinitive = false;
        VerbForm forms = Verbs.Read(first, out string firstLemma);
        if (Verbs.Be.Contains(first) || Verbs.Modals.Contains(first) || (Verbs.Have.Contains(first)) || Verbs.Do.Contains(first))
        {
            if (first == "being" && IsDeterminer(tokens, sentence, start - 1)) return false;
            if (first is "might" or "will" or "can" && IsDeterminer(tokens, sentence, start - 1)) return false;
            i = Auxiliaries(tokens, end, start, ref traits, out lemma);
            if (first is not ("being" or "be" or "having")) traits |= ClauseTraits.Finite;
        }
        else if (first == "to" && start + 1 < end && IsBase(tokens, end, start + 1, out int verb))
        {
            infinitive = true;
            traits |= ClauseTraits.Intended;
            i = verb;
            Verbs.Read(tokens[verb].Norm, out lemma);
            if (Verbs.Be.Contains(tokens[verb].Norm) || tokens[verb].Norm == "have")
            {
                ClauseTraits ignored = ClauseTraits.None;
                i = Auxiliaries(tokens, end, verb, ref ignored, out lemma);
                traits |= ignored & (ClauseTraits.Passive | ClauseTraits.Progressive | ClauseTraits.Negated);
            }
            else i++;
        }
        else if (forms != VerbForm.None)
        {
            if (!IsVerbHere(tokens, sentence, start, forms, out traits, out participle)) return false;
            lemma = firstLemma;
            i = start + 1;
        }
        else return false;

        i = Chain(tokens, end, i, ref lemma, ref traits);
        group = new(new(start, i), lemma, traits, participle, infinitive);
        return true;
    }

    /// <summary>Reads auxiliaries and the verb behind them ("had not been struck"); returns one behind.</summary>
    private static int Auxiliaries(Token[] tokens, int end, int start, ref ClauseTraits traits, out string lemma)
    {
        lemma = "be";
        bool be = false, have = false, modal = false, did = false;
        int i = start, lastVerb = start;
        for (; i < end; i++)
        {
            string word = tokens[i].Norm;
            if (!tokens[i].IsWord) break;
            if (Verbs.Be.Contains(word)) (be, lemma, lastVerb) = (true, "be", i);
            else if (Verbs.Have.Contains(word) && !be) (have, lemma, lastVerb) = (true, "have", i);
            else if (Verbs.Do.Contains(word) && !be && !have && i == start) (did, lemma, lastVerb) = (true, "do", i);
            else if (Verbs.Modals.Contains(word) && i == start)
            {
                (modal, lemma, lastVerb) = (true, word, i);
                if (Verbs.OpenModals.Contains(word)) traits |= ClauseTraits.Hypothetical;
            }
            else if (word is "not" or "never" or "neither" or "hardly") traits |= ClauseTraits.Negated;
            else if (FunctionWords.IsAdverb(word) && !(word == "straight" && be)) continue;
            else
            {
                VerbForm forms = Verbs.Read(word, out string read);
                bool fits = be ? (forms & (VerbForm.Ing | VerbForm.Participle)) != 0 : have ? (forms & VerbForm.Participle) != 0 : (modal || did) && (forms & VerbForm.Base) != 0;
                // "was left of the centre", "have right of way": a direction, not a verb.
                if (!fits || (word == "left" && be && (i + 1 == end || tokens[i + 1].Norm is "of" or "turn" or "turning")) || (be && word is "set" or "read" or "put" && i + 1 < end && tokens[i + 1].Norm == "of")) break;
                lemma = read;
                if (be && (forms & VerbForm.Ing) != 0) traits |= ClauseTraits.Progressive;
                else if (be) traits |= ClauseTraits.Passive;
                if (have) traits |= ClauseTraits.Perfect;
                if (modal && tokens[start].Norm is "could" or "can" && (traits & ClauseTraits.Negated) != 0) traits &= ~ClauseTraits.Hypothetical;
                return i + 1;
            }
        }

        if (modal && lemma == "could" && (traits & ClauseTraits.Negated) != 0) traits &= ~ClauseTraits.Hypothetical;
        if (have && be) traits |= ClauseTraits.Perfect;
        // A trailing "not" belongs to the group: "was not".
        int last = lastVerb + 1;
        while (last < i && tokens[last].Norm is "not" or "never") last++;
        return last;
    }

    /// <summary>Follows verbs that govern another one: "began to turn", "attempting to avoid", "was unable to stop", "kept going".</summary>
    private static int Chain(Token[] tokens, int end, int i, ref string lemma, ref ClauseTraits traits)
    {
        for (int round = 0; round < 3 && i < end; round++)
        {
            int j = i;
            string governor = lemma;
            while (j < end && tokens[j].IsWord && FunctionWords.IsAdverb(tokens[j].Norm)) j++;
            if (j >= end) break;
            // "was able to", "was unable to", "was about to", "getting ready to"
            if (lemma is "be" or "get" or "prove" && tokens[j].Norm is "able" or "unable" or "about" or "ready" or "forced" or "required" or "unsuccessful" or "supposed" or "due" && j + 1 < end && tokens[j + 1].Norm == "to")
            {
                governor = tokens[j].Norm;
                j++;
            }

            if (j < end && tokens[j].Norm is "on" or "upon" or "in" && governor is "intend" or "plan" or "keep" or "think") j++;
            bool to = j < end && tokens[j].Norm == "to";
            if (to) j++;
            if (!(Verbs.Intending.Contains(governor) || Verbs.Attempting.Contains(governor) || Verbs.Carrying.Contains(governor) || Verbs.Denying.Contains(governor))) break;
            if (governor is "stop" or "look" or "signal" or "use" or "think" or "expect" or "feel" && to && governor is not ("look" or "signal" or "expect" or "use")) break;
            int verb = j;
            while (verb < end && tokens[verb].IsWord && FunctionWords.IsAdverb(tokens[verb].Norm)) verb++;
            if (verb >= end) break;
            VerbForm forms = Verbs.Read(tokens[verb].Norm, out string next);
            bool be = tokens[verb].Norm == "be";
            if (be) next = "be";
            if (to ? !be && (forms & VerbForm.Base) == 0 : (forms & VerbForm.Ing) == 0) break;
            if (!to && (governor is "go" or "look" or "signal" or "need" or "expect" or "wait" or "stop")) break;
            if (governor == "go" && (traits & ClauseTraits.Progressive) == 0) break;

            for (int k = i; k < verb; k++)
                if (tokens[k].Norm == "not") traits |= ClauseTraits.Negated;
            if (Verbs.Denying.Contains(governor)) traits ^= ClauseTraits.Negated;
            else if (Verbs.Attempting.Contains(governor)) traits |= ClauseTraits.Attempted;
            else if (Verbs.Intending.Contains(governor) && governor is not ("need" or "decide")) traits |= ClauseTraits.Intended;
            if (governor is "need" or "decide") traits |= ClauseTraits.Intended;
            lemma = next;
            i = verb + 1;
            if (be && i < end)
            {
                ClauseTraits inner = ClauseTraits.None;
                i = Auxiliaries(tokens, end, verb, ref inner, out lemma);
                traits = (traits & ~ClauseTraits.Passive) | inner;
            }
            else traits &= ~ClauseTraits.Passive;
        }

        return i;
    }

    private static bool IsBase(Token[] tokens, int end, int i, out int verb)
    {
        verb = i;
        while (verb < end && tokens[verb].IsWord && FunctionWords.IsAdverb(tokens[verb].Norm) && verb < i + 2) verb++;
        if (verb >= end || !tokens[verb].IsWord) return false;
        if (tokens[verb].Norm is "be" or "have") return true;
        if ((Verbs.Read(tokens[verb].Norm, out _) & VerbForm.Base) == 0) return false;
        // "due to slick roads", "prior to impact", "to work": a noun unless something verbal follows.
        bool noun = tokens[verb].Norm is "impact" or "contact" or "rest" or "work" or "traffic" or "damage" or "park" or "place" or "crash" or "point" or "brake" or "light" or "signal" or "glare" or "control";
        if (noun && i > 0 && tokens[i - 1].Norm == "to" && i > 1 && tokens[i - 2].Norm is "prior" or "due" or "came" or "come" or "coming" or "next" or "close") return false;
        return true;
    }

    private static bool IsDeterminer(Token[] tokens, TokenRange sentence, int i) =>
        i >= sentence.Start && FunctionWords.Determiners.Contains(tokens[i].Norm) && tokens[i].Norm is not ("that" or "it" or "this" or "those" or "both" or "one");

    /// <summary>Tells a verb from a noun or adjective of the same spelling by its neighbours.</summary>
    private static bool IsVerbHere(Token[] tokens, TokenRange sentence, int i, VerbForm forms, out ClauseTraits traits, out bool participle)
    {
        traits = ClauseTraits.None;
        participle = false;
        string word = tokens[i].Norm;
        string before = Word(tokens, sentence, i - 1), after = Word(tokens, sentence, i + 1);
        bool determined = IsDeterminer(tokens, sentence, i - 1);
        int b = i - 1;
        while (b >= sentence.Start && tokens[b].IsWord && FunctionWords.IsAdverb(tokens[b].Norm) && b > i - 3) b--;
        string beforeAdverb = Word(tokens, sentence, b);
        bool nominative = FunctionWords.Nominative.Contains(beforeAdverb) || beforeAdverb is "vehicles" or "driver" or "drivers" or "vehicle" or "and" or "then" or "that";
        bool numbered = b >= sentence.Start && (tokens[b].IsNumber || IsNumberedId(tokens[b].Norm) || tokens[b].Norm == ",");

        if ((forms & VerbForm.Ing) != 0)
        {
            participle = true;
            traits = ClauseTraits.Progressive;
            if (word is "following" && after is "day" or "morning" or "week" or "factors") return false;
            if (word is "according" or "regarding" or "including" or "concerning" or "during" or "evening" or "morning" or "building" or "something" or "nothing") return false;
            if (determined && before is not "and") return false;
            if (before is "oncoming" or "traffic") return false;
            return !(after is "lane" or "lanes" or "lot" or "area" or "space" or "street" or "streets" or "road" or "roadway" or "roads" or "device" or "devices" or "factor" or "factors" or "sign" or "zone" or "system" or "light"
                && FunctionWords.Prepositions.Contains(before) | before is "and" or "or" or "" or "private" or "public" or "center");
        }

        if ((forms & (VerbForm.Past | VerbForm.Participle)) != 0 && (forms & VerbForm.Base) == 0)
        {
            if (word == "left" && !LeftIsVerb(tokens, sentence, i)) return false;
            if (determined) return false;
            if (word is "limited" or "related" or "based" or "involved" or "estimated" or "unexpected" or "belted" or "divided" or "posted" or "undivided" or "lighted" or "paved" or "noted" && !nominative && after != "by" && before is not ("was" or "were")) return false;
            participle = after == "by" || (!nominative && !numbered && (forms & VerbForm.Past) == 0);
            if (participle) traits = ClauseTraits.Passive;
            else
            {
                // "two parked cars", "heavily damaged pole"
                if (!numbered && !nominative && IsAdjectivePlace(before) && !FunctionWords.Prepositions.Contains(after) && after.Length > 0 && !FunctionWords.IsAdverb(after)) return false;
                traits = ClauseTraits.Finite;
            }

            return true;
        }

        // Base or third person: most of these are nouns as often ("stop", "turns", "impact", "contact").
        if ((forms & (VerbForm.Base | VerbForm.Third)) == 0) return false;
        if (determined || (before == "to" && (forms & VerbForm.Base) == 0)) return false;
        bool alwaysPast = (forms & VerbForm.Past) != 0;
        // "This two-vehicle crash": a bare form agrees with a plural only, or goes on behind "to" and modals.
        if (forms == VerbForm.Base)
        {
            bool joined = beforeAdverb is "and" or "or" or "then" or "not" && OpensInfinitive(tokens, sentence, i);
            if (!joined && beforeAdverb is not ("they" or "we" or "i" or "vehicles" or "drivers" or "who" or "which" or "that")) return false;
        }

        if (FunctionWords.Prepositions.Contains(before) && before is not ("to" or "ahead" or "behind")) return false;
        bool third = (forms & VerbForm.Third) != 0;
        bool subject = nominative || (third || alwaysPast ? IsNounLike(tokens, sentence, b) : before is "they" or "vehicles" or "we" or "i" or "drivers");
        if (!subject) return false;
        if (third && after is "and" or "of" or "were" or "are" or "on" && !nominative && !numbered) return !(after is "of" or "were" or "are" or "and");
        if (before is "traffic" or "left" or "right" or "u" or "lane" or "final" or "stop" or "motor" or "complete") return false;
        if (word is "front" or "back" or "head" or "speed" or "park" or "grade" or "position" or "light" or "signal" or "traffic" or "control" or "lane" or "force" or "rest" or "cause" or "clear" or "level" or "open" or "complete" or "slow" or "damage" or "name" or "place" or "mark" or "slope" or "surface" or "point" && !third && !(nominative && before is not "and" and not "vehicle")) return false;
        traits = ClauseTraits.Finite;
        return true;
    }

    private static bool OpensInfinitive(Token[] tokens, TokenRange sentence, int i)
    {
        for (int k = i - 1; k >= sentence.Start && k > i - 9; k--)
            if (tokens[k].Norm == "to" || Verbs.Modals.Contains(tokens[k].Norm) || Verbs.Do.Contains(tokens[k].Norm)) return true;
        return false;
    }

    private static bool LeftIsVerb(Token[] tokens, TokenRange sentence, int i)
    {
        string after = Word(tokens, sentence, i + 1), after2 = Word(tokens, sentence, i + 2), before = Word(tokens, sentence, i - 1);
        if (after is not ("the" or "its" or "his" or "her" or "their" or "a" or "work" or "home")) return false;
        return before is not ("the" or "to" or "turn" or "turned" or "turning" or "its" or "on" or "veered" or "steered" or "swerved" or "and" or "of") && after2 is not "of" && before.Length > 0;
    }

    private static bool IsAdjectivePlace(string before) =>
        before.Length == 0 || FunctionWords.Prepositions.Contains(before) || FunctionWords.Determiners.Contains(before) || NumberWords.TryRead(before, out _, out _);

    private static bool IsNumberedId(string word) => word.Length is 2 or 3 && word[0] is 'v' or 'd' or 'u' && char.IsAsciiDigit(word[1]);

    /// <summary>True for a word that can end a subject: no preposition, determiner, verb or conjunction.</summary>
    private static bool IsNounLike(Token[] tokens, TokenRange sentence, int i)
    {
        if (i < sentence.Start) return false;
        string word = tokens[i].Norm;
        if (tokens[i].Kind == TokenKind.Mark) return word is ")" or "\"";
        return (!FunctionWords.Prepositions.Contains(word) || word is "ahead" or "behind") && !FunctionWords.Determiners.Contains(word) && !Verbs.Be.Contains(word) && !Verbs.Have.Contains(word) && !Verbs.Modals.Contains(word)
            && word is not ("left" or "right" or "of" or "lane" or "no" or "not" or "made" or "four" or "two" or "all");
    }

    private static string Word(Token[] tokens, TokenRange sentence, int i) => i >= sentence.Start && i < sentence.End ? tokens[i].Norm : "";
}
