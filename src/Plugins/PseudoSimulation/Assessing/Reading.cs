namespace Sim.Plugins.PseudoSimulation.Assessing;

/// <summary>A metric's value and its values over time.</summary>
/// <param name="Value">The value.</param>
/// <param name="Series">Values over time.</param>
internal sealed record Reading(Measured<double> Value, IReadOnlyList<MetricSample> Series);
