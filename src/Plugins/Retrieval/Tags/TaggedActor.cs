using Sim.Geometry;
using Sim.Plugins.Retrieval.Behaviours;

namespace Sim.Plugins.Retrieval.Tags;

/// <summary>What the rules look at: an actor's motion, its place on the road, its driven line. Immutable, thread-safe.</summary>
internal sealed class TaggedActor
{
    private const double SpacingM = 0.5;
    private readonly double[] _along;

    private TaggedActor(ActorMotion motion, RoadReference? road)
    {
        Motion = motion;
        Road = road;
        var points = new List<Vector2d>();
        var ends = new List<int>();
        for (int i = 0; i < motion.Count; i++)
        {
            if (points.Count == 0 || motion.At(i).DistanceTo(points[^1]) >= SpacingM)
            {
                points.Add(motion.At(i));
                ends.Add(i);
            }
        }

        if (points.Count == 1)
        {
            // It stands: a short line in the direction in which it stands.
            points.Insert(0, points[0] - Vector2d.FromHeading(motion.Heading[0]));
        }

        Line = new Polyline(points);
        _along = new double[motion.Count];
        int hint = -1;
        for (int i = 0; i < motion.Count; i++)
        {
            var place = Line.Project(motion.At(i), PolylineEnds.Extend, hint);
            _along[i] = place.S;
            hint = place.SegmentIndex;
        }

        Bounds = Line.Bounds;
    }

    /// <summary>Its motion.</summary>
    public ActorMotion Motion { get; }

    /// <summary>Its place on the road; null without a map or off it.</summary>
    public RoadReference? Road { get; }

    /// <summary>The line it drove, m.</summary>
    public Polyline Line { get; }

    /// <summary>The rectangle around the line.</summary>
    public Bounds2d Bounds { get; }

    /// <summary>Where on its line it is at each instant, m.</summary>
    public ReadOnlySpan<double> Along => _along;

    /// <summary>The actor of a track; null for what cannot move or is never there.</summary>
    public static TaggedActor? Of(Track track, Recording recording)
    {
        if (SceneCutter.IsThing(track.Class) || ActorMotion.Of(track) is not { } motion)
        {
            return null;
        }

        return new TaggedActor(motion, motion.PathM > 2 ? RoadReference.Of(motion, recording.Map, 2) : null);
    }
}
