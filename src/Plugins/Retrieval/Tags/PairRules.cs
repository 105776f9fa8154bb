using Sim.Geometry;
using Sim.Numerics;

namespace Sim.Plugins.Retrieval.Tags;

/// <summary>Rules on two actors: following, cut-in, overtaking, crossing. Pure, thread-safe.</summary>
internal static class PairRules
{
    /// <summary>Longest time gap of following, s.</summary>
    public const double FollowS = 3;

    /// <summary>Gap up to which slow traffic is following whatever its time gap, m.</summary>
    public const double FollowM = 6;

    /// <summary>Farthest from the middle of another's line that an actor is in its lane, m.</summary>
    public const double InLaneM = 1.5;

    /// <summary>Nearest to the middle of another's line that an actor is beside its lane, m.</summary>
    public const double BesideM = 1.8;

    /// <summary>Longest time gap that a cut-in leaves, s.</summary>
    public const double CutInS = 2.5;

    /// <summary>Longest time between two actors at the point where their paths cross, s.</summary>
    public const double CrossS = 4;

    /// <summary>Least angle between crossing paths, rad.</summary>
    public const double CrossRad = Math.PI / 6;

    private const double ReachM = 60;
    private const int LeastFollowSteps = 20;
    private const int CutInSteps = 60;
    private const double MovesMps = 0.5;
    private const double OwnWayM = 1;
    private const double FarM = 120;

    /// <summary>Greatest angle between actors that go the same way, rad.</summary>
    internal const double SameWayRad = Math.PI / 6;

    /// <summary>Adds what the actor does to others, and what others do to it: spans of several actors.</summary>
    public static void Apply(TaggedActor actor, TaggedActor?[] others, List<TagSpan> spans)
    {
        if (actor.Motion.PathM < 1.5)
        {
            return;
        }

        bool vehicle = IsVehicle(actor);
        var leader = vehicle ? new Leader(actor) : null;
        var seen = new Sight[actor.Motion.Count];
        foreach (var other in others)
        {
            if (other is null || ReferenceEquals(other, actor) || !Near(actor, other))
            {
                continue;
            }

            CrossingRule.Apply(actor, other, spans);
            if (vehicle && IsVehicle(other) && Look(actor, other, seen))
            {
                leader!.Look(other, seen);
                if (other.Motion.PathM >= 1.5)
                {
                    CutIn(other, actor, seen, spans);
                    Overtaking(other, actor, seen, spans);
                }
            }
        }

        leader?.Apply(LeastFollowSteps, spans);
    }

    internal static double Lengths(TaggedActor a, TaggedActor b) => (a.Motion.Body.LengthM + b.Motion.Body.LengthM) / 2;

    private static bool IsVehicle(TaggedActor actor) => actor.Motion.Class is not (ActorClass.Pedestrian or ActorClass.Animal);

    private static bool Near(TaggedActor a, TaggedActor b) =>
        a.Bounds.Grown(ReachM).Overlaps(b.Bounds) && a.Motion.FirstStep < b.Motion.EndStep && b.Motion.FirstStep < a.Motion.EndStep;

    // What one actor sees of another along its own line, at each of its instants.
    private static bool Look(TaggedActor from, TaggedActor what, Sight[] seen)
    {
        bool some = false;
        int hint = -1;
        for (int i = 0; i < seen.Length; i++)
        {
            int j = from.Motion.FirstStep + i - what.Motion.FirstStep;
            seen[i] = Sight.None;
            if (j < 0 || j >= what.Motion.Count || what.Motion.At(j).DistanceSquaredTo(from.Motion.At(i)) > FarM * FarM)
            {
                continue;
            }

            var place = from.Line.Project(what.Motion.At(j), PolylineEnds.Extend, hint);
            hint = place.SegmentIndex;
            seen[i] = new Sight(true, place.S - from.Along[i], place.D, Math.Abs(Pinned.AngleDifference(what.Motion.Heading[j], from.Motion.Heading[i])));
            some = true;
        }

        return some;
    }

    // The actor comes from beside the other's line into it, ahead of the other and close. The other's line holds also what it drives later, so that the
    // other's own change to behind the actor is none.
    private static void CutIn(TaggedActor actor, TaggedActor other, Sight[] seen, List<TagSpan> spans)
    {
        int beside = -1;
        for (int i = 0; i < seen.Length; i++)
        {
            var sight = seen[i];
            double left = Math.Abs(sight.LeftM);
            if (!sight.Seen)
            {
                continue;
            }

            if (left >= BesideM && left < 6 && sight.TurnedRad < Math.PI / 4)
            {
                beside = i;
                continue;
            }

            int step = other.Motion.FirstStep + i;
            double speed = other.Motion.Speed[i];
            double gap = sight.AheadM - Lengths(actor, other);
            if (beside >= 0 && i - beside <= CutInSteps && left <= 1 && actor.Motion.Speed[step - actor.Motion.FirstStep] > MovesMps
                && gap > 0 && gap <= Math.Max(CutInS * speed, 3) && sight.TurnedRad < SameWayRad && speed > MovesMps)
            {
                int from = Start(seen, beside);
                if (Goes(actor, other, other.Motion.FirstStep + from, step))
                {
                    double time = gap / Math.Max(speed, 1);
                    spans.Add(new TagSpan(
                        BehaviourTag.CutIn, actor.Motion.Id, other.Motion.FirstStep + from, step, Math.Clamp(1 - 0.5 * time / CutInS, 0.5, 1), other.Motion.Id));
                    return;
                }
            }
        }
    }

    private static int Start(Sight[] seen, int beside)
    {
        const int look = 5;
        int i = beside;
        while (i >= look && beside - i < CutInSteps && seen[i - look].Seen && Math.Abs(seen[i - look].LeftM) - Math.Abs(seen[i].LeftM) > 0.15)
        {
            i--;
        }

        return i;
    }

    // It is the actor that goes across the road, or its lane becomes one with the other's. Without a road that cannot be told.
    private static bool Goes(TaggedActor actor, TaggedActor other, int fromStep, int toStep)
    {
        if (actor.Across(fromStep, toStep) is not { } across || Math.Abs(across) >= OwnWayM)
        {
            return true;
        }

        int before = actor.LaneAt(fromStep), after = actor.LaneAt(toStep);
        return before != after && other.LaneAt(toStep) == after && other.LaneAt(fromStep) != before && actor.Index!.Predecessors(after).Length > 1;
    }

    // The actor is behind the other in its lane, then beside that lane while it comes past, then ahead.
    private static void Overtaking(TaggedActor actor, TaggedActor other, Sight[] seen, List<TagSpan> spans)
    {
        double lengths = Lengths(actor, other);
        if (other.Motion.PathM < 3)
        {
            return;
        }

        int behind = -1, past = -1, first = other.Motion.FirstStep;
        for (int i = 0; i < seen.Length; i++)
        {
            var sight = seen[i];
            double left = Math.Abs(sight.LeftM);
            if (!sight.Seen || sight.TurnedRad >= SameWayRad)
            {
                continue;
            }

            if (sight.AheadM < -lengths && sight.AheadM > -ReachM && left <= InLaneM && past < 0)
            {
                behind = i;
            }
            else if (behind >= 0 && Math.Abs(sight.AheadM) <= lengths && left >= BesideM && left < 6)
            {
                past = i;
            }
            else if (past >= 0 && sight.AheadM > lengths && (actor.Across(first + behind, first + past) is not { } across || Math.Abs(across) >= OwnWayM))
            {
                spans.Add(new TagSpan(BehaviourTag.Overtaking, actor.Motion.Id, first + behind, first + i, 0.75, other.Motion.Id));
                return;
            }
        }
    }
}
