using Sim.Geometry;

namespace Sim.Simulation.Engine;

/// <summary>
/// Directions of one polyline. Where the line within <see cref="ChordM"/> is smooth, a vertex has the mean direction of its two segments and a
/// point between vertices that of its segment. Where it is jagged or has a corner, both have that of the chord over <see cref="ChordM"/> to
/// either side, so that a jag does not turn a vehicle. Immutable.
/// </summary>
internal sealed class CurveDirections
{
    /// <summary>Half length of the chord that gives the direction where the line is not smooth, m.</summary>
    public const double ChordM = 1.5;

    // Two segments meet in a corner, rather than draw a curve, from this turn or from this turn per metre.
    private const double CornerSine = 0.1;
    private const double CornerCurvature = 0.2;

    // Turns back and forth add up to this at most in a smooth line.
    private const double JagSine = 0.01;

    // No vertex turns a vehicle farther away than this, however coarse the line.
    private const double MostReachM = 10;

    // A segment this many times as long as the one before it does not belong to the same curve.
    private const double LongRatio = 4;

    private readonly Polyline _curve;
    private readonly Vector2d[] _before;
    private readonly Vector2d[] _after;
    private readonly double[] _lengthBefore;
    private readonly double[] _lengthAfter;

    // Sums over the vertices before an index.
    private readonly double[] _turn;
    private readonly double[] _absoluteTurn;
    private readonly int[] _corners;

    public CurveDirections(Polyline curve)
    {
        _curve = curve;
        int count = curve.Span.Length;
        (_before, _after) = (new Vector2d[count], new Vector2d[count]);
        (_lengthBefore, _lengthAfter) = (new double[count], new double[count]);
        (_turn, _absoluteTurn, _corners) = (new double[count + 1], new double[count + 1], new int[count + 1]);
        var points = curve.Span;
        for (int i = 1; i < count; i++)
        {
            // Points that coincide share the segments before and after them.
            var step = points[i] - points[i - 1];
            var u = Unit(step);
            (_before[i], _lengthBefore[i]) = u == default ? (_before[i - 1], _lengthBefore[i - 1]) : (u, step.Length);
        }

        for (int i = count - 2; i >= 0; i--)
        {
            var step = points[i + 1] - points[i];
            var u = Unit(step);
            (_after[i], _lengthAfter[i]) = u == default ? (_after[i + 1], _lengthAfter[i + 1]) : (u, step.Length);
        }

        for (int i = 0; i < count; i++)
        {
            bool doubled = i + 1 < count && Unit(points[i + 1] - points[i]) == default;
            double sine = doubled ? 0 : _before[i].Cross(_after[i]);
            double turn = Math.Abs(sine);
            bool corner = turn > CornerSine || turn > CornerCurvature * (_lengthBefore[i] + _lengthAfter[i]) / 2 || (!doubled && _before[i].Dot(_after[i]) < 0);
            _turn[i + 1] = _turn[i] + sine;
            _absoluteTurn[i + 1] = _absoluteTurn[i] + turn;
            _corners[i + 1] = _corners[i] + (corner ? 1 : 0);
        }
    }

    /// <summary>Unit direction at a vertex; zero where the line has none.</summary>
    public Vector2d AtVertex(int vertex)
    {
        double s = _curve.ArcLengthM[vertex];
        return IsSmooth(s) ? Unit(_before[vertex] + _after[vertex]) : Chord(s);
    }

    /// <summary>Unit direction at an arc length within the segment behind a vertex.</summary>
    public Vector2d Within(int segment, double s) => IsSmooth(s) ? _after[segment] : Chord(s);

    /// <summary>How far the turn at one end of a segment reaches into it when that end has a given direction, m; zero where they agree.</summary>
    public double Reach(int segment, int end, Vector2d direction)
    {
        if (Math.Abs(direction.Cross(_after[segment])) < 1e-9 && direction.Dot(_after[segment]) > 0)
        {
            return 0;
        }

        double length = _lengthAfter[segment];
        double other = end == segment ? _lengthBefore[end] : _lengthAfter[end];
        return length > LongRatio * other || !IsSmooth(_curve.ArcLengthM[end]) ? ChordM : Math.Clamp(Math.Min(length, other) / 2, ChordM, MostReachM);
    }

    private bool IsSmooth(double s)
    {
        // What lies just at the ends of the chord does not turn it.
        int from = CountUpTo(s - ChordM + 1e-9), to = CountUpTo(s + ChordM - 1e-9);
        return _corners[to] == _corners[from] && _absoluteTurn[to] - _absoluteTurn[from] - Math.Abs(_turn[to] - _turn[from]) <= JagSine;
    }

    private int CountUpTo(double s)
    {
        var arc = _curve.ArcLengthM;
        int low = 0, high = arc.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (arc[middle] <= s)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private Vector2d Chord(double s) => Unit(_curve.PointAt(s + ChordM, PolylineEnds.Clamp) - _curve.PointAt(s - ChordM, PolylineEnds.Clamp));

    private static Vector2d Unit(Vector2d v)
    {
        double length = v.Length;
        return length > 1e-12 ? v * (1 / length) : default;
    }
}
