using Sim.Geometry;
using Sim.Numerics;

namespace Sim.Simulation.Storyboards;

/// <summary>
/// A trajectory as vertices with straight pieces between them: where it is after a way or at a time, and which way it looks there. Headings that a
/// vertex states hold along the piece behind it; others are the pieces' directions. Immutable.
/// </summary>
internal sealed class StoryCurve
{
    private const double Tiny = 1e-6;

    // Where the exact mode turns from one piece's heading to the next one's: this far before and behind a corner, m.
    private const double CornerM = 2;

    private readonly CurveVertex[] _vertices;
    private readonly double[] _s;
    private readonly double[] _heading;
    private readonly double[] _direction;
    private readonly double[] _speed;
    private readonly double[] _accel;
    private readonly bool _corners;

    /// <param name="vertices">At least two.</param>
    /// <param name="closed">The end is the start.</param>
    /// <param name="corners">True: headings change near the vertices only; false: all along each piece.</param>
    /// <param name="steady">True: a constant speed on each piece; false: a constant acceleration, beginning with the given speed.</param>
    /// <param name="speed">Speed at the start, m/s.</param>
    public StoryCurve(CurveVertex[] vertices, bool closed, bool corners, bool steady, double speed)
    {
        (_vertices, _corners, IsClosed) = (vertices, corners, closed);
        int n = vertices.Length;
        (_s, _heading, _direction, _speed, _accel) = (new double[n], new double[n], new double[n], new double[n], new double[n]);
        for (int i = 1; i < n; i++)
        {
            double dx = vertices[i].X - vertices[i - 1].X, dy = vertices[i].Y - vertices[i - 1].Y;
            _s[i] = _s[i - 1] + Math.Sqrt(dx * dx + dy * dy);
        }

        double direction = vertices[0].Heading ?? 0;
        for (int i = n - 2; i >= 0; i--)
        {
            direction = _s[i + 1] - _s[i] > Tiny ? Direction(i) : direction;
        }

        for (int i = 0; i < n; i++)
        {
            direction = i + 1 < n && _s[i + 1] - _s[i] > Tiny ? Direction(i) : direction;
            _direction[i] = direction;
            _heading[i] = vertices[i].Heading ?? direction;
        }

        IsTimed = Array.TrueForAll(vertices, v => v.Time is not null);
        if (IsTimed)
        {
            Speeds(steady, speed);
        }
    }

    public bool IsClosed { get; }

    /// <summary>Every vertex has a time.</summary>
    public bool IsTimed { get; }

    public double Length => _s[^1];

    /// <summary>Time of the first vertex, s.</summary>
    public double StartTime => _vertices[0].Time ?? 0;

    /// <summary>Time of the last vertex, s.</summary>
    public double EndTime => _vertices[^1].Time ?? 0;

    /// <summary>Speed at the start of a timed trajectory, m/s.</summary>
    public double StartSpeed => _speed[0];

    /// <summary>Time at a way, s.</summary>
    public double TimeAt(double s)
    {
        int i = Piece(s);
        double length = _s[i + 1] - _s[i], t0 = _vertices[i].Time ?? 0, t1 = _vertices[i + 1].Time ?? 0;
        return length > Tiny ? t0 + Math.Clamp((s - _s[i]) / length, 0, 1) * (t1 - t0) : t0;
    }

    /// <summary>The pose after a way, its direction of travel, and whether the heading was stated.</summary>
    public Pose2d At(double s, out double direction, out bool isStated)
    {
        if (s > Length - Tiny)
        {
            var last = _vertices[^1];
            (direction, isStated) = (_direction[^1], last.Heading is not null);
            return new Pose2d(last.X, last.Y, _heading[^1]);
        }

        int i = Piece(s);
        double length = Math.Max(_s[i + 1] - _s[i], Tiny), local = Math.Clamp(s - _s[i], 0, length), a = local / length;
        CurveVertex from = _vertices[i], to = _vertices[i + 1];
        (direction, isStated) = (_direction[i], from.Heading is not null);
        return new Pose2d(from.X + a * (to.X - from.X), from.Y + a * (to.Y - from.Y), HeadingAt(i, local, length));
    }

    /// <summary>Way at a time of a timed trajectory, m.</summary>
    public double WayAt(double time)
    {
        int n = _vertices.Length;
        if (time > EndTime)
        {
            return Length;
        }

        int i = 0;
        while (i < n - 1 && _vertices[i + 1].Time < time)
        {
            i++;
        }

        double dt = Math.Max(0, time - (_vertices[i].Time ?? 0));
        if (_accel[i] < 0)
        {
            dt = Math.Min(dt, -_speed[i] / _accel[i]);
        }

        return Math.Min(_s[i] + dt * _speed[i] + 0.5 * _accel[i] * dt * dt, Length);
    }

    /// <summary>The way whose point is nearest to a place, m.</summary>
    public double Nearest(double x, double y)
    {
        double best = double.PositiveInfinity, way = 0;
        for (int i = 0; i + 1 < _vertices.Length; i++)
        {
            CurveVertex a = _vertices[i], b = _vertices[i + 1];
            double dx = b.X - a.X, dy = b.Y - a.Y, square = dx * dx + dy * dy;
            double u = square > 0 ? Math.Clamp(((x - a.X) * dx + (y - a.Y) * dy) / square, 0, 1) : 0;
            double ex = a.X + u * dx - x, ey = a.Y + u * dy - y, off = ex * ex + ey * ey;
            if (off < best)
            {
                (best, way) = (off, _s[i] + u * (_s[i + 1] - _s[i]));
            }
        }

        return way;
    }

    private double Direction(int i) => Pinned.Atan2(_vertices[i + 1].Y - _vertices[i].Y, _vertices[i + 1].X - _vertices[i].X);

    private int Piece(double s)
    {
        int low = 0, high = _s.Length - 2;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            // A vertex belongs to the piece before it.
            (low, high) = _s[middle] < s - Tiny ? (middle, high) : (low, middle - 1);
        }

        return low;
    }

    private double HeadingAt(int i, double local, double length)
    {
        double now = _heading[i], next = _heading[i + 1];
        if (!_corners)
        {
            return now + local / length * Pinned.AngleDifference(next, now);
        }

        double radius = Math.Min(CornerM, length / 2);
        if (local < radius)
        {
            double before = i > 0 ? _heading[i - 1] : now;
            return before + (radius + local) / (2 * radius) * Pinned.AngleDifference(now, before);
        }

        if (local <= length - radius)
        {
            return now;
        }

        // The last vertex has no piece behind it: its heading is reached at the end.
        double rest = length - local;
        double share = i < _vertices.Length - 2 ? (radius + rest) / (2 * radius) : rest / radius;
        return now + (1 - share) * Pinned.AngleDifference(next, now);
    }

    private void Speeds(bool steady, double speed)
    {
        int n = _vertices.Length;
        double v = steady ? 0 : Math.Abs(speed);
        _speed[0] = v;
        for (int i = 0; i + 1 < n; i++)
        {
            double ds = _s[i + 1] - _s[i], dt = (_vertices[i + 1].Time ?? 0) - (_vertices[i].Time ?? 0);
            if (steady)
            {
                _speed[i] = v = dt > Tiny ? ds / dt : 0;
                continue;
            }

            _speed[i] = v;
            if (ds <= Tiny || dt <= Tiny)
            {
                v = 0;
                continue;
            }

            _accel[i] = 2 * (ds - v * dt) / (dt * dt);
            if (v + _accel[i] * dt < 0)
            {
                // It would turn back: it comes to rest at the vertex before its time.
                _accel[i] = -v * v / (2 * ds);
                v = 0;
            }
            else
            {
                v += _accel[i] * dt;
            }
        }

        _speed[n - 1] = v;
    }
}
