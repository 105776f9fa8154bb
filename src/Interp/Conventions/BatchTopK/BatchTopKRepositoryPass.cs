using Sim.Numerics.Gradients;

namespace Sim.Interp.Conventions;

/// <summary>What a variant of the BatchTopK repository adds to the common step.</summary>
internal sealed record BatchTopKRepositoryPass(Codes Codes, Variable Reconstruction, params (string Name, Variable? Term)[] Terms);
