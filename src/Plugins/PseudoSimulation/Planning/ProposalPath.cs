using Sim.Geometry;
using Sim.Numerics;
using Sim.Plugins.PseudoSimulation.Shapes;
using Sim.Plugins.PseudoSimulation.Traffic;

namespace Sim.Plugins.PseudoSimulation.Planning;

/// <summary>A path to propose along: points with headings, linear between them. Immutable.</summary>
internal sealed class ProposalPath
{
    private const double FirstM = 1e-5;
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
