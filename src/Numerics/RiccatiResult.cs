namespace Sim.Numerics;

/// <summary>A stabilising solution of the discrete algebraic Riccati equation.</summary>
/// <param name="P">Cost-to-go: the cost from state x is xᵀ P x.</param>
/// <param name="Gain">K of the optimal feedback u = -K x.</param>
/// <param name="Iterations">Doubling steps taken; each squares the horizon.</param>
public sealed record RiccatiResult(Matrix P, Matrix Gain, int Iterations);
