namespace Sim;

/// <summary>A comparison of one metric.</summary>
/// <param name="Metric">Dotted name of the metric.</param>
/// <param name="Comparison">How to compare.</param>
/// <param name="Bound">Bound in SI; 0 for <see cref="Sim.Comparison.IsTrue"/>.</param>
/// <param name="Unit">The SI unit of the bound as the suite implied it ("s"), or "" when none was written.</param>
public sealed record Condition(string Metric, Comparison Comparison, double Bound, string Unit = "");
