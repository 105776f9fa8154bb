using Sim.Numerics;

namespace Sim.Plugins.PseudoSimulation.Traffic;

/// <summary>The intelligent driver model as the reference writes it.</summary>
internal static class IdmModel
{
    /// <summary>Acceleration before clipping, m/s².</summary>
    /// <param name="o">Settings.</param>
    /// <param name="speedMps">Own speed, m/s.</param>
    /// <param name="targetMps">Desired speed, m/s.</param>
    /// <param name="leadMps">Speed of the lead along the own heading, m/s.</param>
    /// <param name="gapM">Gap, m; below the standstill gap it counts as that.</param>
    public static double Accel(IdmTrafficOptions o, double speedMps, double targetMps, double leadMps, double gapM)
    {
        double desired = o.MinGapM + (speedMps * o.HeadwayS) + (speedMps * (speedMps - leadMps) / (2 * Math.Sqrt(o.AccelMps2 * o.DecelMps2)));
        double pressure = desired / Math.Max(gapM, o.MinGapM);
        return o.AccelMps2 * (1 - Power(speedMps / targetMps, o.Exponent) - (pressure * pressure));
    }

    private static double Power(double ratio, double exponent)
    {
        if (exponent == 4)
        {
            double squared = ratio * ratio;
            return squared * squared;
        }

        return Pinned.Pow(ratio, exponent);
    }
}
