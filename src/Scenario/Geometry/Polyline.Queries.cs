using System.Text.Json.Serialization;
using Sim.Numerics;

namespace Sim.Geometry;

/// <content>Queries: points, headings and curvature by arc length, projection. Nothing here allocates.</content>
public sealed partial class Polyline
{
    /// <summary>Number of segments: one less than points.</summary>
    [JsonIgnore]
    public int SegmentCount => _points.Length - 1;

    /// <summary>The rectangle around it.</summary>
    [JsonIgnore]
    public Bounds2d Bounds => _index.Bounds;

    /// <summary>One straight piece.</summary>
    /// <param name="index">0 to <see cref="SegmentCount"/> - 1.</param>
    public Segment SegmentAt(int index) => new(_points[index], _points[index + 1]);

    /// <summary>
    /// The segment that holds an arc length: the last one that begins at or before it; the first or last segment for arc lengths beyond the
    /// ends. Logarithmic, constant when the hint is right or one short.
    /// </summary>
    /// <param name="s">Arc length, m.</param>
    /// <param name="hint">Index to try first, or -1.</param>
    public int SegmentIndexAt(double s, int hint = -1)
    {
        int last = SegmentCount - 1;
        for (int i = hint; (uint)i <= (uint)last && i <= hint + 1; i++)
        {
            if (s >= _arcLengthM[i] && s < _arcLengthM[i + 1])
            {
                return i;
            }
        }

        if (!(s > 0))
        {
            return 0;
        }

        int low = 0;
        int high = last;
        while (low < high)
        {
            int middle = (low + high + 1) >>> 1;
            if (_arcLengthM[middle] <= s)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return low;
    }

    /// <summary>Unit tangent of a segment; of the nearest one with a length, later ones first, where it has none; +x when all points coincide.</summary>
    /// <param name="index">0 to <see cref="SegmentCount"/> - 1.</param>
    public Vector2d TangentOf(int index)
    {
        for (int i = index; i < SegmentCount; i++)
        {
            double length = _arcLengthM[i + 1] - _arcLengthM[i];
            if (length > 0 && _points[i] != _points[i + 1])
            {
                return (_points[i + 1] - _points[i]).UnitOr(new(1, 0));
            }
        }

        for (int i = index - 1; i >= 0; i--)
        {
            if (_points[i] != _points[i + 1])
            {
                return (_points[i + 1] - _points[i]).UnitOr(new(1, 0));
            }
        }

        return new(1, 0);
    }

    /// <summary>The point at an arc length.</summary>
    /// <param name="s">Arc length, m.</param>
    /// <param name="ends">What lies beyond the ends.</param>
    /// <param name="hint">Segment index to try first, or -1.</param>
    public Vector2d PointAt(double s, PolylineEnds ends = PolylineEnds.Clamp, int hint = -1)
    {
        double length = LengthM;
        if (s <= 0)
        {
            return s == 0 || ends == PolylineEnds.Clamp ? _points[0] : _points[0] + TangentOf(0) * s;
        }

        if (s >= length)
        {
            return s == length || ends == PolylineEnds.Clamp ? _points[^1] : _points[^1] + TangentOf(SegmentCount - 1) * (s - length);
        }

        int i = SegmentIndexAt(s, hint);
        double piece = _arcLengthM[i + 1] - _arcLengthM[i];
        return piece > 0 ? SegmentAt(i).At((s - _arcLengthM[i]) / piece) : _points[i];
    }

    /// <summary>Unit tangent at an arc length; at a vertex that of the segment which begins there.</summary>
    /// <param name="s">Arc length, m, held within the ends.</param>
    /// <param name="hint">Segment index to try first, or -1.</param>
    public Vector2d TangentAt(double s, int hint = -1) => TangentOf(SegmentIndexAt(s, hint));

    /// <summary>Heading at an arc length, rad, in [-pi, pi]; at a vertex that of the segment which begins there.</summary>
    /// <param name="s">Arc length, m, held within the ends.</param>
    /// <param name="hint">Segment index to try first, or -1.</param>
    public double HeadingAt(double s, int hint = -1) => TangentAt(s, hint).ToHeading();

    /// <summary>Point and heading at an arc length.</summary>
    /// <param name="s">Arc length, m.</param>
    /// <param name="ends">What lies beyond the ends.</param>
    /// <param name="hint">Segment index to try first, or -1.</param>
    public Pose2d PoseAt(double s, PolylineEnds ends = PolylineEnds.Clamp, int hint = -1) => new(PointAt(s, ends, hint), HeadingAt(s, hint));

    /// <summary>
    /// The nearest point of the polyline in its frame. Exact: the global nearest, ties by lowest segment, whatever the hint. Logarithmic in
    /// the number of points for a usual line; with a hint (the last <see cref="FrenetPoint.SegmentIndex"/>) faster still.
    /// </summary>
    /// <param name="point">World point, m.</param>
    /// <param name="ends">Whether S goes on beyond the ends.</param>
    /// <param name="hint">Segment index to try first, or -1.</param>
    public FrenetPoint Project(Vector2d point, PolylineEnds ends = PolylineEnds.Extend, int hint = -1)
    {
        int index = _index.Nearest(point, hint, out double fraction, out double distanceSquared);
        double distance = Math.Sqrt(distanceSquared);
        var tangent = TangentOf(index);
        var edge = SegmentAt(index);
        var offset = point - edge.At(fraction);
        double s = _arcLengthM[index] + fraction * (_arcLengthM[index + 1] - _arcLengthM[index]);
        double side = tangent.Cross(offset);
        if (s <= 0 || s >= LengthM)
        {
            double along = tangent.Dot(offset);
            if (ends == PolylineEnds.Extend && ((s <= 0 && along < 0) || (s >= LengthM && along > 0)))
            {
                s += along;
            }

            return new(s, side, tangent, index, distance);
        }

        if (fraction >= 1)
        {
            // Beside an outer corner either tangent may see the point on its wrong side; their mean cannot.
            side = (tangent + TangentOf(Math.Min(index + 1, SegmentCount - 1))).Cross(offset);
        }

        return new(s, side < 0 ? -distance : distance, tangent, index, distance);
    }

    /// <summary>The world point of Frenet coordinates: <see cref="Project"/> backwards, exact where the nearest point is not a corner.</summary>
    /// <param name="s">Arc length, m.</param>
    /// <param name="d">Offset to the left, m.</param>
    /// <param name="ends">What lies beyond the ends.</param>
    /// <param name="hint">Segment index to try first, or -1.</param>
    public Vector2d ToWorld(double s, double d, PolylineEnds ends = PolylineEnds.Extend, int hint = -1) =>
        PointAt(s, ends, hint) + TangentAt(s, hint).Left * d;

    /// <summary>The nearest point of the polyline.</summary>
    public Vector2d NearestPoint(Vector2d point, int hint = -1)
    {
        int index = _index.Nearest(point, hint, out double fraction, out _);
        return SegmentAt(index).At(fraction);
    }

    /// <summary>Distance to a point, m.</summary>
    public double DistanceTo(Vector2d point, int hint = -1)
    {
        _index.Nearest(point, hint, out _, out double distanceSquared);
        return Math.Sqrt(distanceSquared);
    }

    /// <summary>Distance to a segment, m; 0 when they touch.</summary>
    public double DistanceTo(Segment segment) => Math.Sqrt(_index.DistanceSquaredTo(segment, double.PositiveInfinity));

    /// <summary>Where the polyline first meets a segment (a stop line, say).</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="s">Arc length of the first shared point, m.</param>
    /// <returns>False when they do not touch.</returns>
    public bool TryFirstCrossing(Segment segment, out double s)
    {
        int index = _index.FirstTouching(segment, 0);
        if (index < 0)
        {
            s = 0;
            return false;
        }

        SegmentAt(index).TryIntersect(segment, out double fraction, out _);
        s = _arcLengthM[index] + fraction * (_arcLengthM[index + 1] - _arcLengthM[index]);
        return true;
    }

    /// <summary>
    /// Signed curvature at a vertex, 1/m, positive to the left: the turn there over the mean length of its two segments. Ends take their
    /// neighbour's value; 0 for a straight line.
    /// </summary>
    /// <param name="index">Vertex, 0 to the number of points - 1.</param>
    public double VertexCurvature(int index)
    {
        int before = Math.Clamp(index, 1, Math.Max(1, SegmentCount - 1)) - 1;
        int after = before + 1;
        while (before >= 0 && _points[before] == _points[before + 1])
        {
            before--;
        }

        while (after < SegmentCount && _points[after] == _points[after + 1])
        {
            after++;
        }

        if (before < 0 || after >= SegmentCount)
        {
            return 0;
        }

        var a = _points[before + 1] - _points[before];
        var b = _points[after + 1] - _points[after];
        return Pinned.Atan2(a.Cross(b), a.Dot(b)) / ((a.Length + b.Length) / 2);
    }

    /// <summary>Signed curvature at an arc length, 1/m, positive to the left, linear between vertices; 0 beyond the ends.</summary>
    /// <param name="s">Arc length, m.</param>
    /// <param name="hint">Segment index to try first, or -1.</param>
    public double CurvatureAt(double s, int hint = -1)
    {
        if (!(s >= 0 && s <= LengthM))
        {
            return 0;
        }

        int i = SegmentIndexAt(s, hint);
        double piece = _arcLengthM[i + 1] - _arcLengthM[i];
        double fraction = piece > 0 ? Math.Clamp((s - _arcLengthM[i]) / piece, 0, 1) : 0;
        double here = VertexCurvature(i);
        return here + (VertexCurvature(i + 1) - here) * fraction;
    }
}
