namespace Sim.Interp;

/// <summary>How a polynomial autoencoder selects its codes.</summary>
/// <param name="K">Codes of a token; of BatchTopK on the average of a batch.</param>
public sealed record PolyOptions(double K)
{
    /// <summary>Whether the largest codes of a batch are kept rather than those of each token. Once trained, codes above the learned threshold are kept.</summary>
    public bool Batch { get; init; }

    /// <summary>Whether the decoder's bias is taken off the input.</summary>
    public bool CentreInput { get; init; } = true;

    /// <summary>Whether codes count by what their feature alone adds to the reconstruction, in all its orders: multiplied by that length before the selection and divided by it in decoding.</summary>
    public bool RescaleByDecoderNorm { get; init; }
}
