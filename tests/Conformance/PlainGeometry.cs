using Sim.Geometry;

namespace Sim.Tests;

/// <summary>Slow and plain geometry for second readings: every edge against every other, no tolerances but those of rounding.</summary>
internal static class PlainGeometry
{
    /// <summary>
    /// True when the closed ring through left and back along right crosses or touches itself, or doubles back within an edge. Repeated points count once.
    /// </summary>
    public static bool CrossesItself(IEnumerable<Vector2d> left, IEnumerable<Vector2d> right)
    {
        var ring = new List<Vector2d>();
        foreach (var p in left.Concat(right.Reverse()))
        {
            if (ring.Count == 0 || ring[^1].DistanceTo(p) > 1e-9)
            {
                ring.Add(p);
            }
        }

        while (ring.Count > 1 && ring[0].DistanceTo(ring[^1]) <= 1e-9)
        {
            ring.RemoveAt(ring.Count - 1);
        }

        int n = ring.Count;
        for (int i = 0; i < n; i++)
        {
            Vector2d a = ring[i], b = ring[(i + 1) % n], after = ring[(i + 2) % n];
            var along = b - a;
            var turn = after - b;
            if (along.Dot(turn) < 0 && Math.Abs(along.Cross(turn)) <= 1e-3 * along.Length * turn.Length)
            {
                return true;
            }

            for (int j = i + 2; j < n; j++)
            {
                if (i == 0 && j == n - 1)
                {
                    continue;
                }

                Vector2d c = ring[j], d = ring[(j + 1) % n];
                double ac = along.Cross(c - a), ad = along.Cross(d - a), ca = (d - c).Cross(a - c), cb = (d - c).Cross(b - c);
                if (ac * ad <= 0 && ca * cb <= 0 && (ac != ad || ca != cb))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>True when somewhere the left side lies to the right of the right side, seen along the middle of both.</summary>
    public static bool SidesSwap(IReadOnlyList<Vector2d> left, IReadOnlyList<Vector2d> right)
    {
        for (int i = 0; i < Math.Min(left.Count, right.Count); i++)
        {
            int before = Math.Max(i - 1, 0), after = Math.Min(i + 1, Math.Min(left.Count, right.Count) - 1);
            var along = left[after] + right[after] - (left[before] + right[before]);
            if (along.Cross(left[i] - right[i]) < 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True when the middle of both sides has no length.</summary>
    public static bool HasNoLength(IReadOnlyList<Vector2d> left, IReadOnlyList<Vector2d> right) =>
        Enumerable.Range(1, Math.Max(0, Math.Min(left.Count, right.Count) - 1)).All(i => (left[i] + right[i]).DistanceTo(left[i - 1] + right[i - 1]) < 1e-6);

    /// <summary>True when two convex outlines share a point: no direction across an edge separates them.</summary>
    public static bool Overlap(IReadOnlyList<Vector2d> a, IReadOnlyList<Vector2d> b) => !Separated(a, b) && !Separated(b, a);

    /// <summary>Corners of a box.</summary>
    public static Vector2d[] Box(Vector2d centre, double headingRad, double length, double width)
    {
        var along = new Vector2d(Math.Cos(headingRad), Math.Sin(headingRad)) * (length / 2);
        var across = new Vector2d(-Math.Sin(headingRad), Math.Cos(headingRad)) * (width / 2);
        return [centre + along + across, centre - along + across, centre - along - across, centre + along - across];
    }

    private static bool Separated(IReadOnlyList<Vector2d> a, IReadOnlyList<Vector2d> b)
    {
        for (int i = 0; i < a.Count; i++)
        {
            var edge = a[(i + 1) % a.Count] - a[i];
            double Most(IReadOnlyList<Vector2d> points, int sign) => points.Max(p => sign * edge.Cross(p));
            if (Most(a, 1) < -Most(b, -1) - 1e-9 || Most(b, 1) < -Most(a, -1) - 1e-9)
            {
                return true;
            }
        }

        return false;
    }
}
