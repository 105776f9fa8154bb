namespace Sim.Geometry;

/// <summary>A straight piece between two points, ends included; it may have length zero. Local metres. Immutable, allocates nothing.</summary>
/// <param name="A">Start.</param>
/// <param name="B">End.</param>
public readonly record struct Segment(Vector2d A, Vector2d B)
{
    /// <summary>Length, m.</summary>
    public double LengthM => A.DistanceTo(B);

    /// <summary>The rectangle around it.</summary>
    public Bounds2d Bounds => Bounds2d.Of(A, B);

    /// <summary>Fraction of the way from A to B, in [0, 1], at which the segment is nearest to a point; 0 for length zero.</summary>
    public double NearestFraction(Vector2d p)
    {
        var along = B - A;
        double squared = along.LengthSquared;
        return squared > 0 ? Math.Clamp((p - A).Dot(along) / squared, 0, 1) : 0;
    }

    /// <summary>The point of the segment that is nearest to a point; never outside the segment's bounds.</summary>
    public Vector2d NearestPoint(Vector2d p) => At(NearestFraction(p));

    /// <summary>The point at a fraction of the way; exactly A at 0 and B at 1.</summary>
    /// <param name="fraction">In [0, 1].</param>
    public Vector2d At(double fraction)
    {
        if (fraction >= 1)
        {
            return B;
        }

        var q = A.Lerp(B, fraction);
        // Rounding may carry the blend past an end; the bounds of a chain's pieces must hold exactly.
        return new(
            Math.Clamp(q.X, Math.Min(A.X, B.X), Math.Max(A.X, B.X)),
            Math.Clamp(q.Y, Math.Min(A.Y, B.Y), Math.Max(A.Y, B.Y)));
    }

    /// <summary>Squared distance to a point, m².</summary>
    public double DistanceSquaredTo(Vector2d p) => p.DistanceSquaredTo(NearestPoint(p));

    /// <summary>Distance to a point, m.</summary>
    public double DistanceTo(Vector2d p) => Math.Sqrt(DistanceSquaredTo(p));

    /// <summary>Squared distance to another segment, m²; 0 when they touch or cross.</summary>
    public double DistanceSquaredTo(Segment other)
    {
        if (Intersects(other))
        {
            return 0;
        }

        return Math.Min(
            Math.Min(DistanceSquaredTo(other.A), DistanceSquaredTo(other.B)),
            Math.Min(other.DistanceSquaredTo(A), other.DistanceSquaredTo(B)));
    }

    /// <summary>Distance to another segment, m; 0 when they touch or cross.</summary>
    public double DistanceTo(Segment other) => Math.Sqrt(DistanceSquaredTo(other));

    /// <summary>True when the point lies exactly on the segment.</summary>
    public bool Contains(Vector2d p) => Bounds.Contains(p) && Orientation.Sign(A, B, p) == 0;

    /// <summary>True when the two share a point: crossing, touching and overlapping count. Exact.</summary>
    public bool Intersects(Segment other)
    {
        if (!Bounds.Overlaps(other.Bounds))
        {
            return false;
        }

        int a = Orientation.Sign(A, B, other.A);
        int b = Orientation.Sign(A, B, other.B);
        int c = Orientation.Sign(other.A, other.B, A);
        int d = Orientation.Sign(other.A, other.B, B);
        if (a * b < 0 && c * d < 0)
        {
            return true;
        }

        return (a == 0 && Bounds.Contains(other.A)) || (b == 0 && Bounds.Contains(other.B))
            || (c == 0 && other.Bounds.Contains(A)) || (d == 0 && other.Bounds.Contains(B));
    }

    /// <summary>
    /// True when each passes through the other's inside with every end farther than a tolerance from the other's straight line: touching,
    /// overlapping and crossings within rounding of a shared line do not count. Exact for tolerance 0.
    /// </summary>
    /// <param name="other">The other segment.</param>
    /// <param name="toleranceM">Least distance of every end, m, not negative.</param>
    public bool Crosses(Segment other, double toleranceM = 0)
    {
        if (!Bounds.Overlaps(other.Bounds)
            || Orientation.Sign(A, B, other.A) * Orientation.Sign(A, B, other.B) >= 0
            || Orientation.Sign(other.A, other.B, A) * Orientation.Sign(other.A, other.B, B) >= 0)
        {
            return false;
        }

        return toleranceM <= 0
            || (LineDistance(other.A) > toleranceM && LineDistance(other.B) > toleranceM
                && other.LineDistance(A) > toleranceM && other.LineDistance(B) > toleranceM);
    }

    /// <summary>Where the two meet.</summary>
    /// <param name="other">The other segment.</param>
    /// <param name="fraction">Fraction along this segment of the first shared point, in [0, 1].</param>
    /// <param name="otherFraction">Fraction along the other segment, in [0, 1].</param>
    /// <returns>False when they share no point. Collinear overlap gives its point nearest to <see cref="A"/>.</returns>
    public bool TryIntersect(Segment other, out double fraction, out double otherFraction)
    {
        fraction = otherFraction = 0;
        if (!Intersects(other))
        {
            return false;
        }

        var along = B - A;
        var across = other.B - other.A;
        double det = along.Cross(across);
        bool collinear = Orientation.Sign(A, B, other.A) == 0 && Orientation.Sign(A, B, other.B) == 0;
        if (det != 0 && !collinear)
        {
            var offset = other.A - A;
            fraction = Math.Clamp(offset.Cross(across) / det, 0, 1);
            otherFraction = Math.Clamp(offset.Cross(along) / det, 0, 1);
            return true;
        }

        // Collinear and touching: the shared part begins at A or at an end of the other one.
        if (!other.Contains(A))
        {
            double first = Contains(other.A) ? NearestFraction(other.A) : double.PositiveInfinity;
            double second = Contains(other.B) ? NearestFraction(other.B) : double.PositiveInfinity;
            double least = Math.Min(first, second);
            fraction = double.IsFinite(least) ? least : NearestFraction(other.A);
        }

        otherFraction = other.NearestFraction(At(fraction));
        return true;
    }

    private double LineDistance(Vector2d p)
    {
        double length = LengthM;
        return length > 0 ? Math.Abs((B - A).Cross(p - A)) / length : p.DistanceTo(A);
    }
}
