using Sim.Geometry;
using Sim.Numerics;

namespace Sim.Plugins.PseudoSimulation.Traffic;

/// <summary>A path with headings, linear between its points. Immutable.</summary>
internal sealed class AgentPath
{
    private const double RepeatedM = 1e-8;
    private readonly Vector2d[] _points;
    private readonly double[] _progressM;
    private readonly double[] _headings;

    /// <summary>Builds the path; of points that coincide the last stays.</summary>
    /// <param name="points">Points.</param>
    /// <param name="headings">Heading at each, rad.</param>
    /// <param name="withoutLast">Leaves the last point out, as the reference does by pairing n points with n - 1 gaps.</param>
    public AgentPath(ReadOnlySpan<Vector2d> points, ReadOnlySpan<double> headings, bool withoutLast)
    {
        var kept = new List<int>(points.Length);
        var progress = new double[points.Length];
        for (int i = 0; i < points.Length; i++)
        {
            progress[i] = i == 0 ? 0 : progress[i - 1] + points[i - 1].DistanceTo(points[i]);
        }

        for (int i = 0; i < points.Length; i++)
        {
            bool last = i == points.Length - 1;
            if (last ? !withoutLast : progress[i + 1] - progress[i] > RepeatedM)
            {
                kept.Add(i);
            }
        }

        _points = new Vector2d[kept.Count];
        _progressM = new double[kept.Count];
        _headings = new double[kept.Count];
        for (int i = 0; i < kept.Count; i++)
        {
            _points[i] = points[kept[i]];
            _progressM[i] = progress[kept[i]];
            _headings[i] = i == 0 ? headings[kept[i]] : _headings[i - 1] + Pinned.AngleDifference(headings[kept[i]], _headings[i - 1]);
        }
    }

    /// <summary>False: fewer than two points are left, nothing can drive on it.</summary>
    public bool IsValid => _points.Length > 1;

    public double StartM => _progressM[0];

    public double EndM => _progressM[^1];

    public double Clamp(double progressM) => Math.Max(StartM, Math.Min(progressM, EndM));

    /// <summary>Progress of the nearest point, m.</summary>
    public double Project(Vector2d p) => LineMath.Project(_points, _progressM, p);

    /// <summary>Pose at a progress within the path, heading in [-π, π).</summary>
    public Pose2d PoseAt(double progressM)
    {
        int hi = LineMath.UpperIndex(_progressM, progressM);
        double fraction = (progressM - _progressM[hi - 1]) / (_progressM[hi] - _progressM[hi - 1]);
        double heading = _headings[hi - 1] + (fraction * (_headings[hi] - _headings[hi - 1]));
        return new Pose2d(_points[hi - 1].Lerp(_points[hi], fraction), heading - (2 * Math.PI * Math.Floor((heading + Math.PI) / (2 * Math.PI))));
    }

    /// <summary>The line from a progress within the path to its end; at the end the last segment.</summary>
    public void Remaining(double progressM, List<Vector2d> line)
    {
        line.Clear();
        if (progressM >= EndM)
        {
            line.Add(_points[^2]);
            line.Add(_points[^1]);
            return;
        }

        line.Add(PoseAt(progressM).Position);
        for (int i = 0; i < _points.Length; i++)
        {
            if (_progressM[i] > progressM)
            {
                line.Add(_points[i]);
            }
        }
    }

    /// <summary>The line between two progresses within the path; a stretch at one end of the path becomes its first or last segment.</summary>
    public void Between(double startM, double endM, List<Vector2d> line)
    {
        line.Clear();
        if (startM >= EndM)
        {
            line.Add(_points[^2]);
            line.Add(_points[^1]);
        }
        else if (endM <= StartM)
        {
            line.Add(_points[0]);
            line.Add(_points[1]);
        }
        else
        {
            line.Add(PoseAt(startM).Position);
            for (int i = 0; i < _points.Length; i++)
            {
                if (_progressM[i] > startM && _progressM[i] < endM)
                {
                    line.Add(_points[i]);
                }
            }

            line.Add(PoseAt(endM).Position);
        }
    }
}
