namespace Sim.Plugins.PseudoSimulation.Scoring;

/// <summary>Extended comfort of two neighbouring frames.</summary>
/// <param name="OffsetSamples">By how many samples the later frame starts after the earlier.</param>
/// <param name="Samples">Samples that both cover.</param>
/// <param name="AccelRms">Root mean square of the difference of acceleration magnitudes, m/s²; at most 0.7 is comfortable.</param>
/// <param name="JerkRms">The same of their rates, m/s³; at most 0.5.</param>
/// <param name="YawRateRms">The same of yaw rates, rad/s; at most 0.1.</param>
/// <param name="YawAccelRms">The same of yaw accelerations, rad/s²; at most 0.1.</param>
public readonly record struct ExtendedComfortResult(
    int OffsetSamples,
    int Samples,
    double AccelRms,
    double JerkRms,
    double YawRateRms,
    double YawAccelRms)
{
    /// <summary>All four are within their bounds.</summary>
    public bool IsComfortable => AccelRms <= 0.7 && JerkRms <= 0.5 && YawRateRms <= 0.1 && YawAccelRms <= 0.1;

    /// <summary>EC: 1 or 0.</summary>
    public double Score => IsComfortable ? 1 : 0;
}
