using System.Text.Json.Serialization;

namespace Sim.Geometry;

/// <content>
/// Measures and queries. The border belongs to the polygon: containment, intersection and distance 0 include it, exactly (two polygons with a
/// common edge leave no gap). Inside means a winding number other than 0. Unless said otherwise nothing here allocates.
/// </content>
public sealed partial class Polygon
{
    /// <summary>The rectangle around it.</summary>
    [JsonIgnore]
    public Bounds2d Bounds => _index.Bounds;

    /// <summary>One edge, from vertex <paramref name="index"/> to the next.</summary>
    public Segment EdgeAt(int index) => _index.Edge(index);

    /// <summary>Area, m², positive for counter-clockwise rings, negative for clockwise ones.</summary>
    public double SignedAreaM2() => Ring.SignedAreaM2(_points);

    /// <summary>Area, m², not negative; of a ring that crosses itself the balance of its parts.</summary>
    public double AreaM2() => Math.Abs(SignedAreaM2());

    /// <summary>Length around, m.</summary>
    public double PerimeterM()
    {
        double sum = 0;
        for (int i = 0; i < _points.Length; i++)
        {
            sum += EdgeAt(i).LengthM;
        }

        return sum;
    }

    /// <summary>True when the ring runs counter-clockwise around its area.</summary>
    public bool IsCounterClockwise() => SignedAreaM2() > 0;

    /// <summary>Centroid of the area; the mean of the vertices when there is no area.</summary>
    public Vector2d Centroid() => Ring.Centroid(_points);

    /// <summary>True when every turn goes the same way, once around. Repeated and collinear points are allowed.</summary>
    public bool IsConvex()
    {
        int turn = 0;
        int flipsX = 0;
        int flipsY = 0;
        int lastX = 0;
        int lastY = 0;
        int count = _points.Length;
        for (int i = 0; i < 2 * count; i++)
        {
            var edge = EdgeAt(i % count);
            var next = edge.B;
            int ahead = i;
            while (next == edge.B && ahead < i + count)
            {
                next = EdgeAt(++ahead % count).B;
            }

            int sign = edge.A == edge.B ? 0 : Orientation.Sign(edge.A, edge.B, next);
            if (sign != 0 && turn != 0 && sign != turn)
            {
                return false;
            }

            turn = sign != 0 ? sign : turn;
            int x = Math.Sign(edge.B.X - edge.A.X);
            int y = Math.Sign(edge.B.Y - edge.A.Y);
            if (i >= count)
            {
                flipsX += x != 0 && x == -lastX ? 1 : 0;
                flipsY += y != 0 && y == -lastY ? 1 : 0;
            }

            lastX = x != 0 ? x : lastX;
            lastY = y != 0 ? y : lastY;
        }

        return flipsX <= 2 && flipsY <= 2;
    }

    /// <summary>True when edges share no point except the vertex between neighbours. Repeated points do not count. Exact; allocates.</summary>
    public bool IsSimple() => SelfContact.IsSimple(_points, closed: true);

    /// <summary>
    /// True when two edges pass through each other by more than a tolerance (see <see cref="Segment.Crosses"/>). A ring that only touches
    /// itself, as a lane that tapers to width zero does, does not.
    /// </summary>
    /// <param name="toleranceM">Tolerance, m, not negative.</param>
    public bool CrossesItself(double toleranceM = 0) => SelfContact.Crosses(_index, toleranceM, out _, out _);

    /// <summary>Where <see cref="CrossesItself"/> finds the first crossing.</summary>
    /// <param name="toleranceM">Tolerance, m, not negative.</param>
    /// <param name="where">The crossing of the two edges.</param>
    /// <returns>False when there is none.</returns>
    public bool TryFindCrossing(double toleranceM, out Vector2d where)
    {
        where = default;
        if (!SelfContact.Crosses(_index, toleranceM, out int first, out int second))
        {
            return false;
        }

        EdgeAt(first).TryIntersect(EdgeAt(second), out double fraction, out _);
        where = EdgeAt(first).At(fraction);
        return true;
    }

    /// <summary>True when the point lies inside or on the border.</summary>
    public bool Contains(Vector2d p)
    {
        if (!Bounds.Contains(p))
        {
            return false;
        }

        // A ray to the right meets only edges in this strip.
        var cursor = _index.Within(new(p.X, p.Y, double.PositiveInfinity, p.Y));
        int winding = 0;
        while (cursor.MoveNext())
        {
            var edge = _index.Edge(cursor.Current);
            bool up = edge.A.Y <= edge.B.Y;
            int side = up ? Orientation.Sign(edge.A, edge.B, p) : Orientation.Sign(edge.B, edge.A, p);
            if (side == 0 && edge.Bounds.Contains(p))
            {
                return true;
            }

            if (up)
            {
                winding += edge.A.Y <= p.Y && p.Y < edge.B.Y && side > 0 ? 1 : 0;
            }
            else
            {
                winding -= edge.B.Y <= p.Y && p.Y < edge.A.Y && side > 0 ? 1 : 0;
            }
        }

        return winding != 0;
    }

    /// <summary>True when the whole box lies inside or on the border. The polygon must be simple.</summary>
    public bool Contains(in OrientedBox box)
    {
        Span<Vector2d> corners = stackalloc Vector2d[4];
        box.Corners(corners);
        foreach (var corner in corners)
        {
            if (!Contains(corner))
            {
                return false;
            }
        }

        for (int i = 0; i < 4; i++)
        {
            var side = new Segment(corners[i], corners[(i + 1) % 4]);
            var cursor = _index.Within(side.Bounds);
            while (cursor.MoveNext())
            {
                if (side.Crosses(_index.Edge(cursor.Current)))
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>True when the segment and the polygon share a point.</summary>
    public bool Intersects(Segment segment) => Contains(segment.A) || _index.FirstTouching(segment, 0) >= 0;

    /// <summary>True when the box and the polygon share a point.</summary>
    public bool Intersects(in OrientedBox box)
    {
        var bounds = box.Bounds;
        if (!Bounds.Overlaps(bounds))
        {
            return false;
        }

        var cursor = _index.Within(bounds);
        while (cursor.MoveNext())
        {
            if (box.Intersects(_index.Edge(cursor.Current)))
            {
                return true;
            }
        }

        return Contains(box.Centre);
    }

    /// <summary>True when the two polygons share a point.</summary>
    public bool Intersects(Polygon other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (!Bounds.Overlaps(other.Bounds))
        {
            return false;
        }

        var cursor = _index.Within(other.Bounds);
        while (cursor.MoveNext())
        {
            if (other._index.FirstTouching(_index.Edge(cursor.Current), 0) >= 0)
            {
                return true;
            }
        }

        return Contains(other._points[0]) || other.Contains(_points[0]);
    }

    /// <summary>Distance to a point, m; 0 inside.</summary>
    public double DistanceTo(Vector2d p) => Contains(p) ? 0 : BorderDistanceTo(p);

    /// <summary>Distance of a point from the border, m, also from inside.</summary>
    public double BorderDistanceTo(Vector2d p)
    {
        _index.Nearest(p, -1, out _, out double squared);
        return Math.Sqrt(squared);
    }

    /// <summary>Distance to a segment, m; 0 when they share a point.</summary>
    public double DistanceTo(Segment segment) =>
        Contains(segment.A) ? 0 : Math.Sqrt(_index.DistanceSquaredTo(segment, double.PositiveInfinity));

    /// <summary>Distance to a box, m; 0 when they share a point.</summary>
    public double DistanceTo(in OrientedBox box)
    {
        if (Intersects(box))
        {
            return 0;
        }

        Span<Vector2d> corners = stackalloc Vector2d[4];
        box.Corners(corners);
        double best = double.PositiveInfinity;
        for (int i = 0; i < 4; i++)
        {
            best = _index.DistanceSquaredTo(new(corners[i], corners[(i + 1) % 4]), best);
        }

        return Math.Sqrt(best);
    }

    /// <summary>Distance to another polygon, m; 0 when they share a point. Symmetric.</summary>
    public double DistanceTo(Polygon other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (Intersects(other))
        {
            return 0;
        }

        double best = double.PositiveInfinity;
        for (int i = 0; i < _points.Length; i++)
        {
            best = other._index.DistanceSquaredTo(EdgeAt(i), best);
        }

        return Math.Sqrt(best);
    }

    /// <summary>Area that two convex polygons share, m². Allocates only beyond 64 points together.</summary>
    /// <exception cref="ArgumentException">One of them is not convex.</exception>
    public double ClipAreaM2(Polygon other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (!IsConvex() || !other.IsConvex())
        {
            throw new ArgumentException("Both polygons must be convex.", nameof(other));
        }

        return Bounds.Overlaps(other.Bounds) ? ConvexClip.AreaM2(_points, other._points) : 0;
    }

    /// <summary>The ring run the other way round.</summary>
    public Polygon Reversed()
    {
        var points = _points.ToArray();
        Array.Reverse(points);
        return new(points);
    }

    /// <summary>The polygon moved by a rigid motion: its coordinates are read in the frame of a pose.</summary>
    public Polygon Transformed(Pose2d frame)
    {
        var axis = frame.ToDirection();
        var points = new Vector2d[_points.Length];
        for (int i = 0; i < points.Length; i++)
        {
            points[i] = frame.Position + _points[i].FromAxis(axis);
        }

        return new(points);
    }
}
