using Sim.Plugins.CrashReports.Language;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Reading.Actors;

/// <summary>Reads the lane in which an actor comes, counted from the right. Pure.</summary>
internal static class LaneReader
{
    /// <summary>The lane, 1 = rightmost.</summary>
    /// <param name="story">The story.</param>
    /// <param name="id">The actor.</param>
    /// <param name="lanesIn">Lanes of the leg it comes in by; null when they are not known.</param>
    public static Leaf<int?> Read(Story story, string id, int? lanesIn)
    {
        foreach (var clause in story.Text.Clauses)
        {
            if (clause.Has(ClauseTraits.Coded) || clause.Phase is ClausePhase.After or ClausePhase.Contact || !clause.IsFact || clause.Lemma is "turn" or "change" or "cross" or "enter" or "swerve" or "veer"
                || !story.Mentions.SubjectOf(clause).Contains(id))
            {
                continue;
            }

            for (int i = clause.Verbs.Start; i < clause.Tokens.End; i++)
            {
                if (text(story, i) is "lane" && InLane(story, clause, i, lanesIn) is { } lane)
                {
                    return lane;
                }
            }
        }

        return story.Road.MaxLanes.Value == 2 && story.Road.MaxLanes.Evidence is { } two && !story.Road.Legs.Any(l => l.Divided.Value == true || l.OneWay.Value == true)
            ? Leaf.Derived<int?>(1, two, "a road of two lanes has one in each direction", 0.7)
            : Leaf.Unknown<int?>(null);

        static string text(Story story, int i) => story.Text.Norm(i);
    }

    private static Leaf<int?>? InLane(Story story, Clause clause, int lane, int? lanesIn)
    {
        var text = story.Text;
        if (OfRoad(text, clause, lane))
        {
            return null;
        }

        // "lane one", "lane #2", "lane number 3"
        int number = text.Norm(lane + 1) is "#" or "number" ? lane + 2 : lane + 1;
        if (number < clause.Tokens.End && text[number].Count is >= 1 and <= 8 and var counted && !text[number].Ordinal && text.Norm(number + 1) is not ("lane" or "lanes"))
        {
            return Leaf.Stated<int?>(counted, text.Span(lane, number + 1));
        }

        int start = lane - 1;
        bool turn = false;
        for (; start > clause.Verbs.Start && start > lane - 6; start--)
        {
            string word = text.Norm(start);
            if (text[start].Count is >= 1 and <= 8 and var ordinal && (text[start].Ordinal || text.Norm(start - 1) is "#"))
            {
                return Leaf.Stated<int?>(ordinal, text.Span(start, lane + 1));
            }

            switch (word)
            {
                case "right" or "outside" or "curb" or "outer" or "slow" or "rightmost":
                    return turn && word == "right" ? Leaf.Derived<int?>(1, text.Span(start, lane + 1), "a lane to turn right lies at the right") : Leaf.Stated<int?>(1, text.Span(start, lane + 1));
                case "left" or "inside" or "inner" or "passing" or "fast" or "leftmost":
                    return Leftmost(story, text.Span(start, lane + 1), turn, lanesIn);
                case "center" or "centre" or "middle":
                    return turn ? Leftmost(story, text.Span(start, lane + 1), turn, lanesIn) : Leaf.Derived<int?>(2, text.Span(start, lane + 1), "the middle one of three lanes", 0.8);
                case "turn" or "turning":
                    turn = true;
                    break;
                case "travel" or "through" or "thru" or "hand" or "most" or "only" or "driving" or "traffic" or "eastbound" or "westbound" or "northbound" or "southbound":
                    break;
                default:
                    return null;
            }
        }

        return null;
    }

    /// <summary>"a road with a center turn lane", "that has a bike lane": what the road has, not where somebody is.</summary>
    private static bool OfRoad(ReportText text, Clause clause, int lane)
    {
        for (int i = lane - 1; i > clause.Verbs.Start && i > lane - 7; i--)
        {
            if (text.Norm(i) is "a" or "an" && text.Norm(i - 1) is "with" or "and" or "plus" or "has" or "had" or "having")
            {
                return true;
            }

            // Where somebody gets to is not where he came.
            if (text.Norm(i) == "the" && text.Norm(i - 1) is "into" or "to")
            {
                return clause.Lemma is "move" or "merge" && clause.Verbs.Length > 2 && text.Norm(lane - 1) is not ("turn" or "turning");
            }

            if (text.Norm(i) is "in" or "into" or "from" or "the" or "using")
            {
                return false;
            }
        }

        return false;
    }

    private static Leaf<int?> Leftmost(Story story, TextSpan evidence, bool turn, int? lanesIn)
    {
        // Without a count the left lane is one of two.
        int? most = story.Road.MaxLanes.Value;
        bool divided = story.Road.Legs.Any(l => l.Divided.Value == true || l.OneWay.Value == true);
        int lanes = lanesIn is { } counted ? counted : most is { } all ? Math.Max(divided ? all : all / 2, turn ? 1 : 2) + (turn && all % 2 == 1 && !divided ? 1 : 0) : 2;
        return Leaf.Derived<int?>(Math.Min(lanes, 8), evidence, "the leftmost of the lanes of its direction", 0.7);
    }
}
