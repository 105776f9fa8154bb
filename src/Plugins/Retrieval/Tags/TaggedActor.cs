using Sim.Geometry;
using Sim.Maps;
using Sim.Plugins.Retrieval.Behaviours;

namespace Sim.Plugins.Retrieval.Tags;

/// <summary>What the rules look at: an actor's motion, its place on the road, its driven line. Immutable, thread-safe.</summary>
internal sealed class TaggedActor
{
    private const double SpacingM = 1;
    private const double BeyondM = 60;
    private readonly double[] _along;

    private TaggedActor(ActorMotion motion, RoadReference? road, RoadMapIndex? index)
    {
        Index = index;
        Motion = motion;
        Road = road;
        var points = new List<Vector2d>();
        for (int i = 0; i < motion.Count; i++)
        {
            if (points.Count == 0 || motion.At(i).DistanceTo(points[^1]) >= SpacingM)
            {
                points.Add(motion.At(i));
            }
        }

        Bounds = Bounds2d.Of(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(points));
        points.Insert(0, points[0] - Direction(0) * BeyondM);
        points.Add(points[^1] + Direction(motion.Count - 1) * BeyondM);
        Line = new Polyline(points);
        _along = new double[motion.Count];
        int hint = -1;
        for (int i = 0; i < motion.Count; i++)
        {
            var place = Line.Project(motion.At(i), PolylineEnds.Extend, hint);
            _along[i] = place.S;
            hint = place.SegmentIndex;
        }
    }

    /// <summary>Its motion.</summary>
    public ActorMotion Motion { get; }

    /// <summary>Its place on the road; null without a map or off it.</summary>
    public RoadReference? Road { get; }

    /// <summary>The line it drove, m, and straight on for a while before and behind: along the road where it drives along it.</summary>
    public Polyline Line { get; }

    /// <summary>The rectangle around its positions.</summary>
    public Bounds2d Bounds { get; }

    /// <summary>Where on its line it is at each instant, m.</summary>
    public ReadOnlySpan<double> Along => _along;

    /// <summary>The map's index; null without a road.</summary>
    public RoadMapIndex? Index { get; }

    /// <summary>How far it got to the left against the road from one step to another, m; null where it is not on a road.</summary>
    public double? Across(int fromStep, int toStep) =>
        LaneAt(fromStep) >= 0 && LaneAt(toStep) >= 0 ? Road!.Drift[toStep - Motion.FirstStep] - Road.Drift[fromStep - Motion.FirstStep] : null;

    /// <summary>Lane at a step, −1 for none.</summary>
    public int LaneAt(int step) => Road is not null && Motion.Covers(step) ? Road.Lane[step - Motion.FirstStep] : -1;

    private Vector2d Direction(int index)
    {
        bool along = Road is not null && Road.Lane[index] >= 0 && Math.Abs(Road.Heading[index] - Motion.Heading[index]) < 0.35;
        return Vector2d.FromHeading(along ? Road!.Heading[index] : Motion.Heading[index]);
    }

    /// <summary>The actor of a track; null for what cannot move or is never there.</summary>
    public static TaggedActor? Of(Track track, Recording recording)
    {
        if (SceneCutter.IsThing(track.Class) || ActorMotion.Of(track) is not { } motion)
        {
            return null;
        }

        var road = motion.PathM > 2 ? RoadReference.Of(motion, recording.Map, 2) : null;
        return new TaggedActor(motion, road, road is null ? null : recording.Map.Index());
    }
}
