namespace Sim.Geometry;

/// <summary>
/// A rectangle on the ground with a heading: the footprint of an actor. Closed: its border belongs to it. Plain value; every method is pure,
/// thread-safe and allocates nothing.
/// </summary>
public readonly record struct OrientedBox
{
    /// <summary>A box around a pose (the box's centre).</summary>
    /// <param name="centre">Pose of the centre, world frame.</param>
    /// <param name="lengthM">Length along the heading, m, not negative.</param>
    /// <param name="widthM">Width across, m, not negative.</param>
    public OrientedBox(Pose2d centre, double lengthM, double widthM)
        : this(centre.Position, centre.ToDirection(), lengthM, widthM)
    {
    }

    /// <summary>A box from a direction that the caller already has.</summary>
    /// <param name="centre">Centre, m.</param>
    /// <param name="axis">Unit vector of the heading.</param>
    /// <param name="lengthM">Length along the heading, m, not negative.</param>
    /// <param name="widthM">Width across, m, not negative.</param>
    public OrientedBox(Vector2d centre, Vector2d axis, double lengthM, double widthM)
    {
        Centre = centre;
        Axis = axis;
        HalfLengthM = lengthM / 2;
        HalfWidthM = widthM / 2;
    }

    /// <summary>The footprint of an actor.</summary>
    /// <param name="state">Its state, at the box's centre.</param>
    /// <param name="body">Its box.</param>
    public OrientedBox(in ActorState state, BodyBox body)
        : this(state.Pose, body.LengthM, body.WidthM)
    {
    }

    /// <summary>Centre, m.</summary>
    public Vector2d Centre { get; }

    /// <summary>Unit vector of the heading.</summary>
    public Vector2d Axis { get; }

    /// <summary>Half the length, m.</summary>
    public double HalfLengthM { get; }

    /// <summary>Half the width, m.</summary>
    public double HalfWidthM { get; }

    /// <summary>Length, m.</summary>
    public double LengthM => 2 * HalfLengthM;

    /// <summary>Width, m.</summary>
    public double WidthM => 2 * HalfWidthM;

    /// <summary>Area, m².</summary>
    public double AreaM2 => 4 * HalfLengthM * HalfWidthM;

    /// <summary>The rectangle around it.</summary>
    public Bounds2d Bounds
    {
        get
        {
            double x = Math.Abs(Axis.X) * HalfLengthM + Math.Abs(Axis.Y) * HalfWidthM;
            double y = Math.Abs(Axis.Y) * HalfLengthM + Math.Abs(Axis.X) * HalfWidthM;
            return new(Centre.X - x, Centre.Y - y, Centre.X + x, Centre.Y + y);
        }
    }

    /// <summary>Writes the corners counter-clockwise: front left, rear left, rear right, front right.</summary>
    /// <param name="corners">At least four places.</param>
    public void Corners(Span<Vector2d> corners)
    {
        var forward = Axis * HalfLengthM;
        var left = Axis.Left * HalfWidthM;
        corners[3] = Centre + forward - left;
        corners[2] = Centre - forward - left;
        corners[1] = Centre - forward + left;
        corners[0] = Centre + forward + left;
    }

    /// <summary>A point of the world in the box's frame (x forward, y left, origin at the centre).</summary>
    public Vector2d ToBody(Vector2d world) => (world - Centre).ToAxis(Axis);

    /// <summary>A point of the box's frame in the world.</summary>
    public Vector2d ToWorld(Vector2d body) => Centre + body.FromAxis(Axis);

    /// <summary>This box grown on every side; a negative margin shrinks it, down to nothing.</summary>
    /// <param name="marginM">Margin, m.</param>
    public OrientedBox Grown(double marginM) =>
        new(Centre, Axis, Math.Max(0, LengthM + 2 * marginM), Math.Max(0, WidthM + 2 * marginM));

    /// <summary>True when the point lies inside or on the border.</summary>
    public bool Contains(Vector2d p)
    {
        var q = ToBody(p);
        return Math.Abs(q.X) <= HalfLengthM && Math.Abs(q.Y) <= HalfWidthM;
    }

    /// <summary>True when the two share a point; touching counts. Symmetric, also in its rounding.</summary>
    public bool Overlaps(in OrientedBox other) => SeparationM(other) <= 0;

    /// <summary>
    /// Greatest gap between the two along the four axes of their sides, m (separating axis theorem): positive exactly when they are apart
    /// (then a lower bound of their distance), negative by the least translation that would part them. Symmetric, also in its rounding.
    /// </summary>
    public double SeparationM(in OrientedBox other)
    {
        var offset = other.Centre - Centre;
        double cos = Math.Abs(Axis.Dot(other.Axis));
        double sin = Math.Abs(Axis.Cross(other.Axis));
        double along = Math.Abs(offset.Dot(Axis)) - (HalfLengthM + (other.HalfLengthM * cos + other.HalfWidthM * sin));
        double across = Math.Abs(offset.Cross(Axis)) - (HalfWidthM + (other.HalfLengthM * sin + other.HalfWidthM * cos));
        double otherAlong = Math.Abs(offset.Dot(other.Axis)) - (other.HalfLengthM + (HalfLengthM * cos + HalfWidthM * sin));
        double otherAcross = Math.Abs(offset.Cross(other.Axis)) - (other.HalfWidthM + (HalfLengthM * sin + HalfWidthM * cos));
        return Math.Max(Math.Max(along, across), Math.Max(otherAlong, otherAcross));
    }

    /// <summary>Distance to a point, m; 0 inside.</summary>
    public double DistanceTo(Vector2d p) => Math.Sqrt(DistanceSquaredTo(p));

    /// <summary>The point of the box that is nearest to a point; the point itself when it lies inside.</summary>
    public Vector2d NearestPoint(Vector2d p)
    {
        var q = ToBody(p);
        var clamped = new Vector2d(Math.Clamp(q.X, -HalfLengthM, HalfLengthM), Math.Clamp(q.Y, -HalfWidthM, HalfWidthM));
        return clamped == q ? p : ToWorld(clamped);
    }

    /// <summary>Distance to another box, m; 0 when they touch or overlap. Symmetric, also in its rounding.</summary>
    public double DistanceTo(in OrientedBox other)
    {
        if (Overlaps(other))
        {
            return 0;
        }

        // Of two disjoint convex shapes, one end of the shortest connection is a corner.
        Span<Vector2d> corners = stackalloc Vector2d[8];
        Corners(corners);
        other.Corners(corners[4..]);
        double best = double.PositiveInfinity;
        for (int i = 0; i < 4; i++)
        {
            best = Math.Min(best, other.DistanceSquaredTo(corners[i]));
            best = Math.Min(best, DistanceSquaredTo(corners[i + 4]));
        }

        return Math.Sqrt(best);
    }

    /// <summary>The shortest connection between two boxes that are apart.</summary>
    /// <param name="other">The other box.</param>
    /// <param name="here">Its end on this box.</param>
    /// <param name="there">Its end on the other box.</param>
    /// <returns>Distance, m. For boxes that overlap: 0, and both ends are a shared point (the centre of their overlap).</returns>
    public double NearestPoints(in OrientedBox other, out Vector2d here, out Vector2d there)
    {
        Span<Vector2d> corners = stackalloc Vector2d[8];
        Corners(corners);
        other.Corners(corners[4..]);
        if (Overlaps(other))
        {
            here = there = ConvexClip.Centroid(corners[..4], corners[4..], out _);
            return 0;
        }

        double best = double.PositiveInfinity;
        here = there = default;
        for (int i = 0; i < 4; i++)
        {
            double d = other.DistanceSquaredTo(corners[i]);
            if (d < best)
            {
                (best, here, there) = (d, corners[i], other.NearestPoint(corners[i]));
            }

            d = DistanceSquaredTo(corners[i + 4]);
            if (d < best)
            {
                (best, here, there) = (d, NearestPoint(corners[i + 4]), corners[i + 4]);
            }
        }

        return Math.Sqrt(best);
    }

    /// <summary>Area that two boxes share, m²; 0 when they only touch.</summary>
    public double OverlapAreaM2(in OrientedBox other)
    {
        Span<Vector2d> corners = stackalloc Vector2d[8];
        Corners(corners);
        other.Corners(corners[4..]);
        return ConvexClip.AreaM2(corners[..4], corners[4..]);
    }

    /// <summary>True when the box and the segment share a point; touching counts.</summary>
    public bool Intersects(Segment segment)
    {
        var a = ToBody(segment.A);
        var b = ToBody(segment.B);
        if (Math.Min(a.X, b.X) > HalfLengthM || Math.Max(a.X, b.X) < -HalfLengthM
            || Math.Min(a.Y, b.Y) > HalfWidthM || Math.Max(a.Y, b.Y) < -HalfWidthM)
        {
            return false;
        }

        var along = b - a;
        double reach = HalfLengthM * Math.Abs(along.Y) + HalfWidthM * Math.Abs(along.X);
        return Math.Abs(along.Cross(a)) <= reach;
    }

    /// <summary>Distance to a segment, m; 0 when they touch or overlap.</summary>
    public double DistanceTo(Segment segment)
    {
        if (Intersects(segment))
        {
            return 0;
        }

        Span<Vector2d> corners = stackalloc Vector2d[4];
        Corners(corners);
        double best = Math.Min(DistanceSquaredTo(segment.A), DistanceSquaredTo(segment.B));
        foreach (var corner in corners)
        {
            best = Math.Min(best, segment.DistanceSquaredTo(corner));
        }

        return Math.Sqrt(best);
    }

    /// <summary>The outline as a polygon, corners as <see cref="Corners"/> orders them.</summary>
    public Polygon ToPolygon()
    {
        var corners = new Vector2d[4];
        Corners(corners);
        return new(corners);
    }

    private double DistanceSquaredTo(Vector2d p)
    {
        var q = ToBody(p);
        double dx = Math.Max(0, Math.Abs(q.X) - HalfLengthM);
        double dy = Math.Max(0, Math.Abs(q.Y) - HalfWidthM);
        return dx * dx + dy * dy;
    }
}
