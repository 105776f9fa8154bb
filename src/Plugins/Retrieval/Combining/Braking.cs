namespace Sim.Plugins.Retrieval.Combining;

/// <summary>Braking curves. Pure.</summary>
internal static class Braking
{
    /// <summary>
    /// How far a vehicle has come that keeps its speed as long as comfortable braking still stops it in time, and then brakes: the latest
    /// comfortable way to stop. Where the distance is too short for that, it brakes evenly; where even <see cref="Hard"/> is too little, with that.
    /// </summary>
    /// <param name="speedMps">Speed, m/s.</param>
    /// <param name="distanceM">Distance to the stop, m; infinite for none.</param>
    /// <param name="comfortMps2">Comfortable braking, m/s².</param>
    /// <param name="seconds">Time, s.</param>
    public static double LatestStop(double speedMps, double distanceM, double comfortMps2, double seconds)
    {
        if (!double.IsFinite(distanceM))
        {
            return double.PositiveInfinity;
        }

        double v = Math.Max(speedMps, 0);
        double needed = distanceM > 0 ? v * v / (2 * distanceM) : Hard;
        double braking = Math.Clamp(needed, comfortMps2, Hard);
        double free = Math.Max(0, distanceM - v * v / (2 * braking));
        double until = v > 0 ? free / v : 0;
        if (seconds <= until)
        {
            return v * seconds;
        }

        double t = Math.Min(seconds - until, v / braking);
        return free + v * t - 0.5 * braking * t * t;
    }

    /// <summary>What drivers use when a light leaves them little room, m/s².</summary>
    public const double Hard = 4.0;
}
