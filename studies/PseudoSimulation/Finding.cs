namespace Sim.Studies.PseudoSimulation;

/// <summary>How one measure goes with the closed-loop score over drivers. Null where it is not defined.</summary>
/// <param name="Column">The measure.</param>
/// <param name="RSquared">R² of a straight line.</param>
/// <param name="RSquaredOverDrivers">Its 95 % interval, drivers resampled.</param>
/// <param name="RSquaredOverScenes">Its 95 % interval, scenes resampled; null where it was not computed.</param>
/// <param name="Pearson">r.</param>
/// <param name="PearsonOverDrivers">Its interval.</param>
/// <param name="Spearman">Rank correlation.</param>
/// <param name="SpearmanOverDrivers">Its interval.</param>
/// <param name="Gain">R² minus that of one stage with the same score; null for others.</param>
/// <param name="GainOverDrivers">Its interval, both measured on the same resampled drivers.</param>
internal sealed record Finding(
    Column Column,
    double? RSquared,
    Interval? RSquaredOverDrivers,
    Interval? RSquaredOverScenes,
    double? Pearson,
    Interval? PearsonOverDrivers,
    double? Spearman,
    Interval? SpearmanOverDrivers,
    double? Gain,
    Interval? GainOverDrivers);
