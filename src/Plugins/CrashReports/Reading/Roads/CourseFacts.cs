using Sim.Plugins.CrashReports.Language;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Reading.Roads;

/// <summary>Reads what a road is like: divided, one-way, straight or curved, level or not.</summary>
internal static class CourseFacts
{
    private static readonly HashSet<string> Separators = new(StringComparer.Ordinal) { "median", "barrier", "guardrail", "wall", "strip", "island", "jersey" };

    public static void Read(ReportText text, Mentions mentions, List<RoadFact> facts)
    {
        RoadScope last = new(ScopeKind.Main);
        for (int i = 0; i < text.Count; i++)
        {
            Sentence sentence = text.SentenceAt(i);
            if (sentence.IsCoding) continue;
            int before = facts.Count;
            switch (text.Norm(i))
            {
                case "divided" or "divides" or "undivided" or "separated" or "separates":
                    Divided(text, mentions, i, last, facts);
                    break;
                case "median" or "medians" when text.Norm(i + 1) is not ("age" or "of"):
                    bool none = Near(text, i, "no", "without");
                    bool painted = Near(text, i, "painted", "flush", "striped");
                    if (!painted) facts.Add(new(RoadFactKind.Divided, none ? 0 : 1, Place(RoadScope.At(text, mentions, i, last)), text.Span(i, i + 1), i));
                    break;
                case "one" when text.Norm(i + 1) == "way" && text.Norm(i - 1) is not ("no" or "not"):
                    if (!text.ClauseAt(i).Has(ClauseTraits.Negated)) facts.Add(new(RoadFactKind.OneWay, 1, RoadScope.At(text, mentions, i, last), text.Span(i, i + 2), i));
                    break;
                case "oneway":
                    facts.Add(new(RoadFactKind.OneWay, 1, RoadScope.At(text, mentions, i, last), text.Span(i, i + 1), i));
                    break;
                case "two" or "2" when text.Norm(i + 1) == "way" && text.Norm(i + 2) is not ("left" or "stop" or "turn" or "center" or "radio" or "lane"):
                    facts.Add(new(RoadFactKind.OneWay, 0, RoadScope.At(text, mentions, i, last), text.Span(i, i + 2), i));
                    break;
                case "curve" or "curves" or "curved" or "curving" or "bend" or "bends" or "bent" or "curvature" or "curvy" or "winding":
                    Curve(text, mentions, i, last, facts);
                    break;
                case "straight" when IsRoadComplement(text, i):
                    facts.Add(new(RoadFactKind.Course, (int)Alignment.Straight, RoadScope.At(text, mentions, i, last), text.Span(i, i + 1), i));
                    break;
                case "level" when text.Norm(i + 1) is not ("of" or "crossing"):
                    if (Near(text, i, "blood", "alcohol", "ground", "speed", "sea") || !(IsRoadComplement(text, i) || RoadWords.Roads.Contains(text.Norm(i + 1)) || text.FindAny(new(i, Math.Min(text.Count, i + 8)), RoadWords.Roads) >= 0)) break;
                    facts.Add(new(RoadFactKind.Grade, 0, RoadScope.At(text, mentions, i, last), text.Span(i, i + 1), i, Weak: true));
                    break;
                case "radius":
                    for (int k = i + 1; k < Math.Min(text.Count, i + 6); k++)
                        if (Measures.TryRead(text, k, out Measure measure) && measure is { Kind: MeasureKind.Length, Value: >= 5 and <= 20000 })
                        {
                            facts.Add(new(RoadFactKind.Radius, measure.Value, RoadScope.At(text, mentions, i, last), text.Span(i, measure.Tokens.End), i));
                            break;
                        }

                    break;
                case "%" or "percent":
                    Grade(text, mentions, i, last, facts);
                    break;
            }

            if (facts.Count > before) last = facts[^1].Scope;
        }
    }

    private static void Divided(ReportText text, Mentions mentions, int i, RoadScope last, List<RoadFact> facts)
    {
        string word = text.Norm(i);
        RoadScope scope = RoadScope.At(text, mentions, i, last);
        if (word == "undivided")
        {
            facts.Add(new(RoadFactKind.Divided, 0, scope, text.Span(i, i + 1), i));
            return;
        }

        Clause clause = text.ClauseAt(i);
        bool negated = Near(text, i, "not", "un", "no") || (clause.Has(ClauseTraits.Negated) && clause.Tokens.Contains(i));
        bool road = word == "divided" || text.FindAny(clause.Tokens, RoadWords.Roads) >= 0;
        if (!road) return;
        TokenRange around = new(clause.Tokens.Start, Math.Min(text.SentenceAt(i).Tokens.End, i + 14));
        bool line = text.Find(around, "line") >= 0 || text.Find(around, "lines") >= 0 || text.Find(around, "yellow") >= 0 || text.Find(around, "paint") >= 0;
        bool separator = text.FindAny(around, Separators) >= 0;
        if (word is "separated" or "separates" or "divides" && !separator && !line) return;
        // "divided attention", "V2 separated from its trailer" have no road about them.
        if (word == "divided" && text.Norm(i + 1) is "attention" or "among" or "between") return;
        facts.Add(new(RoadFactKind.Divided, negated || (line && !separator) ? 0 : 1, Place(scope), text.Span(negated ? Math.Max(clause.Tokens.Start, i - 2) : i, i + 1), i));
    }

    private static void Curve(ReportText text, Mentions mentions, int i, RoadScope last, List<RoadFact> facts)
    {
        Clause clause = text.ClauseAt(i);
        Sentence sentence = text.SentenceAt(i);
        string word = text.Norm(i);
        if (Near(text, i, "no", "without", "any") || (clause.Has(ClauseTraits.Hypothetical | ClauseTraits.Conditional | ClauseTraits.Negated) && clause.Lemma != "steer") || text.Norm(i - 1) is "for" or "the" && text.Norm(i - 2) == "for") return;
        if (word == "curvature" && text.Norm(i - 1) == "of" && text.Norm(i - 2) is "radius" or "degree") { }
        else if (word == "bent") return;

        // "a curve several feet before the intersection", "a curve about 500 feet away": not where it happened.
        for (int k = sentence.Tokens.Start; k < sentence.Tokens.End; k++)
            if (text.Norm(k) is "feet" or "meters" or "metres" or "miles" or "mile" or "yards" && Math.Abs(k - i) < 8 && !text.Is(i, "curvature") && text.Norm(k + 1) is "before" or "away" or "prior" or "past" or "north" or "south" or "east" or "west" or "of" or "from" or "after" or "ahead" or "down" or "beyond") return;
        if (clause.Has(ClauseTraits.Reported) && text.Norm(i - 1) is "the" && text.Norm(i - 2) is "after" or "before") return;
        Alignment alignment = Side(text, i, sentence.Tokens);
        facts.Add(new(RoadFactKind.Course, (int)alignment, RoadScope.At(text, mentions, i, last), text.Span(i, i + 1), i, clause.Has(ClauseTraits.Reported)));
    }

    private static Alignment Side(ReportText text, int i, TokenRange sentence)
    {
        for (int k = i + 1; k < Math.Min(sentence.End, i + 6); k++)
        {
            if (text.Norm(k) == "left") return Alignment.CurveLeft;
            if (text.Norm(k) == "right") return Alignment.CurveRight;
            if (text.Norm(k) is "when" or "and" or ",") break;
        }

        for (int k = i - 1; k >= Math.Max(sentence.Start, i - 3); k--)
        {
            bool both = text.Norm(k - 1) is "and" or "or" && text.Norm(k - 2) is "left" or "right";
            if (text.Norm(k) is "left" or "leftward" or "lefthand") return both ? Alignment.Curve : Alignment.CurveLeft;
            if (text.Norm(k) is "right" or "rightward" or "righthand") return both ? Alignment.Curve : Alignment.CurveRight;
            if (text.Norm(k) is not ("hand" or "sharp" or "slight" or "gradual" or "gentle" or "sweeping")) break;
        }

        return Alignment.Curve;
    }

    /// <summary>"The roadway was straight and level", "is straight", "on a straight, level road": said of a road.</summary>
    private static bool IsRoadComplement(ReportText text, int i)
    {
        Clause clause = text.ClauseAt(i);
        if (clause.Lemma == "be" && text.FindAny(clause.Subject, RoadWords.Roads) >= 0 && i >= clause.Verbs.End) return true;
        string next = text.Norm(i + 1);
        return RoadWords.Roads.Contains(next) && next is not ("way" or "approach") || (next is "," or "and" && text.Norm(i + 2) is "level" or "dry" or "straight" or "flat") || (text.Norm(i - 1) is "and" or "," && text.Norm(i - 2) is "level" or "dry" or "flat" or "clear");
    }

    private static void Grade(ReportText text, Mentions mentions, int i, RoadScope last, List<RoadFact> facts)
    {
        int n = i - 1;
        if (n < 0 || text[n].Kind != TokenKind.Number || Math.Abs(text[n].Value) > 35) return;
        TokenRange sentence = text.SentenceAt(i).Tokens;
        int low = Math.Max(sentence.Start, n - 7), high = Math.Min(sentence.End, i + 5);
        for (int k = n - 1; k >= low && k >= n - 4; k--)
            if (text.Norm(k) is "elevation" or "superelevation" or "bac" or "alcohol") return;
        if (text.Norm(i + 1) is "super" or "superelevation") return;
        bool grade = false;
        double sign = text[n].Value < 0 || text.Norm(n - 1) == "-" ? -1 : 1;
        for (int k = low; k < high; k++)
        {
            string word = text.Norm(k);
            grade |= word is "grade" or "grades" or "slope" or "sloped" or "gradient" or "uphill" or "downhill" or "incline" or "decline" or "roadway" or "hill" or "downgrade" or "upgrade" or "sloping" or "positive" or "negative";
            if (word is "downhill" or "negative" or "decline" or "downgrade" or "descending" or "downward" && sign > 0) sign = -1;
        }

        if (grade) facts.Add(new(RoadFactKind.Grade, sign * Math.Abs(text[n].Value), RoadScope.At(text, mentions, n, last), text.Span(n, i + 1), n));
    }

    private static bool Near(ReportText text, int i, params ReadOnlySpan<string> words)
    {
        for (int k = Math.Max(0, i - 3); k < i; k++)
            foreach (string word in words)
                if (text.Norm(k) == word) return true;
        return false;
    }

    /// <summary>A median belongs to a road, never to the way of one road user alone.</summary>
    private static RoadScope Place(RoadScope scope) => scope.Kind == ScopeKind.Direction ? scope with { Kind = ScopeKind.Axis } : scope;
}
