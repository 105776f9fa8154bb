using Sim.Plugins.CrashReports.Language;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Reading.Roads;

/// <summary>Reads the direction in which each road user comes to the place and the kind of way it comes by.</summary>
internal static class TravelReader
{
    private static readonly System.Collections.Frozen.FrozenSet<string> OncomingWords = System.Collections.Frozen.FrozenSet.Create(StringComparer.Ordinal, "oncoming", "opposing");

    /// <summary>By id of the actor; everybody has an entry.</summary>
    public static IReadOnlyDictionary<string, Travel> Read(ReportText text, Mentions mentions)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(mentions);
        var travels = new Dictionary<string, Travel>(StringComparer.Ordinal);
        foreach (ReportActor actor in mentions.Actors) travels[actor.Id] = new();
        foreach (Clause clause in text.Clauses) ReadClause(text, mentions, clause, travels);
        foreach (Mention mention in mentions.All) Adjective(text, mention, travels);
        foreach (Clause clause in text.Clauses) Relate(text, mentions, clause, travels);
        foreach (Mention mention in mentions.All) Oncoming(text, mentions, mention, travels);
        return travels;
    }

    private static void ReadClause(ReportText text, Mentions mentions, Clause clause, Dictionary<string, Travel> travels)
    {
        IReadOnlyList<string> subjects = mentions.SubjectOf(clause);
        if (subjects.Count == 0) subjects = Heading(text, mentions, clause);
        if (subjects.Count == 0 || clause.Has(ClauseTraits.Coded)) return;
        if (clause.Phase == ClausePhase.After || !(clause.Lemma.Length == 0 || RoadWords.Motion.Contains(clause.Lemma) || clause.Lemma is "strike" or "own") || clause.Has(ClauseTraits.Hypothetical | ClauseTraits.Conditional)) return;
        if (clause.Lemma == "face" && text.Find(text.SentenceAt(clause.Tokens.Start).Tokens, "rest") >= 0) return;
        if (clause.Lemma == "be" && text.Find(clause.Tokens, "rest") >= 0) return;
        SideWay(text, clause, subjects, travels);
        // A turn and an entry name where they lead; only their start matters here.
        bool arriving = clause.Lemma is "turn" or "make" or "enter" or "merge" or "cross" or "pull" or "start" or "back" or "return" or "skid";
        bool standing = clause.Lemma is "stop" or "face" or "stand" or "wait" or "sit" or "position" or "point" or "park" or "be" or "disable";
        int from = clause.Verbs.IsEmpty ? clause.Tokens.Start : Math.Min(clause.Verbs.End, clause.Tokens.End);
        int i = from;
        // "Veh 1, northbound on Main St, struck ...", "a northbound car"
        if (clause.Subject.Length > 0) i = clause.Subject.Start;
        for (; i < clause.Tokens.End; i++)
        {
            if (!CompassReader.TryRead(text, i, out CompassPhrase compass)) continue;
            int next = compass.Tokens.End;
            bool inSubject = i < from;
            // "from south to north"
            if (compass.OtherDeg is { } there && text.Norm(i - 1) == "from" && text.Find(compass.Tokens, "to") >= 0)
            {
                foreach (string id in subjects)
                    if (travels.TryGetValue(id, out Travel? across) && across.Rank < 3) (across.Rank, across.HeadingDeg) = (3, Leaf.Stated<double?>(there, text.Span(compass.Tokens)));
                i = next - 1;
                continue;
            }

            string after = text.Norm(next), before = text.Norm(i - 1);
            if (compass.OtherDeg is null && !IsPlace(text, compass, before, after) && (!inSubject || compass.IsBound))
            {
                bool lane = compass.IsBound && RoadWords.Roads.Contains(after);
                bool owner = !inSubject || !BelongsToOther(text, mentions, i, clause);
                if (!(arriving && (!lane || before is not "the" || !FromBefore(text, i)) && !inSubject) && owner)
                {
                    bool alongOther = lane && OfOther(text, mentions, i, clause, subjects);
                    int rank = lane ? (arriving ? 1 : 2) : standing && clause.Lemma is not "be" ? 2 : 3;
                    if (!alongOther)
                        foreach (string id in subjects)
                            if (travels.TryGetValue(id, out Travel? travel) && travel.Rank < rank)
                            {
                                travel.Rank = rank;
                                travel.HeadingDeg = Leaf.Stated<double?>(compass.Deg, text.Span(compass.Tokens), lane ? 0.85 : 0.95);
                            }
                }
            }

            i = next - 1;
        }
    }

    /// <summary>"an eastbound truck"</summary>
    private static void Adjective(ReportText text, Mention mention, Dictionary<string, Travel> travels)
    {
        if (mention.Actors.Count != 1 || !travels.TryGetValue(mention.Actors[0], out Travel? travel) || travel.Rank >= 2) return;
        for (int i = mention.Tokens.Start - 1; i < mention.Tokens.End; i++)
            if (i >= 0 && CompassReader.TryRead(text, i, out CompassPhrase compass) && compass is { IsBound: true, OtherDeg: null } && (i >= mention.Tokens.Start || FunctionWords.Determiners.Contains(text.Norm(i - 1)) || FunctionWords.Prepositions.Contains(text.Norm(i - 1))))
            {
                travel.Rank = 2;
                travel.HeadingDeg = Leaf.Stated<double?>(compass.Deg, text.Span(compass.Tokens), 0.9);
                return;
            }
    }

    /// <summary>"struck an oncoming truck": against the only other one.</summary>
    private static void Oncoming(ReportText text, Mentions mentions, Mention mention, Dictionary<string, Travel> travels)
    {
        if (mention.Actors is not [var id] || id[0] != 'V' || text.FindAny(mention.Tokens, OncomingWords) is not (>= 0 and var at)) return;
        string? other = null;
        foreach (ReportActor actor in mentions.Actors)
        {
            if (actor.IsBystander || actor.Id == id || actor.Id[0] != 'V') continue;
            if (other is not null) return;
            other = actor.Id;
        }

        if (other is null || !travels.TryGetValue(id, out Travel? own) || !travels.TryGetValue(other, out Travel? reference)) return;
        foreach (var (to, from) in new[] { (own, reference), (reference, own) })
        {
            if (to.Rank > 0 || from.HeadingDeg.Value is not { } heading) continue;
            to.Rank = 1;
            to.HeadingDeg = Leaf.Derived<double?>((heading + 180) % 360, text.Span(at, at + 1), "comes towards the other one", 0.7);
        }
    }

    /// <summary>A heading without verb: "V1: northbound on Main Street".</summary>
    private static IReadOnlyList<string> Heading(ReportText text, Mentions mentions, Clause clause) =>
        clause.Verbs.IsEmpty && mentions.ActorAt(clause.Tokens) is { } id ? [id] : clause.Index > 0 && clause.Verbs.Length > 0 && clause.Subject.IsEmpty && text.Norm(clause.Tokens.Start) is "traveling" or "travelling" or "heading"
            && mentions.At(clause.Tokens.Start - 1) is { Actors.Count: 1 } mention ? mention.Actors : [];

    /// <summary>"north side", "the north end", "north of the crossing", "the northwest corner": a place, no travel.</summary>
    private static bool IsPlace(ReportText text, CompassPhrase compass, string before, string after)
    {
        if (compass.IsBound) return after is "curb" or "shoulder" or "side" or "shoulders" or "traffic" or "vehicle" || NumberWords.TryRead(before, out _, out _) || before is "and" && text.Norm(compass.Tokens.Start - 2) is ")";
        return before is "the" or "its" or "on" or "of" or "a" or "from" || after is "of" or "side" or "end" or "corner" or "shoulder" or "curb" or "roadside" or "edge" or "leg" or "road" or "roadway" or "street" or "avenue" or "lane" or "lanes" or "intersection" or "direction" && before is not ("in" or "a") || (before == "to" && text.Norm(compass.Tokens.Start - 2) is "next" or "close" or "ran" or "back");
    }

    private static bool FromBefore(ReportText text, int i)
    {
        for (int k = i - 1; k >= i - 3; k--)
            if (text.Norm(k) is "from" or "leaving") return true;
        return false;
    }

    /// <summary>In "the front of V1 struck northbound V2" the direction is V2's.</summary>
    private static bool BelongsToOther(ReportText text, Mentions mentions, int i, Clause clause) =>
        mentions.At(i + 1) is { } mention && !mentions.SubjectOf(clause).Any(mention.Actors.Contains);

    /// <summary>"did not see V2 in the northbound lane": the lane of the one named last.</summary>
    private static bool OfOther(ReportText text, Mentions mentions, int i, Clause clause, IReadOnlyList<string> subjects)
    {
        for (int k = i - 1; k >= clause.Verbs.End; k--)
            if (mentions.At(k) is { } mention) return !mention.Possessive && !subjects.Any(mention.Actors.Contains) && text.Norm(mention.Tokens.Start - 1) is not ("of" or "behind" or "by" or "from");
        return text.Norm(clause.Verbs.Start) == "did";
    }

    private static void SideWay(ReportText text, Clause clause, IReadOnlyList<string> subjects, Dictionary<string, Travel> travels)
    {
        for (int i = clause.Verbs.End; i < clause.Tokens.End; i++)
        {
            string word = text.Norm(i);
            bool drive = RoadWords.Driveways.Contains(word) || (word is "lot" or "area" && text.Norm(i - 1) == "parking") || (word == "drive" && text.Norm(i - 1) == "private");
            bool side = RoadWords.Roads.Contains(word) && text.Norm(i - 1) is "side" or "intersecting" or "residential" or "minor" or "crossing" or "secondary";
            if (!drive && !side) continue;
            // From or on it, not into it.
            int k = i - 1;
            while (k > clause.Verbs.Start && !FunctionWords.Prepositions.Contains(text.Norm(k)) && k > i - 6) k--;
            string preposition = text.Norm(k);
            bool direct = clause.Lemma is "exit" or "leave" && k <= clause.Verbs.End;
            bool from = preposition is "from" or "down" || direct || (preposition is "on" or "of" && clause.Lemma is not ("enter" or "turn" or "pull" or "make") && !(preposition == "of" && text.Norm(k - 1) is not "out")) || (preposition == "of" && text.Norm(k - 1) == "out");
            if (!from) continue;
            foreach (string id in subjects)
                if (travels.TryGetValue(id, out Travel? travel))
                {
                    if (drive) travel.Driveway ??= text.Span(i, i + 1);
                    else travel.SideRoad ??= text.Span(i - 1, i + 1);
                }
        }
    }

    /// <summary>Headings that follow from another one's: "behind V1", "in the opposite direction", "struck in the rear".</summary>
    private static void Relate(ReportText text, Mentions mentions, Clause clause, Dictionary<string, Travel> travels)
    {
        if (clause.Has(ClauseTraits.Coded | ClauseTraits.Hypothetical)) return;
        IReadOnlyList<string> subjects = mentions.SubjectOf(clause);
        if (subjects.Count != 1 || !travels.TryGetValue(subjects[0], out Travel? own)) return;
        string? other = null;
        double turn = 0;
        int at = -1;
        for (int i = clause.Verbs.Start; i < clause.Tokens.End; i++)
        {
            if (text.Norm(i) is "behind" or "following") (other, at) = (mentions.ActorAt(new(i + 1, Math.Min(i + 5, clause.Tokens.End))), i);
            else if (text.Norm(i) is "front" or "back" or "ahead" && text.Norm(i + 1) == "of" && clause.Lemma is "be" or "travel" or "stop" or "drive" or "slow" or "decelerate") (other, at) = (mentions.ActorAt(new(i + 2, Math.Min(i + 6, clause.Tokens.End))), i);
            else if (text.Norm(i) is "opposite" or "opposing" or "oncoming" or "same" && text.Norm(i + 1) is "direction" or "lane" or "lanes")
            {
                other = travels.Keys.FirstOrDefault(id => id != subjects[0] && id[0] == 'V');
                (turn, at) = (text.Norm(i) == "same" ? 0 : 180, i);
            }

            if (other is not null) break;
        }

        if (other is null && clause.Lemma is "rear-end" && mentions.ActorAt(clause.Has(ClauseTraits.Passive) ? clause.After("by") : clause.Object) is { } hit) (other, at) = (hit, clause.Verbs.Start);
        if (other is null || other == subjects[0] || !travels.TryGetValue(other, out Travel? reference)) return;
        Derive(own, reference);
        Derive(reference, own);

        void Derive(Travel to, Travel from)
        {
            if (to.Rank > 0 || from.HeadingDeg.Value is not { } heading) return;
            to.Rank = 1;
            to.HeadingDeg = Leaf.Derived<double?>((heading + turn) % 360, text.Span(at, at + 1), turn == 0 ? "travels as the other one does" : "travels against the other one", 0.7);
        }
    }
}
