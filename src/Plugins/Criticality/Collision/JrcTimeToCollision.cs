namespace Sim.Plugins.Criticality.Collision;

/// <summary>
/// The two-dimensional time to collision of the JRC's safety models: the later of the longitudinal and the lateral one, each held below a cap. Pure.
/// Where the original reads diverging sides as an immediate lateral conflict (a negative time), they count as none here.
/// </summary>
internal static class JrcTimeToCollision
{
    /// <summary>Both times are held below this, s; a value that reaches it says that there is no conflict.</summary>
    public const double CapS = 4;

    private const double LeastLateralMps = 0.001;

    /// <summary>The time, s, 0 to <see cref="CapS"/>.</summary>
    /// <param name="gapM">Distance of the facing bumpers, m; negative while the boxes overlap along the path.</param>
    /// <param name="closingMps">Speed at which it shrinks, m/s.</param>
    /// <param name="lateralGapM">Distance of the facing sides, m; negative while they overlap across the path.</param>
    /// <param name="lateralClosingMps">Speed at which it shrinks, m/s.</param>
    public static double Of(double gapM, double closingMps, double lateralGapM, double lateralClosingMps)
    {
        double along = gapM <= 0 ? 0 : closingMps > 0 ? Math.Min(gapM / closingMps, CapS) : CapS;
        double across = lateralGapM <= 0 ? 0 : lateralClosingMps < 0 ? CapS : Math.Min(lateralGapM / Math.Max(lateralClosingMps, LeastLateralMps), CapS);
        return Math.Max(along, across);
    }
}
