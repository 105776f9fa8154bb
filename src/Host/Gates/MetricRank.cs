namespace Sim.Host.Gates;

/// <summary>
/// Law 7 in one place: where a measurement stands on the number line. No conflict is better than every number and too late worse than every
/// number, so the metric's own direction decides which infinity each is.
/// </summary>
internal static class MetricRank
{
    /// <summary>The rank of a measurement that has one (value, no conflict, too late).</summary>
    public static double Of(Metric metric) => metric.Value.State switch
    {
        MeasuredState.Value => metric.Value.Value!.Value,
        MeasuredState.NoConflict => Best(metric.Worse),
        MeasuredState.TooLate => Worst(metric.Worse),
        _ => throw new ArgumentException($"A measurement that is {metric.Value.State} has no rank.", nameof(metric)),
    };

    /// <summary>Better than every number.</summary>
    public static double Best(WorseDirection worse) => worse == WorseDirection.Lower ? double.PositiveInfinity : double.NegativeInfinity;

    /// <summary>Worse than every number.</summary>
    public static double Worst(WorseDirection worse) => -Best(worse);

    /// <summary>
    /// Compares a rank with a condition. A flag is true when it differs from 0; without a number it has its good end where there is no conflict
    /// (false when larger is worse) and its bad end where it is too late.
    /// </summary>
    public static bool Meets(double rank, Condition condition, WorseDirection worse) => condition.Comparison switch
    {
        Comparison.IsTrue => double.IsInfinity(rank) ? (rank == Best(worse)) == (worse == WorseDirection.Lower) : rank != 0,
        Comparison.AtLeast => rank >= condition.Bound,
        Comparison.Above => rank > condition.Bound,
        Comparison.AtMost => rank <= condition.Bound,
        Comparison.Below => rank < condition.Bound,
        Comparison.Equal => rank == condition.Bound,
        Comparison.NotEqual => rank != condition.Bound,
        _ => throw new ArgumentOutOfRangeException(nameof(condition)),
    };
}
