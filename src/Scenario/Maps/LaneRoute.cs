using Sim.Geometry;

namespace Sim.Maps;

/// <summary>The centrelines of joined lanes as one line. Immutable and thread-safe; queries allocate nothing.</summary>
public sealed class LaneRoute
{
    private readonly int[] _lanes;
    private readonly double[] _startsM;

    internal LaneRoute(RoadMapIndex index, IReadOnlyList<int> lanes)
    {
        ArgumentNullException.ThrowIfNull(lanes);
        if (lanes.Count == 0)
        {
            throw new ArgumentException("A route needs at least one lane.", nameof(lanes));
        }

        _lanes = [.. lanes];
        _startsM = new double[_lanes.Length];
        var points = new List<Vector2d>();
        var firstPoint = new int[_lanes.Length];
        for (int i = 0; i < _lanes.Length; i++)
        {
            if (i > 0 && !index.Successors(_lanes[i - 1]).Contains(_lanes[i]))
            {
                throw new ArgumentException($"Lane '{index.LaneAt(_lanes[i]).Id}' does not follow lane '{index.LaneAt(_lanes[i - 1]).Id}'.", nameof(lanes));
            }

            var centre = index.LaneAt(_lanes[i]).Centre.Span;
            // Where two lanes meet within a centimetre, one point stands for both.
            bool joined = points.Count > 0 && points[^1].DistanceTo(centre[0]) <= RoadMapCheck.JoinToleranceM;
            firstPoint[i] = joined ? points.Count - 1 : points.Count;
            points.AddRange(joined ? centre[1..] : centre);
        }

        Centre = new Polyline(points);
        for (int i = 0; i < _lanes.Length; i++)
        {
            _startsM[i] = Centre.ArcLengthM[firstPoint[i]];
        }
    }

    /// <summary>The lanes in order, by index.</summary>
    public ReadOnlySpan<int> Lanes => _lanes;

    /// <summary>Arc length on <see cref="Centre"/> at which each lane begins, m.</summary>
    public ReadOnlySpan<double> StartsM => _startsM;

    /// <summary>The line, local m.</summary>
    public Polyline Centre { get; }

    /// <summary>Position in <see cref="Lanes"/> of the lane that holds an arc length; the first or last one beyond the ends.</summary>
    /// <param name="s">Arc length on <see cref="Centre"/>, m.</param>
    public int OrdinalAt(double s)
    {
        int found = Array.BinarySearch(_startsM, s);
        if (found < 0)
        {
            return Math.Max(0, ~found - 1);
        }

        while (found + 1 < _startsM.Length && _startsM[found + 1] <= s)
        {
            found++;
        }

        return found;
    }

    /// <summary>Index of the lane that holds an arc length.</summary>
    /// <param name="s">Arc length on <see cref="Centre"/>, m.</param>
    public int LaneAt(double s) => _lanes[OrdinalAt(s)];
}
