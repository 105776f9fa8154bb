namespace Sim;

/// <summary>The methods of one assessor.</summary>
/// <param name="Assessor">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Metrics">How its metrics are defined.</param>
public sealed record AssessorMethods(string Assessor, string Version, IReadOnlyList<MetricMethod> Metrics);
