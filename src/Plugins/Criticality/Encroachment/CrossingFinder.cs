using Sim.Geometry;
using Sim.Plugins.Criticality.Scenes;

namespace Sim.Plugins.Criticality.Encroachment;

/// <summary>
/// Finds where the ego's recorded boxes and another's use the same place one after the other, with headings 15° to 165° apart: following and meeting are
/// the business of headways and times to collision. Not thread-safe; one per assessment.
/// </summary>
internal sealed class CrossingFinder
{
    /// <summary>Uses of a place further apart than this are no conflict, s.</summary>
    public const double MaxPetS = 5;

    private static readonly double MinCrossing = Numerics.Pinned.Sin(15 * Math.PI / 180);

    private readonly EgoScene _scene;
    private readonly OrientedBox[] _mine;
    private readonly Bounds2d _myBounds;
    private readonly double _myRadius;
    private OrientedBox[] _buffer = [];

    public CrossingFinder(EgoScene scene)
    {
        _scene = scene;
        _myRadius = Radius(scene.Ego.Body);
        _mine = new OrientedBox[scene.Ego.Count];
        for (int i = 0; i < _mine.Length; i++)
        {
            _mine[i] = scene.At(scene.FromStep + i).Box;
        }

        _myBounds = Around(scene.Ego, _myRadius);
    }

    /// <summary>The crossing with an actor, or null for none within <see cref="MaxPetS"/>.</summary>
    public Crossing? With(Track other, CancellationToken cancellationToken)
    {
        double radius = Radius(other.Body);
        var bounds = Around(other, radius);
        if (other.Count == 0 || bounds.MaxX < _myBounds.MinX || bounds.MinX > _myBounds.MaxX || bounds.MaxY < _myBounds.MinY || bounds.MinY > _myBounds.MaxY)
        {
            return null;
        }

        var theirs = Boxes(other);
        var ego = _scene.Ego;
        int window = (int)(MaxPetS * 1e6 / _scene.Recording.StepUs);
        double limit = (_myRadius + radius) * (_myRadius + radius);
        int best = window + 1;
        int egoStep = -1;
        int otherStep = -1;
        for (int i = 0; i < ego.Count && best > 0; i++)
        {
            int step = ego.FirstStep + i;
            if (!ego.IsPresent(step))
            {
                continue;
            }

            cancellationToken.ThrowIfCancellationRequested();
            ref readonly var mine = ref _mine[i];
            int from = Math.Max(other.FirstStep, step - best + 1);
            int to = Math.Min(other.EndStep - 1, step + best - 1);
            for (int at = from; at <= to; at++)
            {
                int apart = Math.Abs(at - step);
                if (apart < best && other.IsPresent(at) && Meet(mine, theirs[at - other.FirstStep], limit))
                {
                    (best, egoStep, otherStep) = (apart, step, at);
                }
            }
        }

        if (egoStep < 0)
        {
            return null;
        }

        var (egoEnter, egoExit) = Run(ego, _mine, egoStep, other, theirs, limit);
        var (otherEnter, otherExit) = Run(other, theirs, otherStep, ego, _mine, limit);
        return new Crossing(other, best * _scene.DtSeconds, egoStep, otherStep, egoEnter, egoExit, otherEnter, otherExit);
    }

    // The steps around one at which an actor stands on the other's crossing sweep without a break.
    private static (int Enter, int Exit) Run(Track a, ReadOnlySpan<OrientedBox> boxesA, int at, Track b, ReadOnlySpan<OrientedBox> boxesB, double limit)
    {
        int enter = at;
        int exit = at;
        while (OnSweep(a, boxesA, enter - 1, b, boxesB, limit))
        {
            enter--;
        }

        while (OnSweep(a, boxesA, exit + 1, b, boxesB, limit))
        {
            exit++;
        }

        return (enter, exit);
    }

    private static bool OnSweep(Track a, ReadOnlySpan<OrientedBox> boxesA, int step, Track b, ReadOnlySpan<OrientedBox> boxesB, double limit)
    {
        if (!a.IsPresent(step))
        {
            return false;
        }

        ref readonly var box = ref boxesA[step - a.FirstStep];
        for (int i = 0; i < boxesB.Length; i++)
        {
            if (b.IsPresent(b.FirstStep + i) && Meet(box, boxesB[i], limit))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Meet(in OrientedBox a, in OrientedBox b, double limit) =>
        a.Centre.DistanceSquaredTo(b.Centre) <= limit && Math.Abs(a.Axis.Cross(b.Axis)) >= MinCrossing && a.Overlaps(b);

    private static double Radius(BodyBox body) => 0.5 * Math.Sqrt(body.LengthM * body.LengthM + body.WidthM * body.WidthM);

    private static Bounds2d Around(Track track, double radius)
    {
        double minX = double.PositiveInfinity, minY = double.PositiveInfinity, maxX = double.NegativeInfinity, maxY = double.NegativeInfinity;
        var x = track.X.Span;
        var y = track.Y.Span;
        for (int i = 0; i < x.Length; i++)
        {
            if (track.IsPresent(track.FirstStep + i))
            {
                (minX, maxX) = (Math.Min(minX, x[i]), Math.Max(maxX, x[i]));
                (minY, maxY) = (Math.Min(minY, y[i]), Math.Max(maxY, y[i]));
            }
        }

        return new Bounds2d(minX - radius, minY - radius, maxX + radius, maxY + radius);
    }

    // One buffer for all actors in turn.
    private ReadOnlySpan<OrientedBox> Boxes(Track track)
    {
        if (_buffer.Length < track.Count)
        {
            _buffer = new OrientedBox[track.Count];
        }

        var boxes = _buffer.AsSpan(0, track.Count);
        for (int i = 0; i < boxes.Length; i++)
        {
            if (track.IsPresent(track.FirstStep + i))
            {
                boxes[i] = new OrientedBox(track.At(track.FirstStep + i), track.Body);
            }
        }

        return boxes;
    }
}
