namespace Sim.Geometry;

/// <content>New polylines from this one, and whether it meets itself.</content>
public sealed partial class Polyline
{
    /// <summary>True when no two segments share a point except the vertex between neighbours. Repeated points do not count. Exact.</summary>
    public bool IsSimple() => SelfContact.IsSimple(_points, closed: false);

    /// <summary>True when two segments pass through each other by more than a tolerance (see <see cref="Segment.Crosses"/>).</summary>
    /// <param name="toleranceM">Tolerance, m, not negative.</param>
    public bool CrossesItself(double toleranceM = 0) => SelfContact.Crosses(_index, toleranceM, out _, out _);

    /// <summary>The same line run backwards.</summary>
    public Polyline Reversed()
    {
        var points = _points.ToArray();
        Array.Reverse(points);
        return new(points);
    }

    /// <summary>The line moved by a rigid motion: its coordinates are read in the frame of a pose.</summary>
    public Polyline Transformed(Pose2d frame)
    {
        var axis = frame.ToDirection();
        var points = new Vector2d[_points.Length];
        for (int i = 0; i < points.Length; i++)
        {
            points[i] = frame.Position + _points[i].FromAxis(axis);
        }

        return new(points);
    }

    /// <summary>Points at equal arc-length steps, both ends kept.</summary>
    /// <param name="stepM">Greatest step, m, positive; the step used divides the length.</param>
    /// <exception cref="ArgumentOutOfRangeException">Step not positive, or more than ten million points.</exception>
    public Polyline Resampled(double stepM)
    {
        if (!(stepM > 0) || LengthM / stepM > 1e7)
        {
            throw new ArgumentOutOfRangeException(nameof(stepM), stepM, "The step must be positive and give at most ten million points.");
        }

        return ResampledTo((int)Math.Max(1, Math.Ceiling(LengthM / stepM)) + 1);
    }

    /// <summary>A given number of points at equal arc-length steps, both ends kept.</summary>
    /// <param name="count">Number of points, at least 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 2.</exception>
    public Polyline ResampledTo(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        var points = new Vector2d[count];
        int hint = 0;
        for (int i = 0; i < count; i++)
        {
            double s = i == count - 1 ? LengthM : LengthM * i / (count - 1);
            hint = SegmentIndexAt(s, hint);
            points[i] = PointAt(s, hint: hint);
        }

        return new(points);
    }

    /// <summary>The part between two arc lengths, at least two points (which coincide when the part is empty).</summary>
    /// <param name="fromM">Begin, m, held within the ends.</param>
    /// <param name="toM">End, m, held within the ends and not before the begin.</param>
    public Polyline Slice(double fromM, double toM)
    {
        double from = Math.Clamp(fromM, 0, LengthM);
        double to = Math.Clamp(toM, from, LengthM);
        var points = new List<Vector2d> { PointAt(from) };
        for (int i = 0; i < _points.Length; i++)
        {
            if (_arcLengthM[i] > from && _arcLengthM[i] < to)
            {
                points.Add(_points[i]);
            }
        }

        points.Add(PointAt(to));
        return new(points);
    }

    /// <summary>
    /// A parallel line with one point per vertex, mitred; where the turn is so sharp that the mitre would exceed four times the offset it is
    /// cut to that. Inner corners tighter than the offset fold over: see <see cref="CrossesItself"/>.
    /// </summary>
    /// <param name="leftM">Offset to the left, m; negative to the right.</param>
    public Polyline Offset(double leftM)
    {
        const double greatestMitre = 4;
        var points = new Vector2d[_points.Length];
        for (int i = 0; i < points.Length; i++)
        {
            var before = TangentBefore(i).Left;
            var after = TangentOf(Math.Min(i, SegmentCount - 1)).Left;
            var mean = (before + after).UnitOr(before);
            double stretch = Math.Min(greatestMitre, 1 / Math.Max(mean.Dot(before), 1 / (2 * greatestMitre)));
            points[i] = _points[i] + mean * (stretch * leftM);
        }

        return new(points);
    }

    /// <summary>Fewer points within a tolerance (Douglas and Peucker 1973), both ends kept.</summary>
    /// <param name="toleranceM">Greatest distance of a dropped point from the result, m, not negative.</param>
    public Polyline Simplified(double toleranceM)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(toleranceM);
        var keep = new bool[_points.Length];
        keep[0] = keep[^1] = true;
        var pending = new Stack<(int From, int To)>();
        pending.Push((0, _points.Length - 1));
        while (pending.TryPop(out var range))
        {
            var chord = new Segment(_points[range.From], _points[range.To]);
            double greatest = toleranceM * toleranceM;
            int farthest = -1;
            for (int i = range.From + 1; i < range.To; i++)
            {
                double d = chord.DistanceSquaredTo(_points[i]);
                if (d > greatest)
                {
                    (greatest, farthest) = (d, i);
                }
            }

            if (farthest > 0)
            {
                keep[farthest] = true;
                pending.Push((farthest, range.To));
                pending.Push((range.From, farthest));
            }
        }

        return new([.. _points.Where((_, i) => keep[i])]);
    }

    /// <summary>The line without points that repeat their predecessor; two points remain when all coincide.</summary>
    public Polyline WithoutRepeats()
    {
        var points = new List<Vector2d> { _points[0] };
        for (int i = 1; i < _points.Length; i++)
        {
            if (_points[i] != points[^1])
            {
                points.Add(_points[i]);
            }
        }

        if (points.Count == 1)
        {
            points.Add(_points[^1]);
        }

        return new(points);
    }

    private Vector2d TangentBefore(int vertex)
    {
        for (int i = Math.Min(vertex, SegmentCount) - 1; i >= 0; i--)
        {
            if (_points[i] != _points[i + 1])
            {
                return (_points[i + 1] - _points[i]).UnitOr(new(1, 0));
            }
        }

        return TangentOf(0);
    }
}
