namespace Sim;

/// <summary>A comparison of one metric.</summary>
/// <param name="Metric">Dotted name of the metric.</param>
/// <param name="Comparison">How to compare.</param>
/// <param name="Bound">Bound in SI; 0 for <see cref="Sim.Comparison.IsTrue"/>.</param>
/// <param name="Unit">The SI unit of the bound as the suite implied it ("s"), or "" when none was written.</param>
public sealed record Condition(string Metric, Comparison Comparison, double Bound, string Unit = "")
{
    /// <summary>Name that stands for the licences of a case instead of a metric.</summary>
    public const string Licence = "licence";

    /// <summary>
    /// For <see cref="Licence"/>: alternatives with * and ?, joined by "|", which each licence of a case (<see cref="Licences.Split"/>) is compared with by
    /// <see cref="Sim.Comparison.Equal"/> or <see cref="Sim.Comparison.NotEqual"/>. Null for metrics.
    /// </summary>
    public string? Pattern { get; init; }
}
