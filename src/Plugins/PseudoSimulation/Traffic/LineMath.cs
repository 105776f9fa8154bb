using Sim.Geometry;

namespace Sim.Plugins.PseudoSimulation.Traffic;

/// <summary>Queries of a line given by points and their arc lengths; repeated points are allowed.</summary>
internal static class LineMath
{
    /// <summary>Arc length of the first nearest point, m.</summary>
    public static double Project(ReadOnlySpan<Vector2d> points, ReadOnlySpan<double> arcLengthsM, Vector2d p)
    {
        double best = double.PositiveInfinity;
        double at = 0;
        for (int i = 1; i < points.Length; i++)
        {
            var along = points[i] - points[i - 1];
            var offset = p - points[i - 1];
            double squared = along.LengthSquared;
            double fraction = squared > 0 ? Math.Clamp(offset.Dot(along) / squared, 0, 1) : 0;
            double distance = (offset - (along * fraction)).LengthSquared;
            if (distance < best)
            {
                best = distance;
                at = arcLengthsM[i - 1] + (fraction * (arcLengthsM[i] - arcLengthsM[i - 1]));
            }
        }

        return at;
    }

    /// <summary>The point at an arc length, the ends beyond the ends.</summary>
    public static Vector2d PointAt(ReadOnlySpan<Vector2d> points, ReadOnlySpan<double> arcLengthsM, double s)
    {
        if (s <= 0)
        {
            return points[0];
        }

        if (s >= arcLengthsM[^1])
        {
            return points[^1];
        }

        int hi = UpperIndex(arcLengthsM, s);
        double span = arcLengthsM[hi] - arcLengthsM[hi - 1];
        return points[hi - 1].Lerp(points[hi], span > 0 ? (s - arcLengthsM[hi - 1]) / span : 0);
    }

    /// <summary>Index of the first entry that is not less than a value, within 1 and the last: the upper end of the segment that holds it.</summary>
    public static int UpperIndex(ReadOnlySpan<double> ascending, double value)
    {
        int low = 0;
        int high = ascending.Length;
        while (low < high)
        {
            int mid = (low + high) / 2;
            if (ascending[mid] < value)
            {
                low = mid + 1;
            }
            else
            {
                high = mid;
            }
        }

        return Math.Clamp(low, 1, ascending.Length - 1);
    }
}
