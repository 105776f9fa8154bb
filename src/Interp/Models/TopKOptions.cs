using Sim.Numerics.Search;
using Sim.Numerics.Sparse;

namespace Sim.Interp;

/// <summary>What libraries disagree about in a TopK autoencoder (interp §0).</summary>
/// <param name="K">How many codes a token has.</param>
public sealed record TopKOptions(int K)
{
    /// <summary>Whether the decoder's bias is taken off the input. False for transcoders.</summary>
    public bool CentreInput { get; init; } = true;

    /// <summary>Whether what is negative among the largest becomes zero: dictionary_learning, sparsify and SAELens do it, SAEgis does not.</summary>
    public bool Rectify { get; init; } = true;

    /// <summary>Where gradients go: sparsify's fused encoder lets them through all that was selected.</summary>
    public EncodeGradient Gradient { get; init; }

    /// <summary>What makes a code large: AbsTopK takes the magnitude, and keeps the sign.</summary>
    public ProductOrder Order { get; init; }

    /// <summary>Whether there is a linear way past the codes, as in skip transcoders.</summary>
    public bool Skip { get; init; }
}
