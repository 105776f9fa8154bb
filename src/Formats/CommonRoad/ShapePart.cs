using Sim.Geometry;
using Sim.Numerics;

namespace Sim.Formats.CommonRoad;

/// <summary>One rectangle, circle or polygon of a shape, in the frame that the shape is written in.</summary>
internal sealed record ShapePart
{
    private const int CircleSides = 32;

    public required Vector2d Centre { get; init; }

    /// <summary>Rectangle and circle: size along the part's own x.</summary>
    public double LengthM { get; init; }

    /// <summary>Rectangle and circle: size along the part's own y.</summary>
    public double WidthM { get; init; }

    /// <summary>Rectangle: angle of its length.</summary>
    public double AngleRad { get; init; }

    public bool IsRectangle { get; init; }

    /// <summary>Polygon: its vertices; else empty.</summary>
    public Vector2d[] Points { get; init; } = [];

    /// <summary>Vertices, counter-clockwise for rectangles and circles, as given for polygons.</summary>
    public Vector2d[] Outline()
    {
        if (Points.Length > 0)
        {
            return Points;
        }

        if (IsRectangle)
        {
            double c = Pinned.Cos(AngleRad);
            double s = Pinned.Sin(AngleRad);
            double l = LengthM / 2;
            double w = WidthM / 2;
            return [At(c, s, -l, -w), At(c, s, l, -w), At(c, s, l, w), At(c, s, -l, w)];
        }

        var ring = new Vector2d[CircleSides];
        for (int i = 0; i < CircleSides; i++)
        {
            double angle = i * (2 * Math.PI / CircleSides);
            ring[i] = new Vector2d(Centre.X + Pinned.Cos(angle) * LengthM / 2, Centre.Y + Pinned.Sin(angle) * LengthM / 2);
        }

        return ring;
    }

    private Vector2d At(double c, double s, double x, double y) => new(Centre.X + c * x - s * y, Centre.Y + s * x + c * y);
}
