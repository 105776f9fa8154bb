namespace Sim;

/// <summary>A metric's value at a step; steps without a value are left out.</summary>
/// <param name="Step">Step of the recording.</param>
/// <param name="Value">Finite SI value.</param>
public readonly record struct MetricSample(int Step, double Value);
