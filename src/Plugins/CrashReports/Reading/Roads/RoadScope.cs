using Sim.Plugins.CrashReports.Language;

namespace Sim.Plugins.CrashReports.Reading.Roads;

/// <summary>Which ways a statement on a road means.</summary>
internal enum ScopeKind
{
    /// <summary>The junction as a whole, nobody in particular.</summary>
    Junction,
    /// <summary>The road of the story, side roads left out.</summary>
    Main,
    /// <summary>All roads.</summary>
    All,
    /// <summary>The side road or driveway.</summary>
    Side,
    /// <summary>A road with both its directions.</summary>
    Axis,
    /// <summary>One direction of travel.</summary>
    Direction,
    /// <summary>The way of one road user.</summary>
    Actor,
}

/// <summary>Which ways a statement on a road means.</summary>
internal readonly record struct RoadScope(ScopeKind Kind, double Deg = 0, string Actor = "")
{
    /// <summary>Finds what the words around a token speak of.</summary>
    /// <param name="text">The report.</param>
    /// <param name="mentions">Its road users.</param>
    /// <param name="i">The token.</param>
    /// <param name="last">What the statement before spoke of, for "this roadway".</param>
    public static RoadScope At(ReportText text, Mentions mentions, int i, RoadScope last)
    {
        Clause clause = text.ClauseAt(i);
        TokenRange sentence = text.SentenceAt(i).Tokens;
        if (ForWhom(text, mentions, i, sentence) is { } whom) return whom;
        // Right beside it first: "a north/south two-lane road".
        if (Nearest(text, clause, i, 3) is { } beside) return beside;
        if (Words(text, SubjectWords(text, clause)) is { } subject) return subject;
        if (Nearest(text, clause, i, 10) is { } near) return near;
        IReadOnlyList<string> actors = mentions.SubjectOf(clause);
        if (actors.Count == 1) return new(ScopeKind.Actor, 0, actors[0]);
        if (actors.Count > 1) return new(ScopeKind.All);
        bool again = text.FindAny(clause.Subject.IsEmpty ? clause.Tokens : clause.Subject, RoadWords.Roads) >= 0 || text.Norm(clause.Subject.Start) == "it";
        return again && last.Kind is ScopeKind.Axis or ScopeKind.Side && text.Norm(clause.Tokens.Start) is "it" or "this" ? last : new(ScopeKind.Main);
    }

    /// <summary>The clause's subject, what a relative clause hangs on, or the subject that a joined clause takes over.</summary>
    private static TokenRange SubjectWords(ReportText text, Clause clause)
    {
        if (!clause.Subject.IsEmpty || clause.Index == 0) return clause.Subject;
        if (clause.Opener is "which" or "that" or "where" or "who")
            return new(Math.Max(text.SentenceAt(clause.Tokens.Start).Tokens.Start, clause.Tokens.Start - 7), clause.Tokens.Start);
        if (!clause.Has(ClauseTraits.Finite)) return TokenRange.Empty;
        for (int c = clause.Index - 1; c >= 0 && text.Clauses[c].Sentence == clause.Sentence; c--)
            if (!text.Clauses[c].Subject.IsEmpty) return text.Clauses[c].Subject;
        return TokenRange.Empty;
    }

    /// <summary>"... for V1", "... in V2's lane".</summary>
    private static RoadScope? ForWhom(ReportText text, Mentions mentions, int i, TokenRange sentence)
    {
        for (int k = i + 1; k < sentence.End && k < i + 14; k++)
        {
            string word = text.Norm(k);
            if (word is ";" or "," && k > i + 6) break;
            if (word is "and" && k + 1 < sentence.End && (text[k + 1].IsNumber || text.Norm(k + 1) is "a" or "the" or "was" or "had")) break;
            if (word != "for") continue;
            for (int m = k + 1; m < Math.Min(sentence.End, k + 4); m++)
            {
                if (m > k + 1 && !FunctionWords.Determiners.Contains(text.Norm(m - 1)) && text.Norm(m - 1) is not ("driver" or "drivers" or "of" or "approaching" or "traffic")) break;
                if (mentions.At(m) is { } mention) return mention.Actors.Count == 1 && !(text.Norm(mention.Tokens.End) == "and" && mentions.At(mention.Tokens.End + 1) is not null) ? new(ScopeKind.Actor, 0, mention.Actors[0]) : new(ScopeKind.All);
                if (text.Norm(m) is "both" or "all" or "each") return new(ScopeKind.All);
                if (CompassReader.TryRead(text, m, out CompassPhrase compass)) return Of(compass);
                if (text.Norm(m) is "through") return new(ScopeKind.Main);
                if (text.Norm(m) is "side") return new(ScopeKind.Side);
            }
        }

        return null;
    }

    private static RoadScope? Words(ReportText text, TokenRange range)
    {
        for (int k = range.Start; k < range.End; k++)
        {
            string word = text.Norm(k);
            if (word is "both" or "each" or "all" && text.Norm(k + 1) is not "vehicles") return new(ScopeKind.All);
            if (word is "side" && text.Norm(k + 1) is "road" or "street" or "roadway") return new(ScopeKind.Side);
            if (word is "through" && text.Norm(k + 1) is "street" or "road") return new(ScopeKind.Main);
            if (RoadWords.Driveways.Contains(word) || (word is "private" && text.Norm(k + 1) == "drive")) return new(ScopeKind.Side);
            if (CompassReader.TryRead(text, k, out CompassPhrase compass))
            {
                if (compass.IsBound || compass.OtherDeg is not null || RoadWords.Roads.Contains(text.Norm(compass.Tokens.End))) return Of(compass, text.Norm(compass.Tokens.End));
                k = compass.Tokens.End - 1;
            }
        }

        return null;
    }

    /// <summary>The nearest direction with a road, or side road, around a token within its clause.</summary>
    private static RoadScope? Nearest(ReportText text, Clause clause, int i, int reach)
    {
        for (int distance = 1; distance < reach; distance++)
        {
            foreach (int k in new[] { i + distance, i - distance })
            {
                if (!clause.Tokens.Contains(k)) continue;
                if (k > i && distance > 7) continue;
                if (CompassReader.TryRead(text, k, out CompassPhrase compass) && (compass.OtherDeg is not null || (compass.IsBound && RoadWords.Roads.Contains(text.Norm(compass.Tokens.End)))))
                    return compass.OtherDeg is not null ? Of(compass) : new RoadScope(ScopeKind.Axis, compass.Deg);
                if (text.Norm(k) == "side" && text.Norm(k + 1) is "road" or "street" or "roadway" || RoadWords.Driveways.Contains(text.Norm(k)) && distance < 5 && text.Norm(k - 1) is not "into") return new(ScopeKind.Side);
            }
        }

        return null;
    }

    private static RoadScope Of(CompassPhrase compass, string noun = "") =>
        compass.OtherDeg is not null || noun is "road" or "roadway" or "street" or "highway" or "trafficway" ? new(ScopeKind.Axis, compass.Deg) : new(ScopeKind.Direction, compass.Deg);
}
