using Sim.Numerics.Sparse;
using Sim.Numerics.Tensors;

namespace Sim.Interp;

/// <summary>What libraries disagree about in a TopK autoencoder (interp §0).</summary>
/// <param name="K">How many codes a token has.</param>
public sealed record TopKOptions(int K)
{
    /// <summary>Whether the decoder's bias is taken off the input. False for transcoders.</summary>
    public bool CentreInput { get; init; } = true;

    /// <summary>Whether the encoder has a bias: the BatchTopK repository keeps one and never uses it.</summary>
    public bool UseEncoderBias { get; init; } = true;

    /// <summary>Whether what is negative among the largest becomes zero: dictionary_learning, sparsify and SAELens do it, SAEgis does not.</summary>
    public bool Rectify { get; init; } = true;

    /// <summary>Where gradients go: sparsify's fused encoder lets them through all that was selected.</summary>
    public EncodeGradient Gradient { get; init; }

    /// <summary>What makes a code large: AbsTopK takes the magnitude, and keeps the sign.</summary>
    public RankBy Order { get; init; }

    /// <summary>
    /// Whether codes count by what their feature adds to the reconstruction: they are multiplied by the length of the decoder's row before the selection and divided by it in decoding, as SAELens does it
    /// (its rescale_acts_by_decoder_norm). Codes are then those of the model with that length folded into the encoder.
    /// </summary>
    public bool RescaleByDecoderNorm { get; init; }

    /// <summary>Whether there is a linear way past the codes, as in skip transcoders.</summary>
    public bool Skip { get; init; }
}
