using Sim.Geometry;
using Sim.Numerics;

namespace Sim.Formats.OpenDrive.Writing;

/// <summary>A smooth reference line through points with given tangents: lines, arcs and normalised cubics, in the reader's own arithmetic. Immutable.</summary>
internal sealed class ReferenceCurve
{
    private const double StraightRad = 1e-7;
    private const double ArcRad = 2e-5;
    private const double MergeM = 5e-4;
    private readonly List<PlanGeometry> _pieces = [];

    /// <summary>Draws through points.</summary>
    /// <param name="points">At least two, each apart from the one before it.</param>
    /// <param name="tangents">Unit tangents.</param>
    public ReferenceCurve(IReadOnlyList<Vector2d> points, IReadOnlyList<Vector2d> tangents)
    {
        var stations = new double[points.Count];
        for (int i = 0; i + 1 < points.Count; i++)
        {
            var element = Between(points[i], tangents[i], points[i + 1], tangents[i + 1], stations[i]);
            Elements.Add(element);
            _pieces.Add(element.Geometry);
            stations[i + 1] = stations[i] + element.Length;
        }

        Stations = stations;
        (First, Last) = ((points[0], tangents[0]), (points[^1], tangents[^1]));
        Merge(points);
    }

    /// <summary>s at each point, m.</summary>
    public IReadOnlyList<double> Stations { get; }

    /// <summary>Length, m.</summary>
    public double LengthM => Stations[^1];

    /// <summary>What the planView holds.</summary>
    public List<PlanElement> Elements { get; } = [];

    private (Vector2d Point, Vector2d Tangent) First { get; }

    private (Vector2d Point, Vector2d Tangent) Last { get; }

    /// <summary>Point and tangent at s; beyond the ends straight on.</summary>
    public (Vector2d Point, Vector2d Tangent) At(double s)
    {
        if (s <= 0)
        {
            return (First.Point + First.Tangent * s, First.Tangent);
        }

        if (s >= LengthM)
        {
            return (Last.Point + Last.Tangent * (s - LengthM), Last.Tangent);
        }

        int low = 0, high = _pieces.Count - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            (low, high) = Stations[middle] <= s ? (middle, high) : (low, middle - 1);
        }

        var frame = _pieces[low].At(s - Stations[low]);
        return (new(frame.X, frame.Y), new(frame.Cos, frame.Sin));
    }

    private static PlanElement Between(Vector2d from, Vector2d along, Vector2d to, Vector2d after, double s)
    {
        var chord = to - from;
        double d = chord.Length;
        var axis = chord * (1 / d);
        double a0 = Pinned.Atan2(axis.Cross(along), axis.Dot(along)), a1 = Pinned.Atan2(axis.Cross(after), axis.Dot(after));
        double heading = along.ToHeading();
        if (Math.Abs(a0) < StraightRad && Math.Abs(a1) < StraightRad)
        {
            return PlanElement.Line(s, from, chord.ToHeading(), d);
        }

        double turn = (a1 - a0) / 2;
        if (Math.Abs(a0 + a1) < ArcRad && Math.Abs(turn) is > StraightRad and < 1.2)
        {
            return PlanElement.Arc(s, from, axis.ToHeading() - turn, d * turn / Pinned.Sin(turn), 2 * Pinned.Sin(turn) / d);
        }

        var end = chord.ToAxis(along);
        var slope = after.ToAxis(along) * d;
        var (c, k) = (end * 3 - new Vector2d(2 * d, 0) - slope, new Vector2d(d, 0) + slope - end * 2);
        double length = 0;
        const int steps = 16;
        for (int i = 0; i <= steps; i++)
        {
            double p = (double)i / steps;
            var speed = new Vector2d(d + p * (2 * c.X + 3 * p * k.X), p * (2 * c.Y + 3 * p * k.Y)).Length;
            length += speed * (i is 0 or steps ? 1 : i % 2 == 1 ? 4 : 2) / (3.0 * steps);
        }

        return PlanElement.Cubic(s, from, heading, length, new(0, 0, d, c.X, k.X), new(0, 0, 0, c.Y, k.Y));
    }

    /// <summary>Joins neighbouring lines, and neighbouring arcs of one radius, where the joined element still meets the points.</summary>
    private void Merge(IReadOnlyList<Vector2d> points)
    {
        var kept = new List<PlanElement>();
        for (int i = 0; i < Elements.Count; i++)
        {
            if (kept.Count > 0 && kept[^1].Joined(Elements[i]) is { } joined)
            {
                var end = joined.Geometry.At(joined.Length);
                var middle = joined.Geometry.At(Stations[i] - joined.S);
                if (new Vector2d(end.X, end.Y).DistanceTo(points[i + 1]) < MergeM && new Vector2d(middle.X, middle.Y).DistanceTo(points[i]) < MergeM)
                {
                    kept[^1] = joined;
                    continue;
                }
            }

            kept.Add(Elements[i]);
        }

        Elements.Clear();
        Elements.AddRange(kept);
    }
}
