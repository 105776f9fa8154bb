namespace Sim;

/// <summary>A value of a dimension of the operational design domain.</summary>
/// <param name="Name">The tag's value.</param>
/// <param name="Exposure">Share of the driving with it, 0 to 1; the values of a dimension sum to 1.</param>
/// <param name="Cases">Assessed cases with it.</param>
public sealed record OddValue(string Name, double Exposure, int Cases);
