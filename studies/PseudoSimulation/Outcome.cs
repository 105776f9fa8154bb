namespace Sim.Studies.PseudoSimulation;

/// <summary>One driver on one scene.</summary>
/// <param name="Values">A value for each <see cref="Column"/>.</param>
internal sealed record Outcome(double[] Values);
