using Sim.Geometry;
using Sim.Numerics;

namespace Sim.Plugins.Retrieval.Tags;

/// <summary>Paths that cross about the same time. Pure, thread-safe.</summary>
internal static class CrossingRule
{
    private const double EndsM = 1;
    private const double LeastPathM = 1.5;

    /// <summary>Adds the crossing of the actor's path with another's: the one with the least time between the two.</summary>
    public static void Apply(TaggedActor actor, TaggedActor other, List<TagSpan> spans)
    {
        if (other.Motion.PathM < LeastPathM || !actor.Bounds.Grown(EndsM).Overlaps(other.Bounds.Grown(EndsM)))
        {
            return;
        }

        Line own = new(actor), their = new(other);
        double best = double.PositiveInfinity;
        int ownStep = 0, theirStep = 0;
        for (int i = 0; i < own.Count; i++)
        {
            var a = own.SegmentAt(i);
            for (int j = 0; j < their.Count; j++)
            {
                var b = their.SegmentAt(j);
                if (!a.Bounds.Overlaps(b.Bounds) || !a.TryIntersect(b, out double f, out double g))
                {
                    continue;
                }

                double angle = Math.Abs(Pinned.AngleDifference((a.B - a.A).ToHeading(), (b.B - b.A).ToHeading()));
                double at = own.TimeAt(i, f), then = their.TimeAt(j, g);
                if (angle is >= PairRules.CrossRad and <= Math.PI - PairRules.CrossRad && Math.Abs(at - then) < best)
                {
                    (best, ownStep, theirStep) = (Math.Abs(at - then), (int)Math.Round(at), (int)Math.Round(then));
                }
            }
        }

        if (best * Behaviours.ActorMotion.StepS > PairRules.CrossS)
        {
            return;
        }

        const int around = 10;
        var motion = actor.Motion;
        int from = Math.Clamp(Math.Min(ownStep, theirStep) - around, motion.FirstStep, motion.EndStep - 1);
        int to = Math.Clamp(Math.Max(ownStep, theirStep) + around, motion.FirstStep, motion.EndStep - 1);
        spans.Add(new TagSpan(BehaviourTag.Crossing, motion.Id, from, to, Math.Clamp(1 - 0.5 * best * Behaviours.ActorMotion.StepS / PairRules.CrossS, 0.5, 1), other.Motion.Id));
    }

    // The driven line in pieces of at least two metres with the time at each point, a little longer at both ends: who stops just at the other's line
    // has crossed it with half of its body.
    private readonly struct Line
    {
        private const double PieceM = 2;
        private readonly List<(Vector2d Point, double Step)> _points = [];

        public Line(TaggedActor actor)
        {
            var motion = actor.Motion;
            double last = double.NegativeInfinity;
            for (int i = 0; i < motion.Count; i++)
            {
                if (motion.Arc[i] - last >= PieceM || (i == motion.Count - 1 && motion.Arc[i] - last > 0.2))
                {
                    _points.Add((motion.At(i), motion.FirstStep + i));
                    last = motion.Arc[i];
                }
            }

            if (_points.Count < 2)
            {
                return;
            }

            var start = (_points[0].Point - _points[1].Point).UnitOr(default);
            var end = (_points[^1].Point - _points[^2].Point).UnitOr(default);
            _points.Insert(0, (_points[0].Point + start * EndsM, _points[0].Step));
            _points.Add((_points[^1].Point + end * EndsM, _points[^1].Step));
        }

        public int Count => Math.Max(0, _points.Count - 1);

        public Segment SegmentAt(int i) => new(_points[i].Point, _points[i + 1].Point);

        public double TimeAt(int i, double fraction) => _points[i].Step + (_points[i + 1].Step - _points[i].Step) * fraction;
    }
}
