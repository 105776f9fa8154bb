using Sim.Plugins.PseudoSimulation.Scenes;

namespace Sim.Plugins.PseudoSimulation.Scoring;

/// <summary>
/// History comfort: six tests on what the ego did before and does in the plan, as one signal at 10 Hz (specs/pseudo-simulation.md §8, HC).
/// Stateless, thread-safe, allocates nothing for the usual history of a second and a half.
/// </summary>
/// <remarks>
/// <see cref="Compatibility.Navsim22"/> samples the history from its start and drops the last sample, which leaves a hole before now; takes its yaw
/// rate for 0; moves accelerations to the centre with a wrong sign and axis; rounds to 8 decimals; and passes every test without a history.
/// <see cref="Compatibility.Sane"/> mends each: samples back from now without a hole, uses the recorded yaw rate, a = a - d·(ω², -ω'), no rounding,
/// and tests the plan alone where there is no history.
/// </remarks>
public static class Comfort
{
    private const int MaxOnStack = 128;

    /// <summary>The six tests.</summary>
    /// <param name="states">Simulated states at 10 Hz, at least 15, usually <see cref="Horizon.Samples"/>.</param>
    /// <param name="history">Past states in order of time, the last at <paramref name="timeUs"/>; fewer than two count as none.</param>
    /// <param name="timeUs">Time of the first simulated state, µs.</param>
    /// <param name="shape">The vehicle.</param>
    /// <param name="compatibility">Whose results it gives.</param>
    /// <exception cref="ArgumentException">There are too few states.</exception>
    public static ComfortFlags Test(
        ReadOnlySpan<EgoState> states,
        IReadOnlyList<HistorySample> history,
        long timeUs,
        EgoShape shape,
        Compatibility compatibility = Compatibility.Navsim22)
    {
        ArgumentNullException.ThrowIfNull(history);
        if (history.Count >= 2)
            return Judge(states, history, HistorySampling.Of(history, timeUs, compatibility), shape, compatibility);
        return compatibility == Compatibility.Sane ? TestAlone(states, shape, compatibility) : ComfortFlags.Comfortable;
    }

    /// <summary>The six tests on the simulated states only: the comfort of PDMS v1.</summary>
    /// <param name="states">Simulated states at 10 Hz, at least 15.</param>
    /// <param name="shape">The vehicle.</param>
    /// <param name="compatibility">Whose results it gives.</param>
    /// <exception cref="ArgumentException">There are too few states.</exception>
    public static ComfortFlags TestAlone(ReadOnlySpan<EgoState> states, EgoShape shape, Compatibility compatibility = Compatibility.Navsim22) =>
        Judge(states, [], default, shape, compatibility);

    private static ComfortFlags Judge(
        ReadOnlySpan<EgoState> states,
        IReadOnlyList<HistorySample> history,
        HistorySampling past,
        EgoShape shape,
        Compatibility compatibility)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (states.Length < ComfortSignals.MinSamples)
            throw new ArgumentException($"Expected at least {ComfortSignals.MinSamples} states, found {states.Length}.", nameof(states));

        int n = past.Count + states.Length;
        const int signals = 6;
        Span<double> work = n <= MaxOnStack ? stackalloc double[signals * n] : new double[signals * n];
        Span<double> forward = work[..n], left = work.Slice(n, n), magnitude = work.Slice(2 * n, n), heading = work.Slice(3 * n, n);
        Span<double> smooth = work.Slice(4 * n, n), rate = work.Slice(5 * n, n);
        for (int i = 0; i < n; i++)
        {
            EgoState s = i < past.Count ? past.At(history, i) : states[i - past.Count];
            double toCentre = shape.RearAxleToCentreM, yawRate = s.YawRateRps;
            if (compatibility == Compatibility.Sane)
            {
                forward[i] = s.Ax - toCentre * yawRate * yawRate;
                left[i] = s.Ay + toCentre * s.YawAccelRps2;
            }
            else
            {
                forward[i] = s.Ax + toCentre * (yawRate * yawRate) + toCentre * s.YawAccelRps2;
                left[i] = s.Ay;
            }

            magnitude[i] = Math.Sqrt(s.Ax * s.Ax + s.Ay * s.Ay);
            heading[i] = s.HeadingRad;
        }

        ComfortSignals.Unwrap(heading);
        ComfortSignals.Smooth(forward, smooth, compatibility);
        bool longitudinal = Within(smooth, -4.05, 2.40);
        ComfortSignals.Jerk(smooth, rate, compatibility);
        bool longitudinalJerk = Within(rate, -4.13, 4.13);
        ComfortSignals.Smooth(left, smooth, compatibility);
        bool lateral = Within(smooth, -4.89, 4.89);
        ComfortSignals.Smooth(magnitude, smooth, compatibility);
        ComfortSignals.Jerk(smooth, rate, compatibility);
        bool jerk = Within(rate, -8.37, 8.37);
        ComfortSignals.YawAccel(heading, rate, cubic: true, compatibility);
        bool yawAccel = Within(rate, -1.93, 1.93);
        ComfortSignals.YawRate(heading, rate, compatibility);
        return new ComfortFlags(longitudinal, lateral, jerk, longitudinalJerk, yawAccel, Within(rate, -0.95, 0.95));
    }

    private static bool Within(ReadOnlySpan<double> values, double low, double high)
    {
        foreach (double value in values)
        {
            if (!(value > low && value < high))
                return false;
        }

        return true;
    }
}
