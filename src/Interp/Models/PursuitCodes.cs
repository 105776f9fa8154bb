using Sim.Numerics.Sparse;
using Sim.Numerics.Tensors;

namespace Sim.Interp;

/// <summary>Codes that a pursuit found.</summary>
/// <param name="Codes">An atom that was chosen more than once is held once, with the sum.</param>
/// <param name="Residual">What the codes leave of the activations, without the bias: B × d. Belongs to the tape.</param>
public sealed record PursuitCodes(SparseRows Codes, Tensor Residual);
