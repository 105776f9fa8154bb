using System.Collections.Frozen;

namespace Sim.Plugins.CrashReports.Language;

/// <summary>
/// Tells what lies before, at and after the first contact. Within one account (a paragraph, or the words of one driver) time goes on until a new
/// speaker or an adverb ("prior to the crash") takes it back.
/// </summary>
internal static class ClausePhaseReader
{
    private static readonly FrozenSet<string> ContactVerbs = Set("strike", "hit", "collide", "impact", "contact", "crash", "ram", "sideswipe", "clip", "bump", "rear-end", "broadside", "slam", "smash", "swipe", "slap");
    private static readonly FrozenSet<string> AfterVerbs = Set("rest", "tow", "transport", "rotate", "injure", "sustain", "deploy", "spin", "hospitalize", "treat", "airlift", "cite", "arrest");
    private static readonly FrozenSet<string> Driving = Set("travel", "head", "drive", "go", "ride", "walk", "cross", "approach", "run", "follow", "proceed", "make", "turn", "back", "change", "pull", "merge", "pass", "overtake", "jog", "come");
    private static readonly FrozenSet<string> ContactNouns = Set("impact", "crash", "collision", "contact", "accident");

    public static Clause[] Place(Token[] tokens, IReadOnlyList<Sentence> sentences, List<Clause> clauses)
    {
        var placed = new Clause[clauses.Count];
        bool contact = false;
        int sentence = -1, lead = Lead(tokens, sentences, clauses);
        for (int c = 0; c < clauses.Count; c++)
        {
            Clause clause = clauses[c];
            if (clause.Sentence != sentence)
            {
                // A new account starts over: a driver tells, or the report goes back.
                if (sentence >= 0 && contact && IsBackground(tokens, clause) || clause.Sentence == lead + 1) contact = false;
                if (sentence >= 0 && (sentences[clause.Sentence].Paragraph != sentences[sentence].Paragraph || (Verbs.Reporting.Contains(clause.Lemma) && clause.Has(ClauseTraits.Finite)))) contact = false;
                sentence = clause.Sentence;
            }

            ClausePhase phase = Stated(tokens, clause);
            bool hits = IsContact(tokens, clause);
            if (phase == ClausePhase.Unknown)
            {
                if (hits && clause.IsFact) phase = contact ? ClausePhase.After : ClausePhase.Contact;
                else if (AfterVerbs.Contains(clause.Lemma) || (clause.Lemma == "come" && HasWord(tokens, clause.Tokens, "rest"))) phase = ClausePhase.After;
                else if (clause.Has(ClauseTraits.Coded)) phase = ClausePhase.Unknown;
                else phase = contact && clause.Opener is not ("when" or "while" or "as" or "which" or "who") && !clause.Has(ClauseTraits.Perfect) ? ClausePhase.After : ClausePhase.Before;
            }

            if (hits && clause.IsFact && !clause.Has(ClauseTraits.Coded)) contact = true;
            placed[c] = clause with { Phase = phase };
        }

        return placed;
    }

    /// <summary>"The car was heading east", "the truck was westbound": a sentence that goes back to what led to the contact.</summary>
    private static bool IsBackground(Token[] tokens, Clause clause)
    {
        if (!clause.Has(ClauseTraits.Finite) || clause.Has(ClauseTraits.Passive)) return false;
        if (clause.Has(ClauseTraits.Progressive)) return Driving.Contains(clause.Lemma);
        if (clause.Lemma != "be") return false;
        for (int i = clause.Verbs.End; i < Math.Min(clause.Tokens.End, clause.Verbs.End + 2); i++)
            if (tokens[i].Norm is "northbound" or "southbound" or "eastbound" or "westbound") return true;
        return false;
    }

    /// <summary>The first sentence of a story that tells its end first, as a newspaper does, and comes to the contact again later; -2 where there is none.</summary>
    private static int Lead(Token[] tokens, IReadOnlyList<Sentence> sentences, List<Clause> clauses)
    {
        bool first = false, next = false;
        foreach (Clause clause in clauses)
        {
            if (!clause.IsFact || !IsContact(tokens, clause) || sentences[clause.Sentence].Paragraph > 0) continue;
            if (clause.Sentence == 0) first = true;
            else next |= !HasWord(tokens, clause.Tokens, "then") && !HasWord(tokens, clause.Tokens, "again") && !HasWord(tokens, clause.Tokens, "also");
        }

        return first && next && clauses.Any(clause => clause.Sentence == 1 && !IsContact(tokens, clause)) && !clauses.Any(clause => clause.Sentence == 1 && (IsContact(tokens, clause) && !HasMotion(clauses, clause) || AfterVerbs.Contains(clause.Lemma))) ? 0 : -2;
    }

    /// <summary>True when the sentence tells of motion before the contact.</summary>
    private static bool HasMotion(List<Clause> clauses, Clause contact)
    {
        foreach (Clause clause in clauses)
            if (clause.Sentence == contact.Sentence && clause.Index < contact.Index && (Driving.Contains(clause.Lemma) || clause.Lemma is "lose" or "run" or "fail" or "leave" or "drift" or "veer")) return true;
        return false;
    }

    /// <summary>True when the clause tells of a contact: a verb of contact, "made contact", "contact was made", "was involved in a collision with".</summary>
    public static bool IsContact(Token[] tokens, Clause clause)
    {
        if (ContactVerbs.Contains(clause.Lemma)) return true;
        return clause.Lemma is "make" or "come" && (HasWord(tokens, clause.Object, "contact") || HasWord(tokens, clause.After("into"), "contact") || HasWord(tokens, clause.After("in"), "contact") || HasWord(tokens, clause.Subject, "contact"));
    }

    private static ClausePhase Stated(Token[] tokens, Clause clause)
    {
        for (int i = clause.Tokens.Start; i < clause.Tokens.End; i++)
        {
            string word = tokens[i].Norm;
            if (!ContactNouns.Contains(word)) continue;
            for (int b = i - 1; b >= clause.Tokens.Start && b >= i - 5; b--)
            {
                string before = tokens[b].Norm;
                if (before is "before" or "prior" or "preceding" or "pre") return ClausePhase.Before;
                if (before is "after" or "following" or "post" or "from") return ClausePhase.After;
                if (!FunctionWords.Determiners.Contains(before) && before is not ("to" or "initial" or "first" or "just" or "moment" or "of")) break;
            }

            // "The impact pushed V2 ..."
            if (i < clause.Verbs.Start && clause.Has(ClauseTraits.Finite) && !clause.Has(ClauseTraits.Passive) && word is "impact" or "collision" && clause.Lemma is not ("occur" or "happen" or "take" or "be" or "make" or "involve"))
                return ClausePhase.After;
        }

        return ClausePhase.Unknown;
    }

    private static bool HasWord(Token[] tokens, TokenRange range, string word)
    {
        for (int i = range.Start; i < range.End; i++)
            if (tokens[i].Norm == word) return true;
        return false;
    }

    private static FrozenSet<string> Set(params string[] words) => words.ToFrozenSet(StringComparer.Ordinal);
}
