namespace Sim.Numerics;

/// <summary>What a significance test found.</summary>
/// <param name="Statistic">The test's statistic; each test says which.</param>
/// <param name="P">Two-sided p-value, 0 to 1.</param>
/// <param name="Exact">False when the p-value comes from a normal approximation.</param>
public readonly record struct SignificanceResult(double Statistic, double P, bool Exact = true);
