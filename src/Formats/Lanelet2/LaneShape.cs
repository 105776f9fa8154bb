using Sim.Geometry;

namespace Sim.Formats.Lanelet2;

/// <summary>The bounds of a lanelet, drawn in its direction, with equally many points.</summary>
internal sealed class LaneShape
{
    private const double SameShare = 1e-9;

    private LaneShape(Vector2d[] left, Vector2d[] right, double[]? heights) => (Left, Right, HeightM) = (left, right, heights);

    public Vector2d[] Left { get; }
    public Vector2d[] Right { get; }
    public double[]? HeightM { get; }

    /// <summary>Which of two drawn lines must be turned so that they run along the lane, with <paramref name="left"/> on its left.</summary>
    public static (bool TurnLeft, bool TurnRight) Turns((Vector2d Point, double Z)[] left, (Vector2d Point, double Z)[] right)
    {
        double along = left[0].Point.DistanceTo(right[0].Point) + left[^1].Point.DistanceTo(right[^1].Point);
        double across = left[0].Point.DistanceTo(right[^1].Point) + left[^1].Point.DistanceTo(right[0].Point);
        bool turnRight = across < along;

        // The ring along the left bound and back along the right one: clockwise when the left bound lies on the left.
        double area = 0;
        var origin = left[0].Point;
        var last = origin;
        foreach (var (point, _) in left)
        {
            area += (last - origin).Cross(point - origin);
            last = point;
        }

        for (int i = 0; i < right.Length; i++)
        {
            var point = right[turnRight ? i : right.Length - 1 - i].Point;
            area += (last - origin).Cross(point - origin);
            last = point;
        }

        return area > 0 ? (true, !turnRight) : (false, turnRight);
    }

    /// <summary>Both bounds at the shares of length of all points of either: every drawn point stays, the line stays the same.</summary>
    public static LaneShape Of((Vector2d Point, double Z)[] left, (Vector2d Point, double Z)[] right)
    {
        double[] a = Shares(left), b = Shares(right);
        var shares = new List<double>(a.Length + b.Length);
        for (int i = 0, j = 0; i < a.Length || j < b.Length;)
        {
            double next = j >= b.Length || (i < a.Length && a[i] <= b[j]) ? a[i++] : b[j++];
            if (shares.Count == 0 || next - shares[^1] > SameShare)
            {
                shares.Add(next);
            }
        }

        shares[^1] = 1;
        double[]? heights = left.Concat(right).All(p => !double.IsNaN(p.Z)) ? new double[shares.Count] : null;
        return new LaneShape(At(left, a, shares, heights), At(right, b, shares, heights), heights);
    }

    private static double[] Shares((Vector2d Point, double Z)[] line)
    {
        var shares = new double[line.Length];
        for (int i = 1; i < shares.Length; i++)
        {
            shares[i] = shares[i - 1] + line[i].Point.DistanceTo(line[i - 1].Point);
        }

        double length = shares[^1];
        for (int i = 1; i < shares.Length; i++)
        {
            shares[i] = length > 0 ? shares[i] / length : (double)i / (shares.Length - 1);
        }

        return shares;
    }

    private static Vector2d[] At((Vector2d Point, double Z)[] line, double[] own, List<double> shares, double[]? heights)
    {
        var points = new Vector2d[shares.Count];
        int piece = 0;
        for (int i = 0; i < points.Length; i++)
        {
            while (piece < own.Length - 2 && own[piece + 1] <= shares[i] + SameShare)
            {
                piece++;
            }

            double span = own[piece + 1] - own[piece];
            double f = span > 0 ? Math.Clamp((shares[i] - own[piece]) / span, 0, 1) : 0;
            f = f < SameShare || shares[i] - own[piece] <= SameShare ? 0 : own[piece + 1] - shares[i] <= SameShare ? 1 : f;
            var (from, to) = (line[piece], line[piece + 1]);
            points[i] = f == 0 ? from.Point : f == 1 ? to.Point : from.Point.Lerp(to.Point, f);
            if (heights is not null)
            {
                heights[i] += (from.Z + ((to.Z - from.Z) * f)) / 2;
            }
        }

        // The ends are the drawn ones, bit for bit, so that lanes that share them meet.
        (points[0], points[^1]) = (line[0].Point, line[^1].Point);
        return points;
    }
}
