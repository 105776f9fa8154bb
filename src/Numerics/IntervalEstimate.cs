namespace Sim.Numerics;

/// <summary>An estimate with its interval.</summary>
/// <param name="Value">The estimate.</param>
/// <param name="Low">Lower end; null when the sample is too small for an interval.</param>
/// <param name="High">Upper end; null when the sample is too small for an interval.</param>
public readonly record struct IntervalEstimate(double Value, double? Low = null, double? High = null);
