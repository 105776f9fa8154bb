using Sim.Geometry;
using Sim.Numerics;

namespace Sim.Plugins.Retrieval.Behaviours;

/// <summary>
/// Smoothed motion of one actor over the longest run of instants at which it is there, at 10 Hz, world frame. Velocities come from smoothed positions
/// (Savitzky-Golay): stored velocities of logs are noisy. Immutable, thread-safe.
/// </summary>
internal sealed class ActorMotion
{
    /// <summary>Seconds from one instant to the next.</summary>
    public const double StepS = 0.1;

    private const int PositionWindow = 15;
    private const int SpeedWindow = 11;
    private const double HeadingFromMps = 0.7;
    private const double StandsBelowMps = 0.3;
    private static readonly SavitzkyGolay?[] Values = Filters(PositionWindow, 0);
    private static readonly SavitzkyGolay?[] Slopes = Filters(PositionWindow, 1);
    private static readonly SavitzkyGolay?[] SpeedSlopes = Filters(SpeedWindow, 1);

    private readonly double[] _x;
    private readonly double[] _y;
    private readonly double[] _speed;
    private readonly double[] _heading;
    private readonly double[] _accel;
    private readonly double[] _arc;

    private ActorMotion(Track track, int firstStep, int count)
    {
        Id = track.Id;
        Class = track.Class;
        Body = track.Body;
        FirstStep = firstStep;
        _x = new double[count];
        _y = new double[count];
        _speed = new double[count];
        _heading = new double[count];
        _accel = new double[count];
        _arc = new double[count];
        var x = track.X.Span.Slice(firstStep - track.FirstStep, count);
        var y = track.Y.Span.Slice(firstStep - track.FirstStep, count);
        Smooth(Values, PositionWindow, x, _x);
        Smooth(Values, PositionWindow, y, _y);
        double[] vx = new double[count], vy = new double[count];
        Smooth(Slopes, PositionWindow, x, vx);
        Smooth(Slopes, PositionWindow, y, vy);
        Headings(track.HeadingRad.Span.Slice(firstStep - track.FirstStep, count), vx, vy);
        Smooth(SpeedSlopes, SpeedWindow, _speed, _accel);
        for (int i = 1; i < count; i++)
        {
            double mean = (_speed[i - 1] + _speed[i]) / 2;
            _arc[i] = _arc[i - 1] + (mean >= StandsBelowMps ? mean * StepS : 0);
        }
    }

    /// <summary>Id of the actor.</summary>
    public string Id { get; }

    /// <summary>Kind of actor.</summary>
    public ActorClass Class { get; }

    /// <summary>Its box.</summary>
    public BodyBox Body { get; }

    /// <summary>Step of the recording of the first instant.</summary>
    public int FirstStep { get; }

    /// <summary>Instants, at least 1.</summary>
    public int Count => _x.Length;

    /// <summary>One past the last step.</summary>
    public int EndStep => FirstStep + Count;

    /// <summary>Speed over ground, m/s, not negative.</summary>
    public ReadOnlySpan<double> Speed => _speed;

    /// <summary>Direction of motion, rad, continuous; while it stands, the last one.</summary>
    public ReadOnlySpan<double> Heading => _heading;

    /// <summary>Change of speed, m/s².</summary>
    public ReadOnlySpan<double> Accel => _accel;

    /// <summary>Path length since the first instant, m; standing adds nothing.</summary>
    public ReadOnlySpan<double> Arc => _arc;

    /// <summary>Path length, m.</summary>
    public double PathM => _arc[^1];

    /// <summary>Position at an instant, m.</summary>
    public Vector2d At(int index) => new(_x[index], _y[index]);

    /// <summary>True when the actor is there at a step of the recording.</summary>
    public bool Covers(int step) => step >= FirstStep && step < EndStep;

    /// <summary>The motion of a track; null when it is at no instant there.</summary>
    public static ActorMotion? Of(Track track)
    {
        ArgumentNullException.ThrowIfNull(track);
        var (first, count) = LongestRun(track);
        return count > 0 ? new ActorMotion(track, first, count) : null;
    }

    /// <summary>The instant at which a path length is reached, by fraction: index and rest.</summary>
    public Vector2d AtArc(double arcM, out double headingRad)
    {
        int i = Array.BinarySearch(_arc, arcM);
        i = i >= 0 ? i : ~i - 1;
        while (i > 0 && _arc[i] == _arc[i - 1])
        {
            i--;
        }

        if (i < 0 || i >= Count - 1)
        {
            i = Math.Clamp(i, 0, Count - 1);
            headingRad = _heading[i];
            return At(i);
        }

        int next = i + 1;
        while (next < Count - 1 && _arc[next] == _arc[i])
        {
            next++;
        }

        double length = _arc[next] - _arc[i];
        double f = length > 0 ? Math.Clamp((arcM - _arc[i]) / length, 0, 1) : 0;
        headingRad = _heading[i] + (_heading[next] - _heading[i]) * f;
        return At(i).Lerp(At(next), f);
    }

    private void Headings(ReadOnlySpan<double> stored, double[] vx, double[] vy)
    {
        int firstMoving = -1;
        for (int i = 0; i < Count; i++)
        {
            _speed[i] = Math.Sqrt(vx[i] * vx[i] + vy[i] * vy[i]);
            if (_speed[i] < HeadingFromMps)
            {
                _heading[i] = firstMoving < 0 ? stored[0] : _heading[i - 1];
                continue;
            }

            double heading = Pinned.Atan2(vy[i], vx[i]);
            if (firstMoving < 0)
            {
                firstMoving = i;
                _heading.AsSpan(0, i).Fill(heading);
                _heading[i] = heading;
            }
            else
            {
                _heading[i] = _heading[i - 1] + Pinned.AngleDifference(heading, _heading[i - 1]);
            }
        }
    }

    private static (int First, int Count) LongestRun(Track track)
    {
        if (track.Presence.IsEmpty)
        {
            return (track.FirstStep, track.Count);
        }

        var presence = track.Presence.Span;
        int bestFirst = 0, best = 0, run = 0;
        for (int i = 0; i < presence.Length; i++)
        {
            run = presence[i] ? run + 1 : 0;
            if (run > best)
            {
                (bestFirst, best) = (i - run + 1, run);
            }
        }

        return (track.FirstStep + bestFirst, best);
    }

    private static SavitzkyGolay?[] Filters(int window, int derivative)
    {
        var filters = new SavitzkyGolay?[window + 1];
        for (int w = derivative + 1; w <= window; w++)
        {
            filters[w] = new SavitzkyGolay(w, Math.Min(2, w - 1), derivative, StepS);
        }

        return filters;
    }

    private static void Smooth(SavitzkyGolay?[] filters, int window, ReadOnlySpan<double> signal, Span<double> result)
    {
        if (filters[Math.Min(window, signal.Length)] is { } filter)
        {
            // Relative to the first sample: a filter's weights sum to one only up to rounding, and maps may lie far from their origin.
            var local = new double[signal.Length];
            for (int i = 0; i < local.Length; i++)
            {
                local[i] = signal[i] - signal[0];
            }

            filter.Filter(local, result);
            if (filter.Derivative == 0)
            {
                for (int i = 0; i < local.Length; i++)
                {
                    result[i] += signal[0];
                }
            }
        }
        else
        {
            result.Clear();
        }
    }
}
