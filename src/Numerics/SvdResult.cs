namespace Sim.Numerics;

/// <summary>The parts of A = U · diag(s) · Vᵀ.</summary>
/// <param name="U">Left singular vectors as columns.</param>
/// <param name="SingularValues">s, falling, none negative.</param>
/// <param name="V">Right singular vectors as columns.</param>
public sealed record SvdResult(Matrix U, IReadOnlyList<double> SingularValues, Matrix V);
