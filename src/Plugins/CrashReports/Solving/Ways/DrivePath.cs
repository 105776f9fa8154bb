using Sim.Geometry;
using Sim.Numerics;

namespace Sim.Plugins.CrashReports.Solving.Ways;

/// <summary>
/// The way of a box's centre: points every <see cref="StepM"/> with headings, straight on beyond both ends. Smooth enough that curvature has no jumps.
/// Immutable and thread-safe.
/// </summary>
internal sealed class DrivePath
{
    /// <summary>Distance between two points, m.</summary>
    public const double StepM = 0.25;

    private readonly Vector2d[] _points;
    private readonly double[] _headings;
    private readonly double _step;

    private DrivePath(Vector2d[] points, double step, bool backwards)
    {
        _points = points;
        _step = step;
        Backwards = backwards;
        _headings = new double[points.Length];
        for (int i = 0; i < points.Length; i++)
        {
            var way = points[Math.Min(i + 1, points.Length - 1)] - points[Math.Max(i - 1, 0)];
            double heading = way.ToHeading();
            _headings[i] = i == 0 ? heading : _headings[i - 1] + Pinned.AngleDifference(heading, _headings[i - 1]);
        }
    }

    /// <summary>True when the road user faces against its motion.</summary>
    public bool Backwards { get; }

    /// <summary>Length between the first and the last point, m.</summary>
    public double LengthM => (_points.Length - 1) * _step;

    /// <summary>Number of points.</summary>
    public int Count => _points.Length;

    /// <summary>A way through points, smoothed over <paramref name="smoothM"/>.</summary>
    public static DrivePath Through(IReadOnlyList<Vector2d> points, double smoothM = 3, bool backwards = false)
    {
        var even = new Polyline(points).WithoutRepeats().Resampled(StepM);
        var smooth = even.Span.ToArray();
        int half = (int)(smoothM / StepM / 2);
        for (int pass = 0; pass < 2 && half > 0; pass++)
        {
            smooth = Averaged(smooth, half);
        }

        even = new Polyline(smooth).Resampled(StepM);
        return new DrivePath(even.Span.ToArray(), even.LengthM / (even.Points.Count - 1), backwards);
    }

    /// <summary>Where the box's centre is and where it faces, at an arc length.</summary>
    public Pose2d PoseAt(double s)
    {
        double facing = Backwards ? Math.PI : 0;
        double at = s / _step;
        if (at <= 0)
        {
            return new(_points[0] + Vector2d.FromHeading(_headings[0]) * s, _headings[0] + facing);
        }

        int last = _points.Length - 1;
        if (at >= last)
        {
            return new(_points[last] + Vector2d.FromHeading(_headings[last]) * (s - LengthM), _headings[last] + facing);
        }

        int i = (int)at;
        double f = at - i;
        return new(_points[i].Lerp(_points[i + 1], f), _headings[i] + (_headings[i + 1] - _headings[i]) * f + facing);
    }

    /// <summary>Curvature of the motion at an arc length, 1/m, positive to the left; 0 beyond the ends.</summary>
    public double CurvatureAt(double s)
    {
        int i = (int)Math.Floor(s / _step + 0.5);
        return i <= 0 || i >= _points.Length - 1 ? 0 : (_headings[i + 1] - _headings[i - 1]) / (2 * _step);
    }

    /// <summary>Greatest size of the curvature, 1/m.</summary>
    public double GreatestCurvature()
    {
        double greatest = 0;
        for (int i = 1; i < _points.Length - 1; i++)
        {
            greatest = Math.Max(greatest, Math.Abs(_headings[i + 1] - _headings[i - 1]) / (2 * _step));
        }

        return greatest;
    }

    /// <summary>Arc length of the point that is nearest to a place, m.</summary>
    public double Nearest(Vector2d place)
    {
        int best = 0;
        for (int i = 1; i < _points.Length; i++)
        {
            if (_points[i].DistanceSquaredTo(place) < _points[best].DistanceSquaredTo(place))
            {
                best = i;
            }
        }

        return best * _step;
    }

    private static Vector2d[] Averaged(Vector2d[] points, int half)
    {
        var result = new Vector2d[points.Length];
        for (int i = 0; i < points.Length; i++)
        {
            // Near an end the window shrinks to what lies evenly on both sides, so that ends stay where they are.
            int reach = Math.Min(half, Math.Min(i, points.Length - 1 - i));
            var sum = points[i];
            for (int k = 1; k <= reach; k++)
            {
                sum = sum + points[i - k] + points[i + k];
            }

            result[i] = sum * (1.0 / (2 * reach + 1));
        }

        return result;
    }
}
