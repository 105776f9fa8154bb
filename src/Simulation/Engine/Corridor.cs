using Sim.Geometry;

namespace Sim.Simulation.Engine;

/// <summary>Which boxes stand in the strip that a vehicle is going to sweep along a curve.</summary>
internal static class Corridor
{
    /// <summary>Room left on each side of the vehicle, m.</summary>
    public const double MarginM = 0.3;

    /// <summary>
    /// First arc length at which a box whose centre lies ahead of <paramref name="from"/> reaches into the strip, looking no further than
    /// <paramref name="to"/>. The box is taken as its bounding rectangle along each segment.
    /// </summary>
    public static bool Enters(CurveTable curves, int curve, int cursor, double from, double to, double halfWidth, in CorridorBox box, out double s, out Vector2d along)
    {
        int end = curves.EndCursor(curve);
        double reach = halfWidth + box.HalfLength + box.HalfWidth;
        var start = curves.Sample(cursor, from, 0);
        double dx = box.X - start.X, dy = box.Y - start.Y;
        // No way along the curve is shorter than the straight one: segments before that can be left out.
        double least = from + Math.Sqrt(dx * dx + dy * dy) - reach;
        while (cursor < end - 1 && curves.VertexS(cursor + 1) < least)
        {
            cursor++;
        }

        for (int c = cursor; c < end && curves.VertexS(c) <= to; c++)
        {
            var u = curves.Direction(c);
            var a = curves.Vertex(c);
            double px = box.X - a.X, py = box.Y - a.Y;
            double across = u.X * py - u.Y * px;
            if (across > reach || across < -reach)
            {
                continue;
            }

            double cos = Math.Abs(box.Cos * u.X + box.Sin * u.Y);
            double sin = Math.Abs(box.Sin * u.X - box.Cos * u.Y);
            double wide = sin * box.HalfLength + cos * box.HalfWidth;
            if (Math.Abs(across) > halfWidth + wide)
            {
                continue;
            }

            double centre = px * u.X + py * u.Y;
            double half = cos * box.HalfLength + sin * box.HalfWidth;
            double length = curves.VertexS(c + 1) - curves.VertexS(c);
            bool last = c == end - 1;
            if (centre + half < 0 || (centre - half > length && !last) || curves.VertexS(c) + centre <= from)
            {
                continue;
            }

            double near = curves.VertexS(c) + Math.Max(centre - half, 0);
            if (near > to)
            {
                continue;
            }

            // A box that reaches into the strip from an earlier segment starts where it begins, not where the segment does.
            s = centre - half < 0 ? Math.Max(curves.VertexS(c) + centre - half, from) : near;
            along = u;
            return true;
        }

        s = 0;
        along = default;
        return false;
    }
}
