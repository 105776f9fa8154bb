using System.Collections.Frozen;
using Sim.Plugins.CrashReports.Language;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Reading.Actors;

/// <summary>Tells from the words of a clause what its subject does. Pure.</summary>
internal static class ActionWords
{
    private static readonly FrozenSet<string> Doing = Set("make", "initiate", "execute", "complete", "attempt", "begin", "start", "perform", "take", "do", "commence", "finish", "proceed", "continue", "try", "negotiate", "be", "enter", "go", "have", "cross");
    private static readonly FrozenSet<string> Motions = Set("go", "travel", "drift", "veer", "swerve", "slide", "skid", "steer", "move", "encroach", "enter", "drive", "come", "run", "careen", "cross", "wander", "stray", "turn", "slip", "spin", "merge", "pull", "rotate", "leave", "depart", "fishtail", "lose", "jerk", "head");
    private static readonly FrozenSet<string> Onwards = Set("go", "proceed", "continue", "travel", "drive", "pass", "head", "move", "cross", "enter", "come");
    private static readonly FrozenSet<string> Roads = Set("road", "roadway", "street", "highway", "pavement", "edge", "shoulder", "trafficway", "interstate", "freeway", "crosswalk", "lane", "lanes", "way", "motorway", "intersection", "avenue", "boulevard", "track");
    private static readonly FrozenSet<string> CentreWords = Set("centerline", "centreline", "median", "yellow");

    /// <summary>What the clause tells, or unknown.</summary>
    /// <param name="text">The report.</param>
    /// <param name="mentions">Who is meant where.</param>
    /// <param name="clause">The clause.</param>
    /// <param name="onFoot">True when its subject is a pedestrian, cyclist or animal.</param>
    public static ActionKind Of(ReportText text, Mentions mentions, Clause clause, bool onFoot)
    {
        if (clause.Has(ClauseTraits.Passive))
        {
            return clause.Lemma switch
            {
                "stop" or "halt" => ActionKind.Stop,
                "park" or "disable" or "stall" => ActionKind.Park,
                _ => ActionKind.Unknown,
            };
        }

        var behind = new TokenRange(clause.Verbs.Start, clause.Tokens.End);
        if (Turn(text, clause, behind) is not ActionKind.Unknown and var turn)
        {
            return turn;
        }

        if (onFoot && OnFoot(text, clause, behind) is not ActionKind.Unknown and var step)
        {
            return step;
        }

        return Lane(text, clause, behind) is not ActionKind.Unknown and var lane ? lane
            : Across(text, clause, behind) is not ActionKind.Unknown and var across ? across
            : Pace(text, mentions, clause, behind);
    }

    private static ActionKind Turn(ReportText text, Clause clause, TokenRange behind)
    {
        if (text.Find(behind, "u", "turn") >= 0 || text.Find(behind, "turn", "around") >= 0 || text.Find(behind, "turned", "around") >= 0 || text.Find(behind, "turning", "around") >= 0)
        {
            return ActionKind.UTurn;
        }

        if (clause.Lemma == "turn")
        {
            for (int i = clause.Verbs.End; i < behind.End && i < clause.Verbs.End + 5; i++)
            {
                string word = text.Norm(i);
                if (word is "left" or "right")
                {
                    return IsTurnWord(text, i) ? Side(word, ActionKind.TurnLeft, ActionKind.TurnRight) : ActionKind.Unknown;
                }

                if (word is "his" or "her" or "the" && text.Norm(i + 1) is "head" or "wheel" or "steering" or "vehicle" or "ignition" or "key")
                {
                    return ActionKind.Unknown;
                }
            }
        }

        if (!Doing.Contains(clause.Lemma) && clause.Lemma != "turn")
        {
            return ActionKind.Unknown;
        }

        for (int i = clause.Verbs.End; i < behind.End; i++)
        {
            string word = text.Norm(i);
            if (word is not ("left" or "right"))
            {
                continue;
            }

            int turn = text.Norm(i + 1) == "hand" ? i + 2 : i + 1;
            bool named = text.Norm(turn) is "turn" or "turns" && text.Norm(turn + 1) is not ("lane" or "lanes" or "signal" or "only" or "arrow" or "bay" or "pocket");
            bool bare = text.Norm(i - 1) is "a" or "his" or "her" or "their" && text.Norm(i + 1) is "into" or "onto" or "from" or "at" or "." or "," or "in" or "across" or "and" && clause.Lemma is "make" or "take" or "attempt" or "begin" or "start" or "complete" or "initiate";
            if (named || bare)
            {
                return Side(word, ActionKind.TurnLeft, ActionKind.TurnRight);
            }
        }

        return ActionKind.Unknown;
    }

    // "turned left", not "turned the left wheel" or "left turn lane".
    private static bool IsTurnWord(ReportText text, int i) => text.Norm(i + 1) is not ("wheel" or "signal" or "lane" or "side" or "front" or "rear" or "of" or "blinker");

    private static ActionKind OnFoot(ReportText text, Clause clause, TokenRange behind) => clause.Lemma switch
    {
        "cross" or "dart" or "jaywalk" or "step" or "dash" or "emerge" or "jump" or "leap" or "enter" => ActionKind.Cross,
        "run" or "walk" or "come" or "ride" or "go" or "move" or "stumble" or "stroll" or "jog" or "chase" or "travel" or "proceed" or "pedal" or "cycle" or "wander" or "hop" or "be"
            when HasAny(text, behind, "across", "onto", "into", "out", "crossing") && !HasAny(text, behind, "along", "sidewalk") => ActionKind.Cross,
        "walk" or "stand" or "run" or "jog" or "kneel" or "lie" or "stroll" or "wait" => ActionKind.Walk,
        _ => ActionKind.Unknown,
    };

    private static ActionKind Lane(ReportText text, Clause clause, TokenRange behind)
    {
        bool lanes = HasAny(text, behind, "lane", "lanes");
        if (clause.Lemma == "pull" && HasAny(text, behind, "away", "out", "curb"))
        {
            return ActionKind.EnterRoad;
        }

        int change = text.Find(behind, "lane", "change");
        if (change >= 0 || (clause.Lemma is "change" or "switch" && lanes))
        {
            return LaneSide(text, behind, change < 0 ? clause.Verbs.End : change);
        }

        if (clause.Lemma == "cut" && HasAny(text, behind, "in", "over", "off", "across", "into") && !HasAny(text, behind, "corner"))
        {
            return LaneSide(text, behind, clause.Verbs.End);
        }

        if (clause.Lemma is "get" or "switch" or "change" or "move" or "merge" or "shift" or "steer" or "veer" or "swerve" or "drift" or "pull" or "come" or "encroach" or "slide" or "drive" or "go" or "cross" or "travel" && IntoOwnSideLane(text, behind) is { } side)
        {
            // "merged into the right lane of the interstate": from beside it.
            if (clause.Lemma == "merge" && HasAny(text, text.SentenceAt(clause.Tokens.Start).Tokens, "interstate", "freeway", "motorway", "expressway", "ramp", "highway")) return ActionKind.Merge;
            return clause.Lemma is "drift" or "veer" or "swerve" or "slide" or "encroach" ? ActionKind.DriftOutOfLane : side;
        }

        if (clause.Lemma == "merge")
        {
            return ActionKind.Merge;
        }

        return clause.Lemma is "overtake" or "pass" && Overtakes(text, clause, behind) ? ActionKind.Overtake : ActionKind.Unknown;
    }

    // "into the right lane", "into the adjacent lane", but not "into the northbound lane".
    private static ActionKind? IntoOwnSideLane(ReportText text, TokenRange behind)
    {
        for (int i = behind.Start; i + 2 < behind.End; i++)
        {
            if (text.Norm(i) is not ("into" or "to" or "onto"))
            {
                continue;
            }

            int j = text.Norm(i + 1) is "the" or "an" or "a" ? i + 2 : i + 1;
            string word = text.Norm(j), next = text.Norm(j + 1), third = text.Norm(j + 2);
            if (word is "center" or "centre" or "middle" or "inside" or "outside" or "passing" or "other" or "curb" && next is "lane" or "through" or "travel" || (text[j].IsNumber && text[j].Ordinal && (next is "lane" || third is "lane"))
                || (word == "lane" && text[j + 1 < text.Count ? j + 1 : j].IsNumber))
            {
                return word is "outside" or "curb" ? ActionKind.ChangeLaneRight : LaneSide(text, behind, j);
            }

            if (word is "left" or "right" && (next is "lane" || (next is "travel" or "hand" or "through" or "most" && third == "lane")))
            {
                return Side(word, ActionKind.ChangeLaneLeft, ActionKind.ChangeLaneRight);
            }

            if (word is "adjacent" or "next" && next == "lane")
            {
                return LaneSide(text, behind, j);
            }
        }

        return null;
    }

    private static ActionKind LaneSide(ReportText text, TokenRange behind, int from)
    {
        for (int i = from; i < behind.End; i++)
        {
            if (text.Norm(i) is not ("left" or "right"))
            {
                continue;
            }

            // What comes from the right goes to the left.
            bool origin = text.Norm(i - 1) is "from" or "the" or "its" && (text.Norm(i - 1) == "from" || text.Norm(i - 2) == "from");
            return (text.Norm(i) == "left") == origin ? ActionKind.ChangeLaneRight : ActionKind.ChangeLaneLeft;
        }

        return ActionKind.ChangeLaneLeft;
    }

    private static bool Overtakes(ReportText text, Clause clause, TokenRange behind) =>
        clause.Lemma == "overtake" || (!HasAny(text, behind, "through", "intersection", "out", "away", "under", "light", "signal") && (clause.Object.Length > 0 || text.Find(behind, "on", "the", "left") >= 0));

    private static ActionKind Across(ReportText text, Clause clause, TokenRange behind)
    {
        bool motion = Motions.Contains(clause.Lemma);
        bool centre = HasAny(text, behind, CentreWords) || text.Find(behind, "center", "line") >= 0 || text.Find(behind, "left", "of", "center") >= 0 || text.Find(behind, "left", "lane", "line") >= 0
            || text.Find(behind, "lane", "line") >= 0 || text.Find(behind, "wrong", "side") >= 0 || text.Find(behind, "lane", "departure") >= 0 || OpposingLane(text, behind);
        if (motion && centre && !HasAny(text, behind, "turn"))
        {
            return ActionKind.CrossCentre;
        }

        if (motion && clause.Lemma != "pull" && Departs(text, clause, behind))
        {
            return ActionKind.DepartRoad;
        }

        if (clause.Lemma is "drift" or "veer" or "stray" or "wander" or "encroach" || (clause.Lemma is "lose" && HasAny(text, behind, "control")))
        {
            return ActionKind.DriftOutOfLane;
        }

        if (clause.Lemma is "back" or "reverse" || text.Find(behind, "in", "reverse") >= 0)
        {
            return ActionKind.Reverse;
        }

        if ((clause.Lemma == "pull" && HasAny(text, behind, "out", "onto", "into", "from", "away")) || (clause.Lemma is "enter" or "exit" or "leave" or "come" && HasAny(text, behind, "driveway", "parking", "alley", "lot"))
            || (clause.Lemma == "enter" && HasAny(text, clause.Object, "road", "roadway", "street", "highway", "traffic")))
        {
            return ActionKind.EnterRoad;
        }

        bool through = (HasAny(text, behind, "intersection", "junction") && HasAny(text, behind, "through", "thru", "across", "over", "into", "entered", "crossed", "crossing", "enters", "crosses"))
            || (HasAny(text, behind, "straight") && (clause.Phase != ClausePhase.Before || !clause.Has(ClauseTraits.Progressive) || !HasAny(text, behind, "initially"))) || (clause.Lemma is "cross" && HasAny(text, behind, "road", "roadway", "street", "lanes", "highway")) || text.Find(behind, "through", "the", "red") >= 0
            || (clause.Lemma == "run" && HasAny(text, behind, "light", "signal", "sign"));
        return through && (Onwards.Contains(clause.Lemma) || clause.Lemma is "run" or "slide" or "skid") ? ActionKind.CrossStraight : ActionKind.Unknown;
    }

    // "into the oncoming lane", "into the northbound lanes": of the other direction, as a vehicle on its own side has no need to get into its lane.
    private static bool OpposingLane(ReportText text, TokenRange behind)
    {
        for (int i = behind.Start; i + 1 < behind.End; i++)
        {
            string word = text.Norm(i);
            if ((word is "oncoming" or "opposing" or "opposite" || Compass.IsWord(word)) && text.Norm(i + 1) is "lane" or "lanes" or "traffic" or "side" or "travel" && IsBehindInto(text, behind, i))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsBehindInto(ReportText text, TokenRange behind, int i) =>
        text.Norm(i - 1) == "into" || (text.Norm(i - 1) is "the" && text.Norm(i - 2) is "into" or "onto" or "entered" or "across" or "crossed");

    private static bool Departs(ReportText text, Clause clause, TokenRange behind)
    {
        if (clause.Lemma is "depart" or "leave" or "exit")
        {
            return HasAny(text, clause.Object, Roads) || text.Find(behind, "side", "of") >= 0;
        }

        int off = text.Find(behind, "off");
        return off >= 0 && (HasAny(text, new(off, Math.Min(behind.End, off + 7)), Roads) || text.Norm(off + 1) is "the" && text.Norm(off + 2) is "left" or "right" or "side");
    }

    private static ActionKind Pace(ReportText text, Mentions mentions, Clause clause, TokenRange behind)
    {
        switch (clause.Lemma)
        {
            case "stop" or "halt" or "wait" or "sit" or "stand" or "pause":
                return ActionKind.Stop;
            case "come" when HasAny(text, behind, "stop", "halt") && !HasAny(text, behind, "rest"):
                return ActionKind.Stop;
            case "make" when HasAny(text, clause.Object, "stop"):
                return ActionKind.Stop;
            case "slow" or "decelerate" or "brake":
                return ActionKind.Decelerate;
            case "apply" or "hit" or "slam" or "lock" or "put" or "use" or "depress" or "press" or "step" when HasAny(text, behind, "brake", "brakes"):
                return ActionKind.Decelerate;
            case "accelerate" or "speed":
                return ActionKind.Accelerate;
            case "park" or "disable" or "stall" when !clause.Has(ClauseTraits.Finite) || text.Norm(clause.Verbs.End - 1) is "parked" or "stalled":
                return ActionKind.Park;
            case "be" when HasAny(text, clause.Object, "parked", "disabled", "stalled", "stationary"):
                return HasAny(text, clause.Object, "stationary") ? ActionKind.Stop : ActionKind.Park;
            case "be" when HasAny(text, clause.Object, "stopped"):
                return ActionKind.Stop;
            case "start" or "proceed" or "inch" or "creep" or "resume":
                return ActionKind.StartFromStop;
            case "travel" or "drive" or "head" or "approach" or "continue" or "ride" or "negotiate" or "follow" or "go" or "cruise" or "run" or "move":
                return ActionKind.Follow;
            default:
                return ActionKind.Unknown;
        }
    }

    private static ActionKind Side(string word, ActionKind left, ActionKind right) => word == "left" ? left : right;

    /// <summary>True when one of the words stands in a range.</summary>
    public static bool HasAny(ReportText text, TokenRange range, params ReadOnlySpan<string> words)
    {
        for (int i = range.Start; i < range.End; i++)
        {
            foreach (string word in words)
            {
                if (text.Norm(i) == word)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool HasAny(ReportText text, TokenRange range, FrozenSet<string> words) => text.FindAny(range, words) >= 0;

    private static FrozenSet<string> Set(params string[] words) => words.ToFrozenSet(StringComparer.Ordinal);
}
