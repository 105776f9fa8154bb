using Sim.Geometry;

namespace Sim.Formats.CommonRoad;

/// <summary>A box around points, its length along <see cref="AngleRad"/>.</summary>
internal readonly record struct Bounds(Vector2d Centre, double LengthM, double WidthM, double AngleRad)
{
    private const int MaxHullForRotation = 512;

    /// <summary>The box along the axes.</summary>
    public static Bounds Of(IReadOnlyList<Vector2d> points)
    {
        double minX = points[0].X;
        double maxX = minX;
        double minY = points[0].Y;
        double maxY = minY;
        for (int i = 1; i < points.Count; i++)
        {
            minX = Math.Min(minX, points[i].X);
            maxX = Math.Max(maxX, points[i].X);
            minY = Math.Min(minY, points[i].Y);
            maxY = Math.Max(maxY, points[i].Y);
        }

        return new Bounds(new Vector2d(minX + (maxX - minX) / 2, minY + (maxY - minY) / 2), maxX - minX, maxY - minY, 0);
    }

    /// <summary>
    /// The smallest box at any angle: one of its sides lies on a side of the convex hull. Hulls of very many corners keep the box along the
    /// axes, so that time stays linear in hostile data.
    /// </summary>
    public static Bounds Smallest(IReadOnlyList<Vector2d> points)
    {
        var best = Of(points);
        var hull = Hull(points);
        if (hull.Count is < 3 or > MaxHullForRotation)
        {
            return best;
        }

        double bestArea = best.LengthM * best.WidthM;
        for (int i = 0; i < hull.Count; i++)
        {
            var edge = hull[(i + 1) % hull.Count] - hull[i];
            double length = edge.Length;
            var along = edge * (1 / length);
            double minU = double.MaxValue;
            double maxU = double.MinValue;
            double maxV = 0;
            foreach (var p in hull)
            {
                var d = p - hull[i];
                double u = along.Dot(d);
                minU = Math.Min(minU, u);
                maxU = Math.Max(maxU, u);
                maxV = Math.Max(maxV, along.Cross(d));
            }

            double area = (maxU - minU) * maxV;
            if (area < bestArea)
            {
                bestArea = area;
                var centre = hull[i] + along * ((minU + maxU) / 2) + along.Left * (maxV / 2);
                best = new Bounds(centre, maxU - minU, maxV, Numerics.Pinned.Atan2(along.Y, along.X));
            }
        }

        return best;
    }

    // Andrew's monotone chain, counter-clockwise.
    private static List<Vector2d> Hull(IReadOnlyList<Vector2d> points)
    {
        var sorted = points.ToArray();
        Array.Sort(sorted, static (a, b) => a.X != b.X ? a.X.CompareTo(b.X) : a.Y.CompareTo(b.Y));
        var hull = new List<Vector2d>(sorted.Length + 1);
        for (int pass = 0; pass < 2; pass++)
        {
            int floor = hull.Count;
            foreach (var p in sorted)
            {
                while (hull.Count >= floor + 2 && (hull[^1] - hull[^2]).Cross(p - hull[^1]) <= 0)
                {
                    hull.RemoveAt(hull.Count - 1);
                }

                hull.Add(p);
            }

            hull.RemoveAt(hull.Count - 1);
            Array.Reverse(sorted);
        }

        return hull;
    }
}
