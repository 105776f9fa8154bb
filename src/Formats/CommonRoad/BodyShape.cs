using Sim.Geometry;
using Sim.Numerics;

namespace Sim.Formats.CommonRoad;

/// <summary>The box of a shape and where it lies in the obstacle's frame, so that states can be moved to the box's centre.</summary>
internal sealed class BodyShape
{
    private const double MinSizeM = 0.01;

    private readonly Vector2d _offset;
    private readonly double _angleRad;

    private BodyShape(BodyBox body, Vector2d offset, double angleRad, IReadOnlyList<Polygon> footprint)
    {
        Body = body;
        _offset = offset;
        _angleRad = angleRad;
        Footprint = footprint;
    }

    public BodyBox Body { get; }

    public IReadOnlyList<Polygon> Footprint { get; }

    /// <summary>
    /// Builds it. A single rectangle keeps its own angle. Anything else gets a box along the obstacle's axes, or, with
    /// <paramref name="freeAngle"/> (surroundings without a heading), the smallest box at any angle.
    /// </summary>
    public static BodyShape Of(List<ShapePart> parts, double heightM, bool freeAngle)
    {
        if (parts is [{ IsRectangle: true } only])
        {
            return new BodyShape(new BodyBox(only.LengthM, only.WidthM, heightM), only.Centre, only.AngleRad, []);
        }

        if (parts is [{ Points.Length: 0 } circle])
        {
            return new BodyShape(new BodyBox(circle.LengthM, circle.WidthM, heightM), circle.Centre, 0, [Local(circle.Outline(), circle.Centre, 0)]);
        }

        var corners = new List<Vector2d>();
        foreach (var part in parts)
        {
            corners.AddRange(part.Outline());
        }

        var bounds = freeAngle ? Bounds.Smallest(corners) : Bounds.Of(corners);
        var body = new BodyBox(Math.Max(bounds.LengthM, MinSizeM), Math.Max(bounds.WidthM, MinSizeM), heightM);
        return new BodyShape(body, bounds.Centre, bounds.AngleRad, [.. parts.Select(p => Local(p.Outline(), bounds.Centre, bounds.AngleRad))]);
    }

    /// <summary>Moves a state from the obstacle's origin to the box's centre. A box at the origin changes no bit.</summary>
    public ActorState ToCentre(in ActorState s)
    {
        if (_offset == Vector2d.Zero && _angleRad == 0)
        {
            return s;
        }

        double cos = Pinned.Cos(s.HeadingRad);
        double sin = Pinned.Sin(s.HeadingRad);
        double forward = s.SpeedMps - s.YawRateRps * _offset.Y;
        double left = s.LateralMps + s.YawRateRps * _offset.X;
        double c = Pinned.Cos(_angleRad);
        double n = Pinned.Sin(_angleRad);
        return s with
        {
            X = s.X + cos * _offset.X - sin * _offset.Y,
            Y = s.Y + sin * _offset.X + cos * _offset.Y,
            HeadingRad = s.HeadingRad + _angleRad,
            SpeedMps = c * forward + n * left,
            LateralMps = c * left - n * forward,
            AccelMps2 = c * s.AccelMps2,
        };
    }

    private static Polygon Local(Vector2d[] outline, Vector2d centre, double angleRad)
    {
        double c = Pinned.Cos(angleRad);
        double s = Pinned.Sin(angleRad);
        var points = new Vector2d[outline.Length];
        for (int i = 0; i < points.Length; i++)
        {
            var d = outline[i] - centre;
            points[i] = new Vector2d(c * d.X + s * d.Y, c * d.Y - s * d.X);
        }

        return new Polygon(points);
    }
}
