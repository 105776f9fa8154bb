using Sim.Geometry;

namespace Sim.Formats.CommonRoad;

/// <summary>Reads points and shapes.</summary>
internal static class ShapeParser
{
    private const int MaxParts = 10_000;

    /// <summary>Reads <c>&lt;point&gt;</c>: x, y and, in 2020a, z.</summary>
    public static Vector2d Point(XmlCursor cursor, out double? z)
    {
        double? x = null;
        double? y = null;
        z = null;
        var scope = cursor.Enter();
        while (cursor.Next(scope))
        {
            switch (cursor.Name)
            {
                case "x":
                    x = cursor.Number();
                    break;
                case "y":
                    y = cursor.Number();
                    break;
                case "z":
                    z = cursor.Number();
                    break;
                default:
                    throw cursor.Error($"found <{cursor.Name}> in a point; expected <x>, <y> or <z>");
            }
        }

        return new Vector2d(x ?? throw cursor.Missing("x", scope), y ?? throw cursor.Missing("y", scope));
    }

    /// <summary>The parts inside the current element (<c>&lt;shape&gt;</c>), at least one.</summary>
    public static List<ShapePart> Shape(XmlCursor cursor)
    {
        var parts = new List<ShapePart>(1);
        var scope = cursor.Enter();
        while (cursor.Next(scope))
        {
            if (!TryPart(cursor, parts))
            {
                throw cursor.Error($"found <{cursor.Name}> in <{scope.Name}>; expected <rectangle>, <circle> or <polygon>");
            }
        }

        return parts.Count > 0 ? parts : throw cursor.Error($"<{scope.Name}> holds no <rectangle>, <circle> or <polygon>", (scope.Line, scope.Column));
    }

    /// <summary>Reads the current element when it is a shape.</summary>
    public static bool TryPart(XmlCursor cursor, List<ShapePart> parts)
    {
        switch (cursor.Name)
        {
            case "rectangle":
                parts.Add(Rectangle(cursor));
                break;
            case "circle":
                parts.Add(Circle(cursor));
                break;
            case "polygon":
                parts.Add(PolygonPart(cursor));
                break;
            default:
                return false;
        }

        return parts.Count <= MaxParts ? true : throw cursor.Error($"a shape has more than {MaxParts} parts");
    }

    private static ShapePart Rectangle(XmlCursor cursor)
    {
        double? length = null;
        double? width = null;
        double angle = 0;
        var centre = Vector2d.Zero;
        var scope = cursor.Enter();
        while (cursor.Next(scope))
        {
            switch (cursor.Name)
            {
                case "length":
                    length = cursor.PositiveNumber();
                    break;
                case "width":
                    width = cursor.PositiveNumber();
                    break;
                case "orientation":
                    angle = cursor.Number();
                    break;
                case "center":
                    centre = Point(cursor, out _);
                    break;
                default:
                    throw cursor.Error($"found <{cursor.Name}> in a rectangle; expected <length>, <width>, <orientation> or <center>");
            }
        }

        return new ShapePart
        {
            IsRectangle = true,
            LengthM = length ?? throw cursor.Missing("length", scope),
            WidthM = width ?? throw cursor.Missing("width", scope),
            AngleRad = angle,
            Centre = centre,
        };
    }

    private static ShapePart Circle(XmlCursor cursor)
    {
        double? radius = null;
        var centre = Vector2d.Zero;
        var scope = cursor.Enter();
        while (cursor.Next(scope))
        {
            switch (cursor.Name)
            {
                case "radius":
                    radius = cursor.PositiveNumber();
                    break;
                case "center":
                    centre = Point(cursor, out _);
                    break;
                default:
                    throw cursor.Error($"found <{cursor.Name}> in a circle; expected <radius> or <center>");
            }
        }

        double diameter = 2 * (radius ?? throw cursor.Missing("radius", scope));
        return new ShapePart { LengthM = diameter, WidthM = diameter, Centre = centre };
    }

    private static ShapePart PolygonPart(XmlCursor cursor)
    {
        var points = new List<Vector2d>();
        var scope = cursor.Enter();
        while (cursor.Next(scope))
        {
            if (cursor.Name != "point")
            {
                throw cursor.Error($"found <{cursor.Name}> in a polygon; expected <point>");
            }

            points.Add(Point(cursor, out _));
        }

        // Some writers close the ring by repeating its first point.
        if (points.Count > 1 && points[0] == points[^1])
        {
            points.RemoveAt(points.Count - 1);
        }

        if (points.Count < 3)
        {
            throw cursor.Error($"a polygon has {points.Count} different points; it needs at least 3", (scope.Line, scope.Column));
        }

        var bounds = Bounds.Of(points);
        return new ShapePart { Points = [.. points], Centre = bounds.Centre, LengthM = bounds.LengthM, WidthM = bounds.WidthM };
    }
}
