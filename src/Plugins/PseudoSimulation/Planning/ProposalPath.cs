using Sim.Geometry;
using Sim.Numerics;
using Sim.Plugins.PseudoSimulation.Shapes;
using Sim.Plugins.PseudoSimulation.Traffic;

namespace Sim.Plugins.PseudoSimulation.Planning;

/// <summary>A path to propose along: points with headings, linear between them. Immutable.</summary>
internal sealed class ProposalPath
{
    private const double FirstM = 1e-5;
    private const double BendHalfM = 5;
    private readonly Vector2d[] _points;
    private readonly double[] _progressM;
    private readonly double[] _headings;

    /// <summary>A line moved to the left.</summary>
    public ProposalPath(IReadOnlyList<Pose2d> line, double offsetM)
    {
        int n = line.Count;
        (_points, _progressM, _headings) = (new Vector2d[n], new double[n], new double[n]);
        for (int i = 0; i < n; i++)
        {
            var pose = line[i];
            _points[i] = offsetM == 0 ? pose.Position : pose.Position + (Vector2d.FromHeading(pose.HeadingRad + (Math.PI / 2)) * offsetM);
            _progressM[i] = i == 0 ? 0 : _progressM[i - 1] + _points[i - 1].DistanceTo(_points[i]);
            _headings[i] = i == 0 ? pose.HeadingRad : _headings[i - 1] + Pinned.AngleDifference(pose.HeadingRad, _headings[i - 1]);
        }
    }

    /// <summary>
    /// The highest speed at each point from which every bend ahead can be taken with a lateral acceleration, slowing down at a rate, m/s. The
    /// curvature is that of ten metres, so that a bend drawn in chords is one bend.
    /// </summary>
    public double[] BendSpeeds(double lateralMps2, double slowingMps2)
    {
        var speeds = new double[_points.Length];
        int back = 0;
        int front = 0;
        for (int i = 0; i < speeds.Length; i++)
        {
            while (_progressM[i] - _progressM[back] > BendHalfM)
            {
                back++;
            }

            while (front + 1 < speeds.Length && _progressM[front] - _progressM[i] < BendHalfM)
            {
                front++;
            }

            double curvature = Math.Abs(_headings[front] - _headings[back]) / Math.Max(_progressM[front] - _progressM[back], 1);
            speeds[i] = curvature > 0 ? Math.Sqrt(lateralMps2 / curvature) : double.PositiveInfinity;
        }

        for (int i = speeds.Length - 2; i >= 0; i--)
        {
            speeds[i] = Math.Min(speeds[i], Math.Sqrt((speeds[i + 1] * speeds[i + 1]) + (2 * slowingMps2 * (_progressM[i + 1] - _progressM[i]))));
        }

        return speeds;
    }

    /// <summary>Index of the first point at or beyond a progress.</summary>
    public int IndexAt(double progressM) => LineMath.UpperIndex(_progressM, progressM);

    public double LengthM => _progressM[^1];

    public double Project(Vector2d p) => LineMath.Project(_points, _progressM, p);

    /// <summary>Pose at a progress, the ends beyond the ends; heading in (-π, π].</summary>
    public Pose2d PoseAt(double progressM)
    {
        double s = Math.Min(Math.Max(progressM, FirstM), LengthM);
        int hi = LineMath.UpperIndex(_progressM, s);
        double span = _progressM[hi] - _progressM[hi - 1];
        double fraction = span > 0 ? (s - _progressM[hi - 1]) / span : 0;
        var (sin, cos) = Pinned.SinCos(_headings[hi - 1] + (fraction * (_headings[hi] - _headings[hi - 1])));
        return new Pose2d(_points[hi - 1].Lerp(_points[hi], fraction), Pinned.Atan2(sin, cos));
    }

    /// <summary>The stretch that a vehicle may need: from the first point after its rear axle to the last before the end, with square caps.</summary>
    public void Corridor(double fromM, double toM, double halfWidthM, ConvexParts corridor)
    {
        double from = Math.Clamp(fromM, 0, LengthM);
        double to = Math.Clamp(toM, 0, LengthM);
        int first = 0;
        while (first < _points.Length && _progressM[first] < from)
        {
            first++;
        }

        int end = first;
        while (end < _points.Length && _progressM[end] <= to)
        {
            end++;
        }

        Vector2d[] ends = [PoseAt(from).Position, PoseAt(to).Position];
        corridor.Clear();
        corridor.AddBuffer(end - first > 1 ? _points.AsSpan(first, end - first) : ends, halfWidthM, squareCaps: true);
        if (corridor.Count == 0)
        {
            // The line is a point there, which the reference's library surrounds with a square along the axes.
            corridor.AddBox(new Pose2d(ends[0], 0), 2 * halfWidthM, 2 * halfWidthM);
        }
    }
}
