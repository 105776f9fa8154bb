namespace Sim.Interp.Formats;

/// <summary>What libraries disagree about (interp §0), as far as a stored autoencoder needs it to be run as it was meant.</summary>
public sealed record SaeConventions
{
    /// <summary>Codes of a token, for TopK, BatchTopK and Matryoshka; SAELens allows fractions for batches.</summary>
    public double? K { get; init; }

    /// <summary>Whether the decoder's bias is taken off the input before it is encoded.</summary>
    public bool CentreInput { get; init; } = true;

    /// <summary>Whether negative pre-activations are cut off before the largest are chosen. SAEgis and Qwen-Scope keep them.</summary>
    public bool Rectify { get; init; } = true;

    /// <summary>Whether pre-activations are multiplied by the norms of the decoder's rows before the choice, and codes divided by them in decoding.</summary>
    public bool RescaleByDecoderNorm { get; init; }

    /// <summary>What happens to the input.</summary>
    public InputScaling Scaling { get; init; }

    /// <summary>Whether a row of the input is a concatenation over heads (<c>hook_z</c>).</summary>
    public bool HeadsConcatenated { get; init; }

    /// <summary>Sizes of Matryoshka's groups, adding up to F; empty otherwise.</summary>
    public IReadOnlyList<int> GroupSizes { get; init; } = [];
}
