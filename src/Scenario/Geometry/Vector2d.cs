using Sim.Numerics;

namespace Sim.Geometry;

/// <summary>A point or displacement in a plane, metres unless the name says otherwise. Immutable.</summary>
/// <param name="X">First coordinate (local east, or forward in a body frame), m.</param>
/// <param name="Y">Second coordinate (local north, or left in a body frame), m.</param>
public readonly record struct Vector2d(double X, double Y)
{
    /// <summary>The origin.</summary>
    public static Vector2d Zero => default;

    /// <summary>Euclidean length, m. Overflow-safe use of <see cref="Math.Sqrt"/> is not attempted: coordinates are local metres.</summary>
    public double Length => Math.Sqrt(X * X + Y * Y);

    /// <summary>Squared length, m².</summary>
    public double LengthSquared => X * X + Y * Y;

    /// <summary>This vector turned by +90° (to the left).</summary>
    public Vector2d Left => new(-Y, X);

    /// <summary>The coordinates as text. The generated form would follow <see cref="Left"/> without end.</summary>
    public override string ToString() => FormattableString.Invariant($"({X:R}, {Y:R})");

    /// <summary>Scalar product, m².</summary>
    public double Dot(Vector2d other) => X * other.X + Y * other.Y;

    /// <summary>Z component of the cross product, m²: positive when <paramref name="other"/> lies to the left.</summary>
    public double Cross(Vector2d other) => X * other.Y - Y * other.X;

    /// <summary>Distance to another point, m.</summary>
    public double DistanceTo(Vector2d other) => (this - other).Length;

    /// <summary>Linear blend: 0 gives this, 1 gives <paramref name="other"/>.</summary>
    public Vector2d Lerp(Vector2d other, double fraction) => new(X + (other.X - X) * fraction, Y + (other.Y - Y) * fraction);

    /// <summary>The unit vector of a heading, rad counter-clockwise from +x.</summary>
    public static Vector2d FromHeading(double headingRad)
    {
        var (sin, cos) = Pinned.SinCos(headingRad);
        return new(cos, sin);
    }

    /// <summary>Heading of this vector, rad, in [-pi, pi]; 0 for the zero vector.</summary>
    public double ToHeading() => Pinned.Atan2(Y, X);

    /// <summary>This vector scaled to length 1; <paramref name="fallback"/> when it is zero.</summary>
    public Vector2d UnitOr(Vector2d fallback)
    {
        double length = Length;
        return length > 0 ? new(X / length, Y / length) : fallback;
    }

    /// <summary>Squared distance to another point, m².</summary>
    public double DistanceSquaredTo(Vector2d other) => (this - other).LengthSquared;

    /// <summary>This vector seen from a frame whose x axis is the unit vector <paramref name="axis"/>: (forward, left) components.</summary>
    public Vector2d ToAxis(Vector2d axis) => new(X * axis.X + Y * axis.Y, Y * axis.X - X * axis.Y);

    /// <summary>The inverse of <see cref="ToAxis"/>: this vector holds (forward, left) components along the unit vector <paramref name="axis"/>.</summary>
    public Vector2d FromAxis(Vector2d axis) => new(X * axis.X - Y * axis.Y, X * axis.Y + Y * axis.X);

    /// <summary>Componentwise sum.</summary>
    public static Vector2d operator +(Vector2d a, Vector2d b) => new(a.X + b.X, a.Y + b.Y);

    /// <summary>Componentwise difference.</summary>
    public static Vector2d operator -(Vector2d a, Vector2d b) => new(a.X - b.X, a.Y - b.Y);

    /// <summary>Opposite vector.</summary>
    public static Vector2d operator -(Vector2d a) => new(-a.X, -a.Y);

    /// <summary>Scaled vector.</summary>
    public static Vector2d operator *(Vector2d a, double k) => new(a.X * k, a.Y * k);

    /// <summary>Scaled vector.</summary>
    public static Vector2d operator *(double k, Vector2d a) => new(a.X * k, a.Y * k);
}
