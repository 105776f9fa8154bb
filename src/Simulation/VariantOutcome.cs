namespace Sim.Simulation;

/// <summary>What became of one variant: a result, or why its scenario or driver was refused. Exactly one of the two is set.</summary>
/// <typeparam name="T">Kind of result.</typeparam>
/// <param name="Result">The result.</param>
/// <param name="Refusal">Why there is none.</param>
public sealed record VariantOutcome<T>(T? Result, string? Refusal)
    where T : class;
