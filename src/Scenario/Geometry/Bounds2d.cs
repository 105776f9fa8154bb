namespace Sim.Geometry;

/// <summary>
/// An axis-parallel rectangle, closed, local metres. Empty when a minimum exceeds its maximum (<see cref="Empty"/>). Immutable.
/// </summary>
/// <param name="MinX">Least x, m.</param>
/// <param name="MinY">Least y, m.</param>
/// <param name="MaxX">Greatest x, m.</param>
/// <param name="MaxY">Greatest y, m.</param>
public readonly record struct Bounds2d(double MinX, double MinY, double MaxX, double MaxY)
{
    /// <summary>The rectangle without a point: the neutral element of <see cref="Union"/>.</summary>
    public static Bounds2d Empty => new(double.PositiveInfinity, double.PositiveInfinity, double.NegativeInfinity, double.NegativeInfinity);

    /// <summary>True when no point lies inside.</summary>
    public bool IsEmpty => MinX > MaxX || MinY > MaxY;

    /// <summary>Extent along x, m.</summary>
    public double WidthM => MaxX - MinX;

    /// <summary>Extent along y, m.</summary>
    public double HeightM => MaxY - MinY;

    /// <summary>The middle.</summary>
    public Vector2d Centre => new(MinX + (MaxX - MinX) / 2, MinY + (MaxY - MinY) / 2);

    /// <summary>The rectangle around points; <see cref="Empty"/> for none.</summary>
    public static Bounds2d Of(ReadOnlySpan<Vector2d> points)
    {
        var bounds = Empty;
        foreach (var p in points)
        {
            bounds = bounds.Including(p);
        }

        return bounds;
    }

    /// <summary>The rectangle around two points.</summary>
    public static Bounds2d Of(Vector2d a, Vector2d b) => new(Math.Min(a.X, b.X), Math.Min(a.Y, b.Y), Math.Max(a.X, b.X), Math.Max(a.Y, b.Y));

    /// <summary>The least rectangle that holds this one and a point.</summary>
    public Bounds2d Including(Vector2d p) => new(Math.Min(MinX, p.X), Math.Min(MinY, p.Y), Math.Max(MaxX, p.X), Math.Max(MaxY, p.Y));

    /// <summary>The least rectangle that holds both.</summary>
    public Bounds2d Union(Bounds2d other) =>
        new(Math.Min(MinX, other.MinX), Math.Min(MinY, other.MinY), Math.Max(MaxX, other.MaxX), Math.Max(MaxY, other.MaxY));

    /// <summary>This rectangle grown on every side.</summary>
    /// <param name="marginM">Margin, m.</param>
    public Bounds2d Grown(double marginM) => new(MinX - marginM, MinY - marginM, MaxX + marginM, MaxY + marginM);

    /// <summary>True when the two share a point; touching counts.</summary>
    public bool Overlaps(Bounds2d other) => MinX <= other.MaxX && other.MinX <= MaxX && MinY <= other.MaxY && other.MinY <= MaxY;

    /// <summary>True when the point lies inside or on the border.</summary>
    public bool Contains(Vector2d p) => p.X >= MinX && p.X <= MaxX && p.Y >= MinY && p.Y <= MaxY;

    /// <summary>Squared distance to a point, m²; 0 inside, +infinity when empty.</summary>
    public double DistanceSquaredTo(Vector2d p)
    {
        double dx = Math.Max(0, Math.Max(MinX - p.X, p.X - MaxX));
        double dy = Math.Max(0, Math.Max(MinY - p.Y, p.Y - MaxY));
        return dx * dx + dy * dy;
    }

    /// <summary>Squared distance to another rectangle, m²; 0 when they overlap, +infinity when one is empty.</summary>
    public double DistanceSquaredTo(Bounds2d other)
    {
        double dx = Math.Max(0, Math.Max(MinX - other.MaxX, other.MinX - MaxX));
        double dy = Math.Max(0, Math.Max(MinY - other.MaxY, other.MinY - MaxY));
        return dx * dx + dy * dy;
    }
}
