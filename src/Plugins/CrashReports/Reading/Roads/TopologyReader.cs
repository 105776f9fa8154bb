using Sim.Plugins.CrashReports.Language;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Reading.Roads;

/// <summary>Reads the shape of the place and the kind of junction.</summary>
internal static class TopologyReader
{
    public static (Leaf<Topology> Topology, Leaf<JunctionKind> Junction) Read(ReportText text, Mentions mentions, IReadOnlyDictionary<string, Travel> travels, IReadOnlyList<RoadFact> facts)
    {
        if (Named(text) is { } named) return (named, Leaf.Stated(JunctionKind.Intersection, named.Evidence!.Value));
        if (Crossing(text) is { } crossing)
            return (Leaf.Derived(Topology.FourWay, crossing, "an intersection with no road said to end there", 0.75), Leaf.Stated(JunctionKind.Intersection, crossing));
        if (Ramp(text) is { } ramp) return (Leaf.Derived(Topology.RampMerge, ramp, "the story takes place at a ramp", 0.7), Leaf.Stated(JunctionKind.Ramp, ramp));
        if (Perpendicular(text, mentions, travels, facts) is { } perpendicular)
            return (Leaf.Derived(Topology.FourWay, perpendicular, "the roads of the road users cross", 0.5), Leaf.Derived(JunctionKind.Intersection, perpendicular, "the roads of the road users cross", 0.5));
        if (Driveway(text, mentions, travels) is { } driveway) return (Leaf.Derived(Topology.Driveway, driveway, "a road user comes from or goes to a driveway", 0.7), Leaf.Stated(JunctionKind.Driveway, driveway));
        foreach (RoadFact fact in facts)
            if (fact.Kind == RoadFactKind.Course && fact.Value != (int)Alignment.Straight || fact.Kind == RoadFactKind.Radius)
                return (Leaf.Derived(Topology.Curve, fact.Span, "a curved road and no junction are told of", 0.7), Leaf.Derived(JunctionKind.None, fact.Span, "no junction is told of", 0.6));
        if (facts.Count > 0)
        {
            RoadFact first = facts[0];
            foreach (RoadFact fact in facts)
                if (fact.Kind == RoadFactKind.Course) first = fact;
            return (Leaf.Derived(Topology.Straight, first.Span, "a road is told of, no junction and no curve", 0.6), Leaf.Derived(JunctionKind.None, first.Span, "no junction is told of", 0.6));
        }

        int road = text.FindAny(new(0, text.Count), RoadWords.Roads);
        return road >= 0
            ? (Leaf.Derived(Topology.Straight, text.Span(road, road + 1), "a road is told of, no junction and no curve", 0.5), Leaf.Derived(JunctionKind.None, text.Span(road, road + 1), "no junction is told of", 0.5))
            : (Leaf.Unknown(Topology.Unknown), Leaf.Unknown(JunctionKind.Unknown));
    }

    /// <summary>"T-intersection", "three-legged intersection", "roundabout", "dead-ends at the through street", "four-way intersection".</summary>
    private static Leaf<Topology>? Named(ReportText text)
    {
        Leaf<Topology>? four = null;
        for (int i = 0; i < text.Count; i++)
        {
            if (text.SentenceAt(i).IsCoding) continue;
            string word = text.Norm(i);
            if (word is "t" or "tee" or "y" && Junction(text, i, out int end)) return Leaf.Stated(word == "y" ? Topology.YJunction : Topology.TJunction, text.Span(i, end));
            if (word is "roundabout" or "rotary" || (word == "traffic" && text.Norm(i + 1) == "circle")) return Leaf.Stated(Topology.Roundabout, text.Span(i, word == "traffic" ? i + 2 : i + 1));
            if ((text[i].Value == 3 || word is "three") && text.Norm(i + 1) is "legged" or "leg" or "leged" or "way" or "armed" or "point" && text.Norm(i + 2) is "intersection" or "junction" or "stop" or "t") return Leaf.Stated(Topology.TJunction, text.Span(i, i + 3));
            if (word is "tintersection" or "fork") return word == "fork" && text.Norm(i + 1) is not "in" ? null : Leaf.Stated(word == "fork" ? Topology.YJunction : Topology.TJunction, text.Span(i, i + 1));
            if (word is "ends" or "end" or "ended" or "terminates" or "tees" && RoadEnds(text, i)) return Leaf.Stated(Topology.TJunction, text.Span(i, i + 2), 0.85);
            if ((text[i].Value == 4 || word is "four") && text.Norm(i + 1) is "way" or "legged" or "leg" && text.Norm(i + 2) is "intersection" or "junction" or "stop" or "crossing" or "roadway" && four is null) four = Leaf.Stated(Topology.FourWay, text.Span(i, i + 3));
            if (word is "crossroads" or "crossroad") four ??= Leaf.Stated(Topology.FourWay, text.Span(i, i + 1));
        }

        return four;
    }

    private static bool Junction(ReportText text, int i, out int end)
    {
        end = i + 1;
        for (int k = i + 1; k < Math.Min(text.Count, i + 5); k++)
        {
            if (text.Norm(k) is "intersection" or "intersections" or "junction")
            {
                end = k + 1;
                return true;
            }

            if (text.Norm(k) is not ("type" or "\"" or "'" or "shaped" or "style" or "”" or "-" or "three" or "leg" or "legged" or "way" or "configuration" or "configured")) return false;
        }

        return false;
    }

    private static bool RoadEnds(ReportText text, int i)
    {
        if (text.Norm(i + 1) is not ("at" or "in" or "into")) return false;
        bool dead = text.Norm(i - 1) == "dead";
        Clause clause = text.ClauseAt(i);
        return dead ? !text.ClauseAt(i).Has(ClauseTraits.Reported) : text.FindAny(clause.Subject, RoadWords.Roads) >= 0 && text.Find(clause.Tokens, "rear") < 0;
    }

    /// <summary>An intersection that the story takes place at, not one down the road.</summary>
    private static TextSpan? Crossing(ReportText text)
    {
        for (int i = 0; i < text.Count; i++)
        {
            if (text.Norm(i) is not ("intersection" or "intersections" or "junction" or "intersecting" or "intersects" or "crosswalk")) continue;
            Sentence sentence = text.SentenceAt(i);
            Clause clause = text.ClauseAt(i);
            if (sentence.IsCoding || clause.Has(ClauseTraits.Hypothetical | ClauseTraits.Conditional)) continue;
            if (text.Norm(i) is "intersecting" or "intersects")
            {
                bool driveway = text.FindAny(new(i, Math.Min(sentence.Tokens.End, i + 5)), RoadWords.Driveways) >= 0;
                if (driveway) continue;
                return text.Span(i, i + 1);
            }

            if (text.Norm(i) == "crosswalk") continue;
            if (clause.Has(ClauseTraits.Reported) && !clause.Has(ClauseTraits.Finite | ClauseTraits.Progressive)) continue;
            if (clause.Has(ClauseTraits.Reported) && sentence.Paragraph > 1 && text.Norm(i - 1) is "the" && text.Norm(i - 2) is not ("in" or "at" or "through" or "entered" or "into" or "entering" or "across")) continue;
            if (!Elsewhere(text, sentence.Tokens, i)) return text.Span(i, i + 1);
        }

        return null;
    }

    private static bool Elsewhere(ReportText text, TokenRange sentence, int i)
    {
        for (int k = i - 1; k >= sentence.Start && k > i - 6; k--)
        {
            if (text.Norm(k) is "no" or "not" or "next" or "non" or "previous" or "last") return true;
            if (text.Norm(k) is "of" && text.Norm(k - 1) is "north" or "south" or "east" or "west" or "short" or "upstream" or "feet" or "meters" or "downstream" or "clear") return true;
            if (text.Norm(k) is "from" or "past" or "before" or "beyond" && text.Norm(k - 1) is "feet" or "away" or "meters" or "just" or "miles" or "shortly" or "yards") return true;
        }

        return false;
    }

    private static TextSpan? Ramp(ReportText text)
    {
        for (int i = 0; i < text.Count; i++)
            if (text.Norm(i) is "ramp" or "onramp" or "offramp" && !text.SentenceAt(i).IsCoding && !text.ClauseAt(i).Has(ClauseTraits.Hypothetical | ClauseTraits.Intended)) return text.Span(i, i + 1);
        return null;
    }

    private static TextSpan? Perpendicular(ReportText text, Mentions mentions, IReadOnlyDictionary<string, Travel> travels, IReadOnlyList<RoadFact> facts)
    {
        bool controlled = false;
        foreach (RoadFact fact in facts) controlled |= fact is { Kind: RoadFactKind.Control, Weak: false, Value: (int)Control.Stop or (int)Control.Signal or (int)Control.Yield };
        Travel? first = null;
        foreach (ReportActor actor in mentions.Actors)
        {
            Travel travel = travels[actor.Id];
            if (actor.IsBystander || actor.Id[0] != 'V' || travel.HeadingDeg.Value is not { } heading) continue;
            if (travel.Driveway is not null || travel.SideRoad is not null) return null;
            if (first?.HeadingDeg.Value is { } other && Math.Abs(Math.Abs(other - heading) % 180 - 90) < 1 && (controlled || Street(text))) return travel.HeadingDeg.Evidence;
            first ??= travel;
        }

        return null;
    }

    private static bool Street(ReportText text)
    {
        for (int i = 0; i + 1 < text.Count; i++)
            if (text.Norm(i) is "cross" or "crossing" && text.Norm(i + 1) is "street" or "road" or "traffic") return true;
        return false;
    }

    private static TextSpan? Driveway(ReportText text, Mentions mentions, IReadOnlyDictionary<string, Travel> travels)
    {
        foreach (ReportActor actor in mentions.Actors)
            if (!actor.IsBystander && travels[actor.Id].Driveway is { } from) return from;
        foreach (Clause clause in text.Clauses)
        {
            if (clause.Has(ClauseTraits.Coded) || clause.Lemma is not ("turn" or "make" or "pull" or "enter" or "exit" or "back" or "leave" or "go" or "come" or "merge" or "drive") || mentions.SubjectOf(clause).Count == 0) continue;
            for (int i = clause.Verbs.End; i < clause.Tokens.End; i++)
                if (RoadWords.Driveways.Contains(text.Norm(i)) || (text.Norm(i) is "station" && text.Norm(i - 1) is "gas" or "service") || (text.Norm(i) is "lot" && text.Norm(i - 1) == "parking") || (text.Norm(i) is "drive" && text.Norm(i - 1) == "private"))
                    return clause.Phase == ClausePhase.After ? null : text.Span(i, i + 1);
        }

        return null;
    }
}
