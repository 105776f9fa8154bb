namespace Sim;

/// <summary>How often each value, or class of values, of a parameter occurs.</summary>
/// <param name="Name">The parameter.</param>
/// <param name="Bins">Its values or classes in their order.</param>
public sealed record ParameterCoverage(string Name, IReadOnlyList<CoverageBin> Bins);
