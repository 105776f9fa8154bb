using Sim.Geometry;
using Sim.Maps;

namespace Sim.Plugins.Retrieval.Combining;

/// <summary>
/// The line that an actor follows: the centres of its lanes, rounded where the map has corners, or a straight line where it is on no lane.
/// Positions are arc length <c>s</c> and offset <c>d</c>, positive to the left. Immutable and thread-safe.
/// </summary>
internal sealed class Course
{
    private const double SpacingM = 2.0;
    private const int SmoothingPasses = 3;

    private Course(Polyline line, IReadOnlyList<int> lanes, double[] laneStartsM)
    {
        Line = line;
        Lanes = lanes;
        LaneStartsM = laneStartsM;
    }

    /// <summary>The line, local m.</summary>
    public Polyline Line { get; }

    /// <summary>Lanes along it, by index in the map's index; empty on open ground.</summary>
    public IReadOnlyList<int> Lanes { get; }

    /// <summary>Arc length at which each of <see cref="Lanes"/> begins, m.</summary>
    public IReadOnlyList<double> LaneStartsM { get; }

    /// <summary>A straight course from a pose.</summary>
    public static Course Straight(Pose2d from, double lengthM) =>
        new(new Polyline([from.Position, from.Moved(Math.Max(lengthM, 10)).Position]), [], []);

    /// <summary>A course along a line of one's own, such as a recorded path; rounded.</summary>
    public static Course Over(Polyline line) => new(Rounded(line), [], []);

    /// <summary>The course along joined lanes.</summary>
    public static Course Along(RoadMapIndex index, IReadOnlyList<int> lanes)
    {
        var route = index.ToRoute(lanes);
        var rounded = Rounded(route.Centre);
        double scale = route.Centre.LengthM > 0 ? rounded.LengthM / route.Centre.LengthM : 1;
        var starts = new double[lanes.Count];
        for (int i = 0; i < starts.Length; i++)
        {
            starts[i] = route.StartsM[i] * scale;
        }

        return new Course(rounded, lanes, starts);
    }

    /// <summary>Position and direction of travel at a place.</summary>
    public Pose2d PoseAt(double s, double d) => new(Line.ToWorld(s, d), HeadingAt(s));

    /// <summary>Direction of the line, rad; between two corners it turns evenly.</summary>
    public double HeadingAt(double s) => (Line.ToWorld(s + 5.0, 0) - Line.ToWorld(s - 5.0, 0)).ToHeading();

    /// <summary>Greatest curvature between two arc lengths, 1/m, not negative.</summary>
    public double SharpestBend(double fromM, double toM)
    {
        double worst = 0;
        double before = HeadingAt(fromM);
        for (double s = fromM + 4; s <= Math.Min(toM, Line.LengthM); s += 4)
        {
            double heading = HeadingAt(s);
            worst = Math.Max(worst, Math.Abs(Numerics.Pinned.AngleDifference(heading, before)) / 4);
            before = heading;
        }

        return worst;
    }

    // Centre lines of real maps have corners of several degrees every few metres; vehicles round them.
    private static Polyline Rounded(Polyline centre)
    {
        if (centre.LengthM < 3 * SpacingM)
        {
            return centre;
        }

        int count = Math.Max(4, (int)(centre.LengthM / SpacingM) + 1);
        var points = centre.ResampledTo(count).Span.ToArray();
        var next = new Vector2d[points.Length];
        for (int pass = 0; pass < SmoothingPasses; pass++)
        {
            next[0] = points[0];
            next[^1] = points[^1];
            for (int i = 1; i + 1 < points.Length; i++)
            {
                next[i] = 0.25 * points[i - 1] + 0.5 * points[i] + 0.25 * points[i + 1];
            }

            (points, next) = (next, points);
        }

        return new Polyline(points).WithoutRepeats();
    }
}
