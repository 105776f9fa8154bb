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

    /// <summary>Adds what the actor does to or with others.</summary>
    public static void Apply(TaggedActor actor, TaggedActor?[] others, List<TagSpan> spans)
    {
        if (actor.Motion.PathM < 1.5)
        {
            return;
        }

        bool vehicle = actor.Motion.Class is not (ActorClass.Pedestrian or ActorClass.Animal);
        var leader = vehicle ? new Leader(actor) : null;
        foreach (var other in others)
        {
            if (other is null || ReferenceEquals(other, actor) || !Near(actor, other))
            {
                continue;
            }

            CrossingRule.Apply(actor, other, spans);
            if (vehicle && other.Motion.Class is not (ActorClass.Pedestrian or ActorClass.Animal))
            {
                leader!.Look(other);
                CutIn(actor, other, spans);
                Overtaking(actor, other, spans);
            }
        }

        leader?.Apply(LeastFollowSteps, spans);
    }

    // Where an actor is seen from another that drives along its line: ahead (from centre to centre, along the line) and to the left of the line.
    internal static (double AheadM, double LeftM) Seen(TaggedActor from, TaggedActor what, int step)
    {
        int i = step - from.Motion.FirstStep;
        var place = from.Line.Project(what.Motion.At(step - what.Motion.FirstStep));
        return (place.S - from.Along[i], place.D);
    }

    internal static bool SameWay(TaggedActor a, TaggedActor b, int step, double limitRad = Math.PI / 6) =>
        Math.Abs(Pinned.AngleDifference(a.Motion.Heading[step - a.Motion.FirstStep], b.Motion.Heading[step - b.Motion.FirstStep])) < limitRad;

    internal static double Lengths(TaggedActor a, TaggedActor b) => (a.Motion.Body.LengthM + b.Motion.Body.LengthM) / 2;

    private static bool Near(TaggedActor a, TaggedActor b) =>
        a.Bounds.Grown(ReachM).Overlaps(b.Bounds)
        && a.Motion.FirstStep < b.Motion.EndStep && b.Motion.FirstStep < a.Motion.EndStep;

    // The actor comes from beside the other's line into it, ahead of the other and close. The other's line holds also what it drives later, so that the
    // other's own change to behind the actor is none.
    private static void CutIn(TaggedActor actor, TaggedActor other, List<TagSpan> spans)
    {
        int first = Math.Max(actor.Motion.FirstStep, other.Motion.FirstStep), end = Math.Min(actor.Motion.EndStep, other.Motion.EndStep);
        int beside = -1;
        double widest = 0;
        for (int step = first; step < end; step++)
        {
            var (ahead, left) = Seen(other, actor, step);
            if (Math.Abs(left) >= BesideM && Math.Abs(left) < 6 && SameWay(actor, other, step, Math.PI / 4))
            {
                (beside, widest) = (step, Math.Abs(left));
                continue;
            }

            double speed = other.Motion.Speed[step - other.Motion.FirstStep];
            double gap = ahead - Lengths(actor, other);
            if (beside >= 0 && step - beside <= CutInSteps && Math.Abs(left) <= 1 && actor.Motion.Speed[step - actor.Motion.FirstStep] > MovesMps
                && gap > 0 && gap <= Math.Max(CutInS * speed, 3) && SameWay(actor, other, step) && speed > MovesMps)
            {
                int from = Start(actor, other, beside, first);
                double time = gap / Math.Max(speed, 1);
                spans.Add(new TagSpan(BehaviourTag.CutIn, actor.Motion.Id, from, step, Math.Clamp(1 - 0.5 * time / CutInS, 0.5, 1), other.Motion.Id));
                return;
            }
        }
    }

    private static int Start(TaggedActor actor, TaggedActor other, int beside, int first)
    {
        const int look = 5;
        int step = beside;
        while (step - look >= first && beside - step < CutInSteps
            && Math.Abs(Seen(other, actor, step - look).LeftM) - Math.Abs(Seen(other, actor, step).LeftM) > 0.15)
        {
            step--;
        }

        return step;
    }

    // The actor is behind the other in its lane, then beside that lane while it comes past, then ahead.
    private static void Overtaking(TaggedActor actor, TaggedActor other, List<TagSpan> spans)
    {
        int first = Math.Max(actor.Motion.FirstStep, other.Motion.FirstStep), end = Math.Min(actor.Motion.EndStep, other.Motion.EndStep);
        double lengths = Lengths(actor, other);
        int behind = -1, past = -1;
        for (int step = first; step < end; step++)
        {
            var (ahead, left) = Seen(other, actor, step);
            if (!SameWay(actor, other, step))
            {
                continue;
            }

            if (ahead < -lengths && ahead > -ReachM && Math.Abs(left) <= InLaneM && past < 0)
            {
                behind = step;
            }
            else if (behind >= 0 && Math.Abs(ahead) <= lengths && Math.Abs(left) >= BesideM && Math.Abs(left) < 6)
            {
                past = step;
            }
            else if (past >= 0 && ahead > lengths && other.Motion.Arc[end - 1 - other.Motion.FirstStep] - other.Motion.Arc[first - other.Motion.FirstStep] > 3)
            {
                spans.Add(new TagSpan(BehaviourTag.Overtaking, actor.Motion.Id, behind, step, 0.75, other.Motion.Id));
                return;
            }
        }
    }
}
