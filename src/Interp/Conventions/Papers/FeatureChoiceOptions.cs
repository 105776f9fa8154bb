namespace Sim.Interp.Conventions;

/// <summary>What Feature Choice needs beside the common options. No constant was found in a body of the paper: all are starting points.</summary>
/// <param name="K">Codes of a token on average.</param>
public sealed record FeatureChoiceOptions(double K) : PaperOptions
{
    /// <summary>Exponent of the Zipf curve; 0 for the same budget for all features.</summary>
    public double Alpha { get; init; } = 1;

    /// <summary>Offset of the Zipf curve.</summary>
    public double Beta { get; init; } = 7;

    /// <summary>Share of the running frequencies and thresholds that is kept at a step.</summary>
    public double Kept { get; init; } = 0.99;

    /// <summary>Weight of what features below their expected frequency make of the residual (aux_zipf_loss).</summary>
    public double AuxiliaryWeight { get; init; } = 1 / 32.0;

    /// <summary>A feature below this share of its expected frequency reconstructs residuals.</summary>
    public double AuxiliaryShare { get; init; } = 0.5;

    /// <summary>How many such features reconstruct a token's residual, at most.</summary>
    public int AuxiliaryK { get; init; } = 512;
}
