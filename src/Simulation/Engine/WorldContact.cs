namespace Sim.Simulation.Engine;

/// <summary>Two actors that began to touch in the last step.</summary>
/// <param name="A">One actor, the ego when it is involved.</param>
/// <param name="B">The other.</param>
/// <param name="Fraction">When, as a share of the step.</param>
public readonly record struct WorldContact(int A, int B, double Fraction);
