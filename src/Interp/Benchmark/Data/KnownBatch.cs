using Sim.Numerics.Tensors;

namespace Sim.Interp.Benchmark;

/// <summary>Activations and what they were made of.</summary>
/// <param name="Activations">B × d.</param>
/// <param name="Codes">True codes, B × T.</param>
public sealed record KnownBatch(Tensor Activations, Tensor Codes);
