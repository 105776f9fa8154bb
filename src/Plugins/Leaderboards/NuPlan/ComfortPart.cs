using Sim.Numerics;

namespace Sim.Plugins.Leaderboards;

/// <summary>
/// nuPlan's ego_is_comfortable: six bounds on quantities that Savitzky-Golay filters smooth over 8 (accelerations), 15 (jerks) and 5 samples (yaw), and
/// that are rounded to eight decimals. Accelerations are those of the moving body (v·ω sideways), where nuPlan's own simulation leaves the sideways one out.
/// </summary>
internal static class ComfortPart
{
    private const int AccelWindow = 8, JerkWindow = 15, YawWindow = 5;

    public static Measured<double> Of(EgoSamples ego, ComfortBounds bounds)
    {
        int n = ego.Count;
        if (n < 4)
        {
            return Measured.NotApplicable<double>($"the ego is in the scene for {n} samples, comfort needs 4");
        }

        double[] lon = new double[n], lat = new double[n], magnitude = new double[n];
        Accelerations(ego, lon, lat, magnitude);
        double[] heading = Unwrapped(ego);
        lon = Filter(lon, AccelWindow, 2, 0, 1);
        lat = Filter(lat, AccelWindow, 2, 0, 1);
        magnitude = Filter(magnitude, AccelWindow, 2, 0, 1);
        (string Name, double[] Values, double Low, double High, string Unit)[] tests =
        [
            ("longitudinal acceleration", lon, bounds.MinLongitudinalMps2, bounds.MaxLongitudinalMps2, "m/s²"),
            ("lateral acceleration", lat, -bounds.MaxLateralMps2, bounds.MaxLateralMps2, "m/s²"),
            ("longitudinal jerk", Filter(lon, JerkWindow, 2, 1, ego.SampleS), -bounds.MaxLongitudinalJerkMps3, bounds.MaxLongitudinalJerkMps3, "m/s³"),
            ("jerk", Filter(magnitude, JerkWindow, 2, 1, ego.SampleS), -bounds.MaxJerkMps3, bounds.MaxJerkMps3, "m/s³"),
            ("yaw rate", Filter(heading, YawWindow, 2, 1, ego.SampleS), -bounds.MaxYawRateRps, bounds.MaxYawRateRps, "rad/s"),
            ("yaw acceleration", Filter(heading, YawWindow, 3, 2, ego.SampleS), -bounds.MaxYawAccelRps2, bounds.MaxYawAccelRps2, "rad/s²"),
        ];
        var violated = new List<(string Name, double Value, string Unit, int At)>();
        foreach (var (name, values, low, high, unit) in tests)
        {
            int worst = -1;
            for (int i = 0; i < n; i++)
            {
                if (!(values[i] > low && values[i] < high) && (worst < 0 || Math.Abs(values[i]) > Math.Abs(values[worst])))
                {
                    worst = i;
                }
            }

            if (worst >= 0)
            {
                violated.Add((name, values[worst], unit, worst));
            }
        }

        return violated.Count == 0
            ? Measured.Of(1.0, reason: ego.Partly)
            : Measured.Of(
                0.0,
                ego.TimeUs(violated[0].At),
                [ego.Ego.Id],
                [.. violated.Select(v => new MetricInput(v.Name, v.Value, v.Unit))],
                $"out of bounds: {string.Join(", ", violated.Select(v => v.Name))}");
    }

    // At the centre of the box, except the magnitude, which nuPlan takes at the rear axle.
    private static void Accelerations(EgoSamples ego, Span<double> lon, Span<double> lat, Span<double> magnitude)
    {
        var states = ego.States;
        for (int i = 0; i < states.Length; i++)
        {
            var state = states[i];
            int before = Math.Max(0, i - 1), after = Math.Min(states.Length - 1, i + 1);
            double drift = (states[after].LateralMps - states[before].LateralMps) / ((after - before) * ego.SampleS);
            double turning = state.SpeedMps * state.YawRateRps;
            lon[i] = state.AccelMps2 - (state.LateralMps * state.YawRateRps);
            lat[i] = turning + drift;
            magnitude[i] = Math.Sqrt((state.AccelMps2 * state.AccelMps2) + (turning * turning));
        }
    }

    private static double[] Unwrapped(EgoSamples ego)
    {
        var states = ego.States;
        var headings = new double[states.Length];
        headings[0] = states[0].HeadingRad;
        for (int i = 1; i < headings.Length; i++)
        {
            headings[i] = headings[i - 1] + Pinned.AngleDifference(states[i].HeadingRad, states[i - 1].HeadingRad);
        }

        return headings;
    }

    private static double[] Filter(double[] values, int window, int order, int derivative, double spacing)
    {
        var result = new double[values.Length];
        SavitzkyGolay.ForLength(values.Length, window, order, derivative, spacing).Filter(values, result);
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = Math.Round(result[i], 8, MidpointRounding.ToEven);
        }

        return result;
    }
}
