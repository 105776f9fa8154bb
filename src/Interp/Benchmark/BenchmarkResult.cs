namespace Sim.Interp.Benchmark;

/// <summary>A variant on a structure.</summary>
/// <param name="Structure">Name of the structure.</param>
/// <param name="Variant">The variant.</param>
/// <param name="Active">Codes of a token that were wanted.</param>
/// <param name="Scores">One for each repetition.</param>
public sealed record BenchmarkResult(string Structure, BenchmarkVariant Variant, int Active, IReadOnlyList<BenchmarkScore> Scores);
