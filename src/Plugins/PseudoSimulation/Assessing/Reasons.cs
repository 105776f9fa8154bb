using System.Globalization;
using Sim.Plugins.PseudoSimulation.Scoring;

namespace Sim.Plugins.PseudoSimulation.Assessing;

/// <summary>Why a part of the score is below 1, in words; empty when it is not. Pure.</summary>
internal static class Reasons
{
    public static string HistoryComfort(in ComfortFlags flags, bool alone, double counted)
    {
        (string Name, bool Passed)[] tests =
        [
            ("longitudinal acceleration", flags.LongitudinalAccel), ("lateral acceleration", flags.LateralAccel), ("jerk", flags.Jerk),
            ("longitudinal jerk", flags.LongitudinalJerk), ("yaw acceleration", flags.YawAccel), ("yaw rate", flags.YawRate),
        ];
        string failed = string.Join(", ", tests.Where(t => !t.Passed).Select(t => t.Name));
        string history = alone ? string.Create(CultureInfo.InvariantCulture, $"no history before t0: the 41 samples of the plan alone; EPDMS counts {counted:0}") : "";
        return failed.Length == 0 ? history : $"not within bounds: {failed}{(alone ? $" ({history})" : "")}";
    }

    public static string EgoProgress(double value, double progressM, double referenceM) =>
        value < 1 ? string.Create(CultureInfo.InvariantCulture, $"{progressM:0.0} m where the reference makes {referenceM:0.0} m") : "";

    public static string LaneKeeping(double value, double farthestM) =>
        value < 1 ? string.Create(CultureInfo.InvariantCulture, $"more than 0.5 m beside the centre line for two seconds, up to {farthestM:0.0} m") : "";

    public static string ExtendedComfort(in ExtendedComfortResult result)
    {
        (string Name, double Rms, double Most, string Unit)[] features =
        [
            ("acceleration", result.AccelRms, 0.7, "m/s²"), ("jerk", result.JerkRms, 0.5, "m/s³"),
            ("yaw rate", result.YawRateRms, 0.1, "rad/s"), ("yaw acceleration", result.YawAccelRms, 0.1, "rad/s²"),
        ];
        string beyond = string.Join(", ", features.Where(f => f.Rms > f.Most).Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Name} by {f.Rms:0.##} {f.Unit} (at most {f.Most})")));
        return beyond.Length == 0 ? "" : $"differs from the plan half a second before in {beyond}";
    }
}
