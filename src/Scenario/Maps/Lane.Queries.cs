using Sim.Geometry;

namespace Sim.Maps;

/// <content>Measures along the lane. They allocate nothing unless said otherwise.</content>
public sealed partial record Lane
{
    /// <summary>
    /// Width at an arc length of the centreline, m: the length of the cross-section where the bounds have a point per centreline point, else
    /// the sum of the distances to both bounds.
    /// </summary>
    /// <param name="s">Arc length on <see cref="Centre"/>, m, held within the ends.</param>
    /// <param name="hint">Segment index to try first, or -1.</param>
    public double WidthAt(double s, int hint = -1)
    {
        if (Left.Points.Count == Centre.Points.Count && Right.Points.Count == Centre.Points.Count)
        {
            int i = Centre.SegmentIndexAt(s, hint);
            double fraction = FractionAt(i, s);
            return Left.SegmentAt(i).At(fraction).DistanceTo(Right.SegmentAt(i).At(fraction));
        }

        var p = Centre.PointAt(s, hint: hint);
        return Left.DistanceTo(p) + Right.DistanceTo(p);
    }

    /// <summary>Height above the local datum at an arc length of the centreline, m; 0 where the map is flat.</summary>
    /// <param name="s">Arc length on <see cref="Centre"/>, m, held within the ends.</param>
    /// <param name="hint">Segment index to try first, or -1.</param>
    public double ElevationAt(double s, int hint = -1)
    {
        if (ElevationM is null || ElevationM.Count != Centre.Points.Count)
        {
            return 0;
        }

        int i = Centre.SegmentIndexAt(s, hint);
        return ElevationM[i] + (ElevationM[i + 1] - ElevationM[i]) * FractionAt(i, s);
    }

    /// <summary>The lane's area: the left bound, then the right bound backwards (clockwise for a proper lane). Allocates.</summary>
    public Polygon ToOutline()
    {
        var left = Left.Span;
        var right = Right.Span;
        var points = new Vector2d[left.Length + right.Length];
        left.CopyTo(points);
        for (int i = 0; i < right.Length; i++)
        {
            points[left.Length + i] = right[right.Length - 1 - i];
        }

        return new(points);
    }

    private double FractionAt(int segment, double s)
    {
        double start = Centre.ArcLengthM[segment];
        double length = Centre.ArcLengthM[segment + 1] - start;
        return length > 0 ? Math.Clamp((s - start) / length, 0, 1) : 0;
    }
}
