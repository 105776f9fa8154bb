namespace Sim.Interp.Evaluating;

/// <summary>How well a model reconstructs activations and how few codes it needs, over all tokens that were given (interp §4). Null where a figure is not defined, as shares of a variance of zero.</summary>
/// <param name="Tokens">How many tokens.</param>
/// <param name="MeanActive">Mean number of codes of a token that are not zero, L0.</param>
/// <param name="MeanAbsolute">Mean sum of the codes' magnitudes of a token, L1.</param>
/// <param name="Unexplained">FVU: Σ‖x − x̂‖² / Σ‖x − mean x‖², the mean over all tokens.</param>
/// <param name="ExplainedVariance">1 − Σ var(x − x̂) / Σ var(x) as dictionary_learning has it: a constant error does not count.</param>
/// <param name="NormalisedError">Mean over tokens of ‖x − x̂‖² / ‖x‖²; tokens of zeros are left out.</param>
/// <param name="MeanSquaredError">Mean over tokens and dimensions of (x − x̂)².</param>
/// <param name="Cosine">Mean cosine between x and x̂; tokens of which one is zero are left out.</param>
/// <param name="LengthRatio">Mean ‖x̂‖ / ‖x‖; tokens of zeros are left out.</param>
/// <param name="RelativeBias">Mean ‖x̂‖² / mean x·x̂.</param>
/// <param name="DeadShare">Share of features that no token has; it falls with the number of tokens.</param>
/// <param name="Dead">How many features no token has.</param>
/// <param name="Density">How many features are active on which share of tokens.</param>
public sealed record SaeMetrics(
    long Tokens,
    double MeanActive,
    double MeanAbsolute,
    double? Unexplained,
    double? ExplainedVariance,
    double? NormalisedError,
    double MeanSquaredError,
    double? Cosine,
    double? LengthRatio,
    double? RelativeBias,
    double DeadShare,
    int Dead,
    IReadOnlyList<DensityBin> Density);
