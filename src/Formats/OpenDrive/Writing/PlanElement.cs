using Sim.Geometry;

namespace Sim.Formats.OpenDrive.Writing;

/// <summary>One element of a planView to be written. Immutable.</summary>
internal sealed class PlanElement
{
    private PlanElement(double s, Vector2d from, double headingRad, double length, PlanGeometry geometry)
    {
        (S, From, HeadingRad, Length, Geometry) = (s, from, headingRad, length, geometry);
    }

    /// <summary>Start, m.</summary>
    public double S { get; }

    /// <summary>Point at the start.</summary>
    public Vector2d From { get; }

    /// <summary>Heading at the start, rad.</summary>
    public double HeadingRad { get; }

    /// <summary>Length, m.</summary>
    public double Length { get; }

    /// <summary>The same as the reader evaluates it.</summary>
    public PlanGeometry Geometry { get; }

    /// <summary>Curvature of an arc, 1/m; 0 for a line, null for a cubic.</summary>
    public double? Curvature { get; private init; }

    /// <summary>Cubics of a paramPoly3, normalised.</summary>
    public (Cubic U, Cubic V)? Cubics { get; private init; }

    /// <summary>A straight line.</summary>
    public static PlanElement Line(double s, Vector2d from, double headingRad, double length) =>
        new(s, from, headingRad, length, new LineGeometry(s, from.X, from.Y, headingRad, length)) { Curvature = 0 };

    /// <summary>An arc.</summary>
    public static PlanElement Arc(double s, Vector2d from, double headingRad, double length, double curvature) =>
        new(s, from, headingRad, length, new ArcGeometry(s, from.X, from.Y, headingRad, length, curvature)) { Curvature = curvature };

    /// <summary>A cubic over [0, 1].</summary>
    public static PlanElement Cubic(double s, Vector2d from, double headingRad, double length, Cubic u, Cubic v) =>
        new(s, from, headingRad, length, new ParamPoly3Geometry(s, from.X, from.Y, headingRad, length, u, v, normalized: true)) { Cubics = (u, v) };

    /// <summary>This element and the next one as a single line or arc, or null when they are not of one kind.</summary>
    public PlanElement? Joined(PlanElement next)
    {
        if (Curvature is not { } own || next.Curvature is not { } other)
        {
            return null;
        }

        double length = Length + next.Length;
        if (own == 0 && other == 0)
        {
            return Line(S, From, HeadingRad, length);
        }

        // A turn that differs by less than a tenth of a millimetre over the piece.
        return own != 0 && other != 0 && Math.Abs(own - other) * next.Length * length < 1e-3 && length * Math.Abs(own) < 6
            ? Arc(S, From, HeadingRad, length, own)
            : null;
    }
}
