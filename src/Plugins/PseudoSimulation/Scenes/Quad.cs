using Sim.Geometry;

namespace Sim.Plugins.PseudoSimulation.Scenes;

/// <summary>The outline of a box with its bounds, counter-clockwise from the front left; predicates are exact for the corners as they are stored.</summary>
internal readonly struct Quad
{
    public readonly Vector2d FrontLeft;
    public readonly Vector2d RearLeft;
    public readonly Vector2d RearRight;
    public readonly Vector2d FrontRight;
    public readonly Bounds2d Bounds;

    private Quad(Vector2d frontLeft, Vector2d rearLeft, Vector2d rearRight, Vector2d frontRight, Bounds2d bounds)
    {
        FrontLeft = frontLeft;
        RearLeft = rearLeft;
        RearRight = rearRight;
        FrontRight = frontRight;
        Bounds = bounds;
    }

    /// <summary>The outline of a box.</summary>
    /// <param name="centre">Its centre, m.</param>
    /// <param name="axis">Unit vector of its heading.</param>
    /// <param name="halfLength">Half its length, m.</param>
    /// <param name="halfWidth">Half its width, m.</param>
    public static Quad Around(Vector2d centre, Vector2d axis, double halfLength, double halfWidth)
    {
        double fx = axis.X * halfLength, fy = axis.Y * halfLength, lx = -axis.Y * halfWidth, ly = axis.X * halfWidth;
        var frontLeft = new Vector2d(centre.X + (fx + lx), centre.Y + (fy + ly));
        var rearLeft = new Vector2d(centre.X + (lx - fx), centre.Y + (ly - fy));
        var rearRight = new Vector2d(centre.X - (fx + lx), centre.Y - (fy + ly));
        var frontRight = new Vector2d(centre.X + (fx - lx), centre.Y + (fy - ly));
        var bounds = new Bounds2d(
            Math.Min(Math.Min(frontLeft.X, rearLeft.X), Math.Min(rearRight.X, frontRight.X)),
            Math.Min(Math.Min(frontLeft.Y, rearLeft.Y), Math.Min(rearRight.Y, frontRight.Y)),
            Math.Max(Math.Max(frontLeft.X, rearLeft.X), Math.Max(rearRight.X, frontRight.X)),
            Math.Max(Math.Max(frontLeft.Y, rearLeft.Y), Math.Max(rearRight.Y, frontRight.Y)));
        return new Quad(frontLeft, rearLeft, rearRight, frontRight, bounds);
    }

    /// <summary>The outline of the ego at a rear-axle pose.</summary>
    public static Quad OfEgo(in EgoState ego, EgoShape shape)
    {
        var axis = Vector2d.FromHeading(ego.HeadingRad);
        return Around(new Vector2d(ego.X, ego.Y) + (axis * shape.RearAxleToCentreM), axis, shape.LengthM / 2, shape.WidthM / 2);
    }

    /// <summary>This outline moved without turning.</summary>
    public Quad Moved(Vector2d by) => new(
        FrontLeft + by,
        RearLeft + by,
        RearRight + by,
        FrontRight + by,
        new Bounds2d(Bounds.MinX + by.X, Bounds.MinY + by.Y, Bounds.MaxX + by.X, Bounds.MaxY + by.Y));

    /// <summary>True when the two share a point; touching counts.</summary>
    public bool Intersects(in Quad other) =>
        Bounds.Overlaps(other.Bounds) && !SeparatedByAnEdgeOf(this, other) && !SeparatedByAnEdgeOf(other, this);

    /// <summary>True when the segment and the outline's area share a point; touching counts.</summary>
    public bool Intersects(Vector2d a, Vector2d b)
    {
        if (BothBeyond(FrontLeft, RearLeft, a, b) || BothBeyond(RearLeft, RearRight, a, b)
            || BothBeyond(RearRight, FrontRight, a, b) || BothBeyond(FrontRight, FrontLeft, a, b))
        {
            return false;
        }

        return !AllBeyond(a, b, this) && !AllBeyond(b, a, this);
    }

    /// <summary>True when the point lies inside or on the border.</summary>
    public bool Covers(Vector2d p) =>
        Orientation.Sign(FrontLeft, RearLeft, p) >= 0 && Orientation.Sign(RearLeft, RearRight, p) >= 0
        && Orientation.Sign(RearRight, FrontRight, p) >= 0 && Orientation.Sign(FrontRight, FrontLeft, p) >= 0;

    private static bool SeparatedByAnEdgeOf(in Quad a, in Quad b) =>
        AllBeyond(a.FrontLeft, a.RearLeft, b) || AllBeyond(a.RearLeft, a.RearRight, b)
        || AllBeyond(a.RearRight, a.FrontRight, b) || AllBeyond(a.FrontRight, a.FrontLeft, b);

    private static bool AllBeyond(Vector2d from, Vector2d to, in Quad q) =>
        Orientation.Sign(from, to, q.FrontLeft) < 0 && Orientation.Sign(from, to, q.RearLeft) < 0
        && Orientation.Sign(from, to, q.RearRight) < 0 && Orientation.Sign(from, to, q.FrontRight) < 0;

    private static bool BothBeyond(Vector2d from, Vector2d to, Vector2d a, Vector2d b) =>
        Orientation.Sign(from, to, a) < 0 && Orientation.Sign(from, to, b) < 0;
}
