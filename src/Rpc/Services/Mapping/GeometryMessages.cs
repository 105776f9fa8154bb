using Google.Protobuf.Collections;
using Sim.Geometry;

namespace Sim.Rpc.Services;

/// <summary>Points, chains and areas.</summary>
internal static class GeometryMessages
{
    public static Messages.Polyline Of(Polyline line)
    {
        var message = new Messages.Polyline();
        Fill(message.Xy, line.Span);
        return message;
    }

    public static Messages.Polygon Of(Polygon area)
    {
        var message = new Messages.Polygon();
        Fill(message.Xy, area.Span);
        return message;
    }

    public static Polyline Polyline(Messages.Polyline? message, string at, string name) =>
        new(Points(Field.Needed(message, at, name).Xy, 2, at, name));

    public static Polygon Polygon(Messages.Polygon? message, string at, string name) =>
        new(Points(Field.Needed(message, at, name).Xy, 3, at, name));

    public static Vector2d[] Points(RepeatedField<double> xy, int atLeast, string at, string name)
    {
        Field.Count(xy.Count, 2 * ContractLimits.MapItems, at, name);
        if (xy.Count % 2 != 0)
        {
            throw Field.Error(at, name, $"has {xy.Count} numbers, but x and y come in pairs");
        }

        if (xy.Count < 2 * atLeast)
        {
            throw Field.Error(at, name, $"has {xy.Count / 2} points, but needs at least {atLeast}");
        }

        var points = new Vector2d[xy.Count / 2];
        for (int i = 0; i < points.Length; i++)
        {
            points[i] = new(Field.Finite(xy[2 * i], at, name), Field.Finite(xy[2 * i + 1], at, name));
        }

        return points;
    }

    private static void Fill(RepeatedField<double> xy, ReadOnlySpan<Vector2d> points)
    {
        xy.Capacity = 2 * points.Length;
        foreach (var p in points)
        {
            xy.Add(p.X);
            xy.Add(p.Y);
        }
    }
}
