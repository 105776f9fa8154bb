namespace Sim.Geometry;

/// <summary>Whether a chain meets itself. Near-linear for chains that do not run over themselves many times.</summary>
internal static class SelfContact
{
    public static bool IsSimple(Vector2d[] points, bool closed)
    {
        var distinct = Distinct(points, closed);
        if (distinct.Length < (closed ? 3 : 2))
        {
            return !closed;
        }

        var chain = new ChainIndex(distinct, closed);
        int count = chain.SegmentCount;
        for (int i = 0; i < count; i++)
        {
            var edge = chain.Edge(i);
            var cursor = chain.Within(edge.Bounds, i + 1);
            while (cursor.MoveNext())
            {
                int j = cursor.Current;
                var other = chain.Edge(j);
                bool follows = j == i + 1;
                bool leads = closed && i == 0 && j == count - 1;
                if (follows ? FoldsBack(edge, other) : leads ? FoldsBack(other, edge) : edge.Intersects(other))
                {
                    return false;
                }
            }
        }

        return true;
    }

    public static bool Crosses(ChainIndex chain, double toleranceM, out int first, out int second)
    {
        for (first = 0; first < chain.SegmentCount; first++)
        {
            var edge = chain.Edge(first);
            var cursor = chain.Within(edge.Bounds, first + 2);
            while (cursor.MoveNext())
            {
                if (edge.Crosses(chain.Edge(cursor.Current), toleranceM))
                {
                    second = cursor.Current;
                    return true;
                }
            }
        }

        first = second = -1;
        return false;
    }

    // Two edges that share a vertex overlap exactly when they are collinear and point against each other.
    private static bool FoldsBack(Segment edge, Segment next) =>
        Orientation.Sign(edge.A, edge.B, next.B) == 0 && (edge.B - edge.A).Dot(next.B - next.A) < 0;

    private static Vector2d[] Distinct(Vector2d[] points, bool closed)
    {
        var result = new List<Vector2d>(points.Length);
        foreach (var p in points)
        {
            if (result.Count == 0 || result[^1] != p)
            {
                result.Add(p);
            }
        }

        while (closed && result.Count > 1 && result[^1] == result[0])
        {
            result.RemoveAt(result.Count - 1);
        }

        return [.. result];
    }
}
