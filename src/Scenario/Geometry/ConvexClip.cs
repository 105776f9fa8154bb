namespace Sim.Geometry;

/// <summary>The intersection of two convex rings. Pure and thread-safe; allocates nothing for rings of up to 32 points each.</summary>
public static class ConvexClip
{
    private const int StackPoints = 66;

    /// <summary>Area that two convex rings share, m²; orientation of either does not matter.</summary>
    /// <param name="a">Convex ring, first point not repeated, at least three points.</param>
    /// <param name="b">Convex ring.</param>
    public static double AreaM2(ReadOnlySpan<Vector2d> a, ReadOnlySpan<Vector2d> b)
    {
        Centroid(a, b, out double area);
        return area;
    }

    /// <summary>Centroid of what two convex rings share, and its area.</summary>
    /// <param name="a">Convex ring, first point not repeated, at least three points.</param>
    /// <param name="b">Convex ring.</param>
    /// <param name="areaM2">Shared area, m².</param>
    /// <returns>The centroid; for a shared line or point its middle; NaN coordinates when nothing is shared.</returns>
    public static Vector2d Centroid(ReadOnlySpan<Vector2d> a, ReadOnlySpan<Vector2d> b, out double areaM2)
    {
        int capacity = a.Length + b.Length + 2;
        Span<Vector2d> from = capacity <= StackPoints ? stackalloc Vector2d[StackPoints] : new Vector2d[capacity];
        Span<Vector2d> to = capacity <= StackPoints ? stackalloc Vector2d[StackPoints] : new Vector2d[capacity];
        a.CopyTo(from);
        int count = a.Length;
        double turn = Ring.SignedAreaM2(b) < 0 ? -1 : 1;
        for (int i = 0; i < b.Length && count > 0; i++)
        {
            var start = b[i];
            var edge = b[i + 1 < b.Length ? i + 1 : 0] - start;
            if (edge == Vector2d.Zero)
            {
                continue;
            }

            count = ClipByEdge(from[..count], to, start, edge * turn);
            var swap = from;
            from = to;
            to = swap;
        }

        var shared = from[..count];
        areaM2 = count < 3 ? 0 : Math.Abs(Ring.SignedAreaM2(shared));
        return Ring.Centroid(shared);
    }

    private static int ClipByEdge(ReadOnlySpan<Vector2d> ring, Span<Vector2d> result, Vector2d start, Vector2d edge)
    {
        int count = 0;
        var previous = ring[^1];
        double previousSide = edge.Cross(previous - start);
        foreach (var current in ring)
        {
            double side = edge.Cross(current - start);
            if (((side > 0 && previousSide < 0) || (side < 0 && previousSide > 0)) && count < result.Length)
            {
                result[count++] = previous.Lerp(current, previousSide / (previousSide - side));
            }

            if (side >= 0 && count < result.Length)
            {
                result[count++] = current;
            }

            previous = current;
            previousSide = side;
        }

        return count;
    }
}
