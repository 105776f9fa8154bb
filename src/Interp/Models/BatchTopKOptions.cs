namespace Sim.Interp;

/// <summary>What libraries disagree about in a BatchTopK autoencoder (interp §0.2, §0.3, §1.2, §1.3).</summary>
/// <param name="K">How many codes a token has on average; SAELens allows fractions.</param>
public sealed record BatchTopKOptions(double K)
{
    /// <summary>Whether the decoder's bias is taken off the input. False for transcoders.</summary>
    public bool CentreInput { get; init; } = true;

    /// <summary>Whether the encoder has a bias: the BatchTopK repository keeps one and never uses it.</summary>
    public bool UseEncoderBias { get; init; } = true;

    /// <summary>Whether codes count by what their feature adds to the reconstruction, as SAELens does it; see <see cref="TopKOptions.RescaleByDecoderNorm"/>.</summary>
    public bool RescaleByDecoderNorm { get; init; }

    /// <summary>Sizes of the Matryoshka's groups of features, the first ones first; null for a model without groups. They add up to F.</summary>
    public IReadOnlyList<int>? Groups { get; init; }
}
