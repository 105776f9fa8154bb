using Sim.Plugins.PseudoSimulation.Scenes;

namespace Sim.Plugins.PseudoSimulation.Scoring;

/// <summary>
/// Extended comfort: does the driver change its mind between two neighbouring frames (specs/pseudo-simulation.md §8, EC)? Compares where the
/// simulated states overlap in time, without history. Stateless, thread-safe, allocates nothing for the usual horizon.
/// </summary>
/// <remarks><see cref="Compatibility.Sane"/> does not round to 8 decimals and smooths accelerations with a window of 9 samples, whose centre is a sample.</remarks>
public static class ExtendedComfort
{
    private const double MaxIntervalSeconds = 0.55;
    private const int MaxOnStack = 64;

    /// <summary>Whether two frames so far apart are compared: at least one sample and less than 0.55 s.</summary>
    /// <param name="intervalSeconds">Time of the later frame less that of the earlier, s.</param>
    public static bool AreNeighbours(double intervalSeconds) =>
        intervalSeconds > 0 && intervalSeconds < MaxIntervalSeconds && Offset(intervalSeconds) > 0;

    /// <summary>Compares two frames.</summary>
    /// <param name="current">Simulated states of the later frame at 10 Hz.</param>
    /// <param name="previous">The same of the earlier, as many.</param>
    /// <param name="intervalSeconds">How much later, s; see <see cref="AreNeighbours"/>.</param>
    /// <param name="compatibility">Whose results it gives.</param>
    /// <exception cref="ArgumentOutOfRangeException">The frames are no neighbours.</exception>
    /// <exception cref="ArgumentException">The counts differ, or fewer than 15 samples overlap.</exception>
    public static ExtendedComfortResult Compare(
        ReadOnlySpan<EgoState> current,
        ReadOnlySpan<EgoState> previous,
        double intervalSeconds,
        Compatibility compatibility = Compatibility.Navsim22)
    {
        if (!AreNeighbours(intervalSeconds))
            throw new ArgumentOutOfRangeException(nameof(intervalSeconds), intervalSeconds, "The frames must be one sample to less than 0.55 s apart.");
        if (current.Length != previous.Length)
            throw new ArgumentException($"One frame has {current.Length} states, the other {previous.Length}.", nameof(previous));
        int offset = Offset(intervalSeconds), n = current.Length - offset;
        if (n < ComfortSignals.MinSamples)
            throw new ArgumentException($"Expected {ComfortSignals.MinSamples} samples that overlap, found {n}.", nameof(current));

        Span<double> work = n <= MaxOnStack ? stackalloc double[8 * n] : new double[8 * n];
        Span<double> now = work[..(4 * n)], before = work[(4 * n)..];
        Features(current[..n], now[..n], now.Slice(n, n), now.Slice(2 * n, n), now[(3 * n)..], compatibility);
        Features(previous[offset..], before[..n], before.Slice(n, n), before.Slice(2 * n, n), before[(3 * n)..], compatibility);
        return new ExtendedComfortResult(
            offset,
            n,
            RmsDifference(now[..n], before[..n]),
            RmsDifference(now.Slice(n, n), before.Slice(n, n)),
            RmsDifference(now.Slice(2 * n, n), before.Slice(2 * n, n)),
            RmsDifference(now[(3 * n)..], before[(3 * n)..]));
    }

    /// <summary>What is compared of one frame.</summary>
    /// <param name="states">States at 10 Hz, at least 15.</param>
    /// <param name="accel">Takes the smoothed magnitude of the acceleration, m/s².</param>
    /// <param name="jerk">Takes its rate, m/s³.</param>
    /// <param name="yawRate">Takes the yaw rate, rad/s.</param>
    /// <param name="yawAccel">Takes the yaw acceleration, rad/s².</param>
    /// <param name="compatibility">Whose results it gives.</param>
    /// <exception cref="ArgumentException">There are too few states, or a span is shorter than they are many.</exception>
    public static void Features(
        ReadOnlySpan<EgoState> states,
        Span<double> accel,
        Span<double> jerk,
        Span<double> yawRate,
        Span<double> yawAccel,
        Compatibility compatibility = Compatibility.Navsim22)
    {
        int n = states.Length;
        Span<double> signal = n <= MaxOnStack ? stackalloc double[n] : new double[n];
        for (int i = 0; i < n; i++)
        {
            ref readonly EgoState s = ref states[i];
            signal[i] = Math.Sqrt(s.Ax * s.Ax + s.Ay * s.Ay);
        }

        ComfortSignals.Smooth(signal, accel, compatibility);
        ComfortSignals.Jerk(accel[..n], jerk, compatibility);
        for (int i = 0; i < n; i++)
            signal[i] = states[i].HeadingRad;
        ComfortSignals.Unwrap(signal);
        ComfortSignals.YawRate(signal, yawRate, compatibility);
        ComfortSignals.YawAccel(signal, yawAccel, cubic: false, compatibility);
    }

    private static int Offset(double intervalSeconds) => (int)Math.Round(intervalSeconds / Horizon.StepSeconds);

    private static double RmsDifference(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        return Math.Sqrt(sum / a.Length);
    }
}
