namespace Sim.Host.Store;

/// <summary>A committed result.</summary>
/// <param name="Suite">Name of its suite.</param>
/// <param name="Result">The result.</param>
internal sealed record StoredCase(string Suite, CaseResult Result);
