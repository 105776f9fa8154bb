using Sim.Geometry;

namespace Sim.Plugins.Criticality;

/// <summary>
/// Headway and required deceleration towards actors ahead on the ego's path. The path is where the ego went, prolonged straight at both ends; an
/// actor is on it while its box reaches into the strip that the ego's width sweeps. Gaps are bumper to bumper along the path.
/// </summary>
internal sealed class PathMetrics
{
    private const double MinSpacingM = 0.05;
    private const double ProlongM = 300;

    private readonly Track _ego;
    private readonly Polyline _path;
    private readonly double[] _egoS;

    public PathMetrics(Recording recording, Track ego)
    {
        _ego = ego;
        Headway = new WorstOverTime(recording, WorseDirection.Lower);
        Drac = new WorstOverTime(recording, WorseDirection.Higher);
        _path = PathOf(ego);
        _egoS = new double[ego.Count];
        for (int i = 0; i < _egoS.Length; i++)
        {
            _egoS[i] = _path.Project(new Vector2d(ego.X.Span[i], ego.Y.Span[i])).S;
        }
    }

    /// <summary>Time headway: gap over the ego's speed, s.</summary>
    public WorstOverTime Headway { get; }

    /// <summary>Deceleration that just avoids the contact if the other keeps its speed: closing speed² / (2 gap), m/s².</summary>
    public WorstOverTime Drac { get; }

    public void Add(Track other, int step)
    {
        var state = other.At(step);
        var place = _path.Project(new Vector2d(state.X, state.Y));
        var box = new OrientedBox(state, other.Body);
        var tangent = place.Tangent;
        double along = Reach(box, tangent);
        double across = Reach(box, tangent.Left);
        if (Math.Abs(place.D) > across + _ego.Body.WidthM / 2)
        {
            return;
        }

        double egoS = _egoS[step - _ego.FirstStep];
        if (place.S <= egoS)
        {
            return;
        }

        double egoSpeed = _ego.SpeedMps.Span[step - _ego.FirstStep];
        double otherSpeed = TimeToCollision.Velocity(state).Dot(tangent);
        double gap = place.S - egoS - along - _ego.Body.LengthM / 2;
        IReadOnlyList<MetricInput> Inputs() =>
        [
            new("gap", gap, "m"),
            new("ego speed", egoSpeed, "m/s"),
            new("other speed along the path", otherSpeed, "m/s"),
            new("lateral offset", place.D, "m"),
        ];
        // Braking to a stand may leave 1e-310 m/s, at which no double holds the headway.
        double headway = Math.Max(gap, 0) / egoSpeed;
        if (egoSpeed > 0 && double.IsFinite(headway))
        {
            Headway.Add(step, headway, other, Inputs);
        }

        double closing = egoSpeed - otherSpeed;
        if (closing <= 0)
        {
            return;
        }

        if (gap <= 0)
        {
            Drac.AddTooLate(step, other, "no room is left: the boxes overlap along the ego's path while the ego closes in", Inputs);
        }
        else
        {
            Drac.Add(step, closing * closing / (2 * gap), other, Inputs);
        }
    }

    private static double Reach(in OrientedBox box, Vector2d axis) =>
        box.HalfLengthM * Math.Abs(box.Axis.Dot(axis)) + box.HalfWidthM * Math.Abs(box.Axis.Cross(axis));

    private static Polyline PathOf(Track ego)
    {
        var points = new List<Vector2d>();
        for (int step = ego.FirstStep; step < ego.EndStep; step++)
        {
            if (!ego.IsPresent(step))
            {
                continue;
            }

            var state = ego.At(step);
            var point = new Vector2d(state.X, state.Y);
            if (points.Count == 0 || point.DistanceTo(points[^1]) >= MinSpacingM)
            {
                points.Add(point);
            }
        }

        // An ego that stands has no direction of travel but its heading.
        var first = ego.At(FirstPresent(ego));
        var (sin, cos) = Numerics.Pinned.SinCos(first.HeadingRad);
        var forward = new Vector2d(cos, sin);
        var begin = points.Count > 1 ? Unit(points[1] - points[0]) : forward;
        var end = points.Count > 1 ? Unit(points[^1] - points[^2]) : forward;
        points.Insert(0, points[0] - begin * 1.0);
        points.Add(points[^1] + end * ProlongM);
        return new Polyline(points);
    }

    private static int FirstPresent(Track track)
    {
        int step = track.FirstStep;
        while (!track.IsPresent(step))
        {
            step++;
        }

        return step;
    }

    private static Vector2d Unit(Vector2d v) => v * (1 / v.Length);
}
