namespace Sim;

/// <summary>One input of a metric at its worst instant.</summary>
/// <param name="Name">Name with its unit in words people read, e.g. "gap".</param>
/// <param name="Value">SI value, finite.</param>
/// <param name="Unit">SI unit, e.g. "m", "m/s", "" for none.</param>
public sealed record MetricInput(string Name, double Value, string Unit);
