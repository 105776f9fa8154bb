using Sim.Numerics.Gradients;

namespace Sim.Interp;

/// <summary>The weights with which codes of a polynomial autoencoder are made and read.</summary>
/// <param name="Encoder">F × d.</param>
/// <param name="EncoderBias">F numbers.</param>
/// <param name="Directions">Those of the decoder, or with each row divided by what its feature adds.</param>
public sealed record PolyWeights(Variable Encoder, Variable EncoderBias, IReadOnlyList<Variable> Directions);
