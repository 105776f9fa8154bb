namespace Sim;

/// <summary>A combination of values of the operational design domain that occurs.</summary>
/// <param name="Values">Dimension → value.</param>
/// <param name="Cases">Assessed cases in it.</param>
/// <param name="Failed">Those of them that failed, or are known to fail.</param>
/// <param name="Exposure">Share of the driving in it, 0 to 1, dimensions taken as independent.</param>
public sealed record OddCell(IReadOnlyDictionary<string, string> Values, int Cases, int Failed, double Exposure);
