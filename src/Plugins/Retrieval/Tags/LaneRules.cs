using Sim.Geometry;
using Sim.Maps;
using Sim.Numerics;
using Sim.Plugins.Retrieval.Behaviours;

namespace Sim.Plugins.Retrieval.Tags;

/// <summary>Rules on the lanes of one actor: lane changes and merges; without a map, lane changes by the shape of the path. Pure, thread-safe.</summary>
internal static class LaneRules
{
    /// <summary>Least way across the road within <see cref="AroundSteps"/> before and after the lane's edge is crossed, m.</summary>
    public const double AcrossM = 1.4;

    /// <summary>Least way across the direction of travel without a map, m.</summary>
    public const double FreeAcrossM = 2.4;

    private const double FreeAcrossMostM = 6;
    private const double FreeHeadingRad = 0.09;
    private const double AlongRad = 0.4;
    private const int AroundSteps = 20;
    private const int StaysSteps = 10;
    private const double LeastJumpM = 1.8;
    private const double MostJumpM = 6;
    private const double LaneEndsM = 150;
    private const double LonelyM = 30;

    /// <summary>Adds what the lanes show.</summary>
    public static void Apply(TaggedActor actor, RoadMap map, List<TagSpan> spans)
    {
        if (actor.Motion.Class is ActorClass.Pedestrian or ActorClass.Animal || actor.Motion.PathM < 10)
        {
            return;
        }

        if (actor.Road is { } road && 2 * road.OnRoad >= actor.Motion.Count)
        {
            Changes(actor, road, map.Index(), spans);
        }
        else
        {
            FreeChanges(actor.Motion, spans);
        }
    }

    private static void Changes(TaggedActor actor, RoadReference road, RoadMapIndex index, List<TagSpan> spans)
    {
        var motion = actor.Motion;
        int lastChange = -AroundSteps;
        for (int i = 1; i < motion.Count; i++)
        {
            int from = road.Lane[i - 1], to = road.Lane[i];
            if (from == to || from < 0 || to < 0)
            {
                continue;
            }

            if (index.Successors(from).Contains(to))
            {
                Joins(actor, index, from, to, i, spans);
                continue;
            }

            double jump = road.Offset[i] - road.Offset[i - 1];
            int side = jump < 0 ? 1 : -1;
            var (first, last) = (Math.Max(0, i - AroundSteps), Math.Min(motion.Count - 1, i + AroundSteps));
            double across = side * (road.Drift[last] - road.Drift[first]);
            bool beside = Math.Abs(jump) is >= LeastJumpM and <= MostJumpM && Math.Abs(road.Heading[i] - road.Heading[i - 1]) < 0.35;
            bool along = Math.Abs(motion.Heading[i] - road.Heading[i]) < AlongRad && !Turning(spans, motion.FirstStep + i, motion.Id);
            if (!beside || !along || across < AcrossM || !Stays(road, index, from, i) || i - lastChange < AroundSteps)
            {
                continue;
            }

            lastChange = i;
            (first, last) = Extent(road, side, i);
            spans.Add(new TagSpan(
                side > 0 ? BehaviourTag.LaneChangeLeft : BehaviourTag.LaneChangeRight,
                motion.Id,
                motion.FirstStep + first,
                motion.FirstStep + last,
                BehaviourTagger.Strength(across, AcrossM)));
            if (Ends(index, from, to, motion, i))
            {
                spans.Add(new TagSpan(BehaviourTag.Merge, motion.Id, motion.FirstStep + first, motion.FirstStep + last, BehaviourTagger.Strength(across, AcrossM)));
            }
        }
    }

    private static bool Turning(List<TagSpan> spans, int step, string id)
    {
        foreach (var span in spans)
        {
            if (span.ActorId == id && span.Tag is BehaviourTag.TurnLeft or BehaviourTag.TurnRight or BehaviourTag.UTurn
                && step >= span.FromStep - StaysSteps && step <= span.ToStep + StaysSteps)
            {
                return true;
            }
        }

        return false;
    }

    private static bool Stays(RoadReference road, RoadMapIndex index, int old, int at)
    {
        int last = Math.Min(at + StaysSteps, road.Lane.Length - 1);
        for (int i = at; i <= last; i++)
        {
            int lane = road.Lane[i];
            if (lane == old || (lane >= 0 && index.Successors(old).Contains(lane)))
            {
                return false;
            }
        }

        return true;
    }

    // From where the way across begins to where it ends: while it goes on by at least 0.15 m in half a second.
    private static (int First, int Last) Extent(RoadReference road, int side, int at)
    {
        const int look = 5;
        const double goesOnM = 0.15;
        int first = at, last = at;
        while (first >= look && side * (road.Drift[first] - road.Drift[first - look]) > goesOnM)
        {
            first--;
        }

        while (last + look < road.Drift.Length && side * (road.Drift[last + look] - road.Drift[last]) > goesOnM)
        {
            last++;
        }

        return (first, last);
    }

    // The lane that is left is made for joining, or ends soon, where the other goes on.
    private static bool Ends(RoadMapIndex index, int from, int to, ActorMotion motion, int at)
    {
        var point = motion.At(at);
        double against = Pinned.AngleDifference(motion.Heading[at], index.LaneAt(from).Centre.Project(point).ToHeading());
        if (Math.Abs(against) > Math.PI / 2)
        {
            return false;
        }

        if (index.LaneAt(from).Type is LaneType.Entry or LaneType.OnRamp or LaneType.ConnectingRamp)
        {
            return true;
        }

        double left = LengthAhead(index, from, point);
        return left < LaneEndsM && LengthAhead(index, to, point) > left + LonelyM;
    }

    private static double LengthAhead(RoadMapIndex index, int lane, Vector2d point)
    {
        var centre = index.LaneAt(lane).Centre;
        double length = centre.LengthM - centre.Project(point).S;
        var seen = new HashSet<int> { lane };
        for (int next = index.StraightestSuccessor(lane); next >= 0 && seen.Add(next) && length < LaneEndsM + LonelyM; next = index.StraightestSuccessor(next))
        {
            length += index.LaneAt(next).Centre.LengthM;
        }

        return length;
    }

    // Two lanes of the same way become one: who comes on the one that bends more merges.
    private static void Joins(TaggedActor actor, RoadMapIndex index, int from, int to, int at, List<TagSpan> spans)
    {
        double own = Bend(index, from, to);
        foreach (int other in index.Predecessors(to))
        {
            double theirs = Bend(index, other, to);
            if (other != from && index.CarriesTraffic(other) && own < Math.PI / 6 && theirs < own - 0.02 && !SameStart(index, from, other))
            {
                var motion = actor.Motion;
                spans.Add(new TagSpan(
                    BehaviourTag.Merge, motion.Id, motion.FirstStep + Math.Max(0, at - AroundSteps), motion.FirstStep + Math.Min(motion.Count - 1, at + AroundSteps / 2), 0.7));
                return;
            }
        }
    }

    private static double Bend(RoadMapIndex index, int from, int to)
    {
        const double lookM = 30;
        var centre = index.LaneAt(from).Centre;
        var chord = centre.Span[^1] - centre.PointAt(centre.LengthM - lookM);
        return Math.Abs(Pinned.AngleDifference(index.LaneAt(to).Centre.HeadingAt(0), chord.ToHeading()));
    }

    private static bool SameStart(RoadMapIndex index, int a, int b)
    {
        foreach (int previous in index.Predecessors(a))
        {
            if (index.Predecessors(b).Contains(previous))
            {
                return true;
            }
        }

        return false;
    }

    private static void FreeChanges(ActorMotion motion, List<TagSpan> spans)
    {
        ReadOnlySpan<int> lengths = [30, 40, 50, 60];
        int from = 0;
        while (true)
        {
            (int First, int Length, double Across) best = (0, 0, 0);
            foreach (int length in lengths)
            {
                for (int first = from; first + length < motion.Count; first += 2)
                {
                    int last = first + length;
                    double across = Across(motion, first, last);
                    if (Math.Abs(across) is >= FreeAcrossM and <= FreeAcrossMostM && Math.Abs(across) > Math.Abs(best.Across) + 0.2)
                    {
                        best = (first, length, across);
                    }
                }
            }

            if (best.Length == 0)
            {
                return;
            }

            spans.Add(new TagSpan(
                best.Across > 0 ? BehaviourTag.LaneChangeLeft : BehaviourTag.LaneChangeRight,
                motion.Id,
                motion.FirstStep + best.First,
                motion.FirstStep + best.First + best.Length,
                BehaviourTagger.Strength(best.Across, FreeAcrossM)));
            from = best.First + best.Length;
        }
    }

    // How far it got across its direction, when it goes in the same direction before and after; else 0.
    private static double Across(ActorMotion motion, int first, int last)
    {
        double turned = motion.Heading[last] - motion.Heading[first];
        if (Math.Abs(turned) > FreeHeadingRad || motion.Arc[last] - motion.Arc[first] < 15)
        {
            return 0;
        }

        var axis = Vector2d.FromHeading(motion.Heading[first] + turned / 2);
        return axis.Cross(motion.At(last) - motion.At(first));
    }
}
