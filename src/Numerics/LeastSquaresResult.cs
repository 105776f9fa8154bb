namespace Sim.Numerics;

/// <summary>A least-squares solution.</summary>
/// <param name="Solution">x; where the rank is deficient, dropped components are zero.</param>
/// <param name="Rank">Number of independent columns.</param>
/// <param name="ResidualNorm">Length of A x - b.</param>
public sealed record LeastSquaresResult(double[] Solution, int Rank, double ResidualNorm);
