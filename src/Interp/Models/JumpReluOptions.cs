namespace Sim.Interp;

/// <summary>What libraries disagree about in a JumpReLU autoencoder (interp §0.7).</summary>
public sealed record JumpReluOptions
{
    /// <summary>Whether the decoder's bias is taken off the input; dictionary_learning does not.</summary>
    public bool CentreInput { get; init; }

    /// <summary>What the trained number of a threshold is.</summary>
    public ThresholdForm Form { get; init; }

    /// <summary>Whether training rectifies before it compares with the threshold, as the BatchTopK repository does. A trained model's codes are never negative.</summary>
    public bool RectifyFirst { get; init; }

    /// <summary>Width of the window around a threshold within which codes pull at it.</summary>
    public double Bandwidth { get; init; } = 0.001;
}
