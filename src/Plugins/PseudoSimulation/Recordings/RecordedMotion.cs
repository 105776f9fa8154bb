using Sim.Numerics;

namespace Sim.Plugins.PseudoSimulation.Recordings;

/// <summary>
/// A track at any time: exact at its steps, linear between two steps at which the actor is present (headings the short way). A yaw rate or an
/// acceleration that was never recorded (zero throughout while heading or speed change) is derived by differences. Immutable, thread-safe.
/// </summary>
internal sealed class RecordedMotion
{
    private readonly long _stepUs;
    private readonly double[]? _yawRates;
    private readonly double[]? _accels;

    public RecordedMotion(Track track, long stepUs)
    {
        Track = track;
        _stepUs = stepUs;
        _yawRates = IsZero(track.YawRateRps.Span) && !IsConstant(track.HeadingRad.Span) ? Differences(track.HeadingRad.Span, wrap: true) : null;
        _accels = IsZero(track.AccelMps2.Span) && !IsConstant(track.SpeedMps.Span) ? Differences(track.SpeedMps.Span, wrap: false) : null;
    }

    public Track Track { get; }

    /// <summary>True when yaw rates were not recorded and are differences of headings.</summary>
    public bool YawRateIsDerived => _yawRates is not null;

    /// <summary>True when accelerations were not recorded and are differences of speeds.</summary>
    public bool AccelIsDerived => _accels is not null;

    /// <summary>State at a time; false when the actor is absent.</summary>
    public bool TryAt(long timeUs, out ActorState state)
    {
        state = default;
        if (timeUs < 0)
        {
            return false;
        }

        int step = (int)Math.Min(int.MaxValue - 1, timeUs / _stepUs);
        long rest = timeUs % _stepUs;
        if (!Track.IsPresent(step) || (rest > 0 && !Track.IsPresent(step + 1)))
        {
            return false;
        }

        state = At(step);
        if (rest > 0)
        {
            var next = At(step + 1);
            double f = (double)rest / _stepUs;
            state = new ActorState(
                state.X + (next.X - state.X) * f,
                state.Y + (next.Y - state.Y) * f,
                state.HeadingRad + Pinned.AngleDifference(next.HeadingRad, state.HeadingRad) * f,
                state.SpeedMps + (next.SpeedMps - state.SpeedMps) * f,
                state.LateralMps + (next.LateralMps - state.LateralMps) * f,
                state.AccelMps2 + (next.AccelMps2 - state.AccelMps2) * f,
                state.YawRateRps + (next.YawRateRps - state.YawRateRps) * f,
                state.SteerRad + (next.SteerRad - state.SteerRad) * f);
        }

        return true;
    }

    /// <summary>The last time up to which the actor is present without a break from a time at which it is present, µs.</summary>
    public long PresentUntilUs(long fromUs)
    {
        int step = (int)(fromUs / _stepUs);
        while (Track.IsPresent(step + 1))
        {
            step++;
        }

        return step * _stepUs;
    }

    /// <summary>The first time from which the actor is present without a break up to a time at which it is present, µs.</summary>
    public long PresentSinceUs(long toUs)
    {
        int step = (int)(toUs / _stepUs);
        while (Track.IsPresent(step - 1))
        {
            step--;
        }

        return step * _stepUs;
    }

    private ActorState At(int step)
    {
        var state = Track.At(step);
        int i = step - Track.FirstStep;
        return _yawRates is null && _accels is null
            ? state
            : state with { YawRateRps = _yawRates?[i] ?? state.YawRateRps, AccelMps2 = _accels?[i] ?? state.AccelMps2 };
    }

    private double[] Differences(ReadOnlySpan<double> values, bool wrap)
    {
        var result = new double[values.Length];
        double dt = _stepUs * 1e-6;
        for (int i = 0; i < values.Length; i++)
        {
            int from = i > 0 && Track.IsPresent(Track.FirstStep + i - 1) ? i - 1 : i;
            int to = i + 1 < values.Length && Track.IsPresent(Track.FirstStep + i + 1) ? i + 1 : i;
            double change = wrap ? Pinned.AngleDifference(values[to], values[from]) : values[to] - values[from];
            result[i] = to > from ? change / ((to - from) * dt) : 0;
        }

        return result;
    }

    private static bool IsZero(ReadOnlySpan<double> values) => !values.ContainsAnyExcept(0.0);

    private static bool IsConstant(ReadOnlySpan<double> values) => values.Length == 0 || !values.ContainsAnyExcept(values[0]);
}
