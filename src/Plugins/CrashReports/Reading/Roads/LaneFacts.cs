using Sim.Plugins.CrashReports.Language;

namespace Sim.Plugins.CrashReports.Reading.Roads;

/// <summary>Reads numbers of lanes: "two-lane roadway", "three lanes in each direction", "two northbound lanes and a left turn lane".</summary>
internal static class LaneFacts
{
    public static void Read(ReportText text, Mentions mentions, List<RoadFact> facts)
    {
        RoadScope last = new(ScopeKind.Main);
        for (int i = 0; i < text.Count; i++)
        {
            if (text[i] is not { IsNumber: true, Ordinal: false } number || number.Count is not (>= 1 and <= 14) || text.SentenceAt(i).IsCoding) continue;
            // "in the second lane of three", "lane 2 of 4": the lanes of one's own direction.
            bool place = text.Norm(i - 1) == "of" && i > 2 && (text.Norm(i - 2) == "lane" || (text.Norm(i - 3) == "lane" && text[i - 2].IsNumber) ? text.Norm(i + 1) is not ("lane" or "lanes")
                : text.Norm(i + 1) == "lanes" && text.Norm(i - 2) is "leftmost" or "rightmost" or "left" or "right" or "middle" or "innermost" or "outermost" or "second" or "first" or "third");
            if (place && number.Count > 1 && mentions.SubjectOf(text.ClauseAt(i)) is [string driver])
            {
                facts.Add(new(RoadFactKind.LanesOwn, number.Count.Value, new(ScopeKind.Actor, 0, driver), text.Span(i - 2, i + 1), i));
                continue;
            }

            if (text.Norm(i - 1) is "lane" or "lanes" or "#" or "no" or "number" or "of" && text.Norm(i - 2) is "one" or "the") continue;
            if (!Lane(text, i, out int lane, out CompassPhrase? compass, out bool turn)) continue;
            bool plural = text.Norm(lane) == "lanes";
            RoadScope scope = RoadScope.At(text, mentions, i, last);
            var span = text.Span(i, lane + 1);
            // "lanes one and two", "moved over two lanes": not the make of the road.
            if (text.ClauseAt(i).Lemma is "move" or "change" or "shift" && plural) continue;
            if (turn)
            {
                facts.Add(new(RoadFactKind.TurnLanes, number.Count.Value, scope, span, i));
                continue;
            }

            if (compass is { OtherDeg: null } own && plural) facts.Add(new(RoadFactKind.LanesOwn, number.Count.Value, new(ScopeKind.Direction, own.Deg), span, i));
            else if (EachDirection(text, lane) is { } each) facts.Add(new(RoadFactKind.LanesEach, number.Count.Value, scope, text.Span(i, each), i));
            else if (plural && compass is null && text.ClauseAt(i).Has(ClauseTraits.Reported)) continue;
            else if (plural && Direction(text, lane) is { } bound) facts.Add(new(RoadFactKind.LanesOwn, number.Count.Value, new(ScopeKind.Direction, bound), span, i));
            else if (plural || IsRoadAdjective(text, lane)) facts.Add(new(RoadFactKind.LanesOfRoad, number.Count.Value, scope, span, i));
            else continue;
            last = scope;
            Extra(text, lane + 1, scope, facts);
        }
    }

    /// <summary>The word "lane(s)" behind a number with only adjectives between.</summary>
    private static bool Lane(ReportText text, int i, out int lane, out CompassPhrase? compass, out bool turn)
    {
        (lane, compass, turn) = (-1, null, false);
        int end = Math.Min(text.SentenceAt(i).Tokens.End, i + 8);
        for (int k = i + 1; k < end; k++)
        {
            string word = text.Norm(k);
            if (word is "lane" or "lanes" or "laned")
            {
                lane = k;
                return true;
            }

            if (CompassReader.TryRead(text, k, out CompassPhrase read))
            {
                compass = read;
                k = read.Tokens.End - 1;
                continue;
            }

            if (word is "turn" or "turning") turn = true;
            else if (word is "way" && k == i + 1)
            {
                // "two-way, two-lane": the number of ways.
                return false;
            }
            else if (word is not ("travel" or "through" or "traffic" or "thru" or "marked" or "wide" or "straight" or "left" or "right" or "center" or "general" or "purpose" or "asphalt" or "concrete" or "main" or "moving" or "-" or "dedicated" or "only" or "opposing" or "or" or "separate" or "driving" or "regular" or "paved" or "full")) return false;
        }

        return false;
    }

    private static bool IsRoadAdjective(ReportText text, int lane)
    {
        int end = Math.Min(text.SentenceAt(lane).Tokens.End, lane + 12);
        for (int k = lane + 1; k < end; k++)
        {
            string word = text.Norm(k);
            if ((RoadWords.Roads.Contains(word) && word is not ("lane" or "lanes" or "way")) || (word is "way" && text.Norm(k - 1) is "two" or "one") || word is "intersection" or "traffic" or "divided" or "undivided" or "ramp" or "section" or "t" or "residential" or "urban" or "rural" or "local" or "state" or "county" or "overpass" or "tunnel" or "portion") return true;
            if (word is "." or ";" || mentionsStop(word)) return false;
        }

        return false;

        static bool mentionsStop(string word) => word is "when" or "while" or "and" or "which" or "struck" or "to" or "was";
    }

    /// <summary>"in each direction", "each way", "per direction", "in both directions", "for each direction of travel".</summary>
    private static int? EachDirection(ReportText text, int lane)
    {
        int end = Math.Min(text.SentenceAt(lane).Tokens.End, lane + 9);
        for (int k = lane + 1; k < end; k++)
        {
            // "a four-lane road, two lanes in each direction", "four lanes, two each way": another number of lanes begins, and each direction is said of that.
            if (text[k] is { IsNumber: true, Ordinal: false } && (Lane(text, k, out _, out _, out _) || text.Norm(k + 1) is "each" or "per" or "in" or "on" or "for")) break;
            if (text.Norm(k) is "each" or "per" or "both" or "either" && text.Norm(k + 1) is "direction" or "directions" or "way" or "side") return k + 2;
            if (text.Norm(k) is "." or ";" or "and" && !CompassReader.TryRead(text, k + 1, out _)) break;
        }

        return null;
    }

    /// <summary>"four lanes for the northbound traffic", "three lanes heading east".</summary>
    private static double? Direction(ReportText text, int lane)
    {
        for (int k = lane + 1; k < Math.Min(text.SentenceAt(lane).Tokens.End, lane + 6); k++)
        {
            if (CompassReader.TryRead(text, k, out CompassPhrase compass)) return compass.OtherDeg is null ? compass.Deg : null;
            if (text.Norm(k) is not ("for" or "the" or "heading" or "going" or "traveling" or "travelling" or "running" or "of" or "traffic" or "travel" or "in" or "to")) return null;
        }

        return null;
    }

    /// <summary>"with a center turn lane", "and a two way left turn lane", "plus one left-turn lane".</summary>
    private static void Extra(ReportText text, int from, RoadScope scope, List<RoadFact> facts)
    {
        int end = Math.Min(text.SentenceAt(from - 1).Tokens.End, from + 22);
        for (int k = from; k < end; k++)
        {
            string word = text.Norm(k);
            if (word is "including" or "includes" or "intersecting" or "attempting") return;
            if (RoadWords.Roads.Contains(word) && text.Norm(k - 1) is "side" or "intersecting") return;
            if (word is not ("lane" or "lanes") || text.Norm(k - 1) is not ("turn" or "turning" or "only")) continue;
            bool added = false;
            int count = 1;
            for (int b = k - 1; b >= from - 1 && b > k - 9; b--)
            {
                added |= text.Norm(b) is "with" or "and" or "plus" or "has";
                if (text.Norm(b) is "into" or "from" or "the" && !added) return;
                if (text[b] is { IsNumber: true, Ordinal: false, Count: >= 1 and <= 4 } several && text.Norm(b + 1) is not "way") count = several.Count.Value;
            }

            // A number of its own is found by itself.
            if (added && count == 1) facts.Add(new(RoadFactKind.TurnLanes, 1, scope, text.Span(k - 1, k + 1), k));
            return;
        }
    }
}
