namespace Sim.Interp.Conventions;

/// <summary>Options of TopK, BatchTopK and Matryoshka in dictionary_learning.</summary>
public record TopKTrainerOptions : DictionaryLearningOptions
{
    /// <summary>Weight of the auxiliary loss, α.</summary>
    public double AuxiliaryWeight { get; init; } = 1.0 / 32;

    /// <summary>How many dead features the auxiliary loss uses at most; null for d / 2.</summary>
    public int? AuxiliaryK { get; init; }

    /// <summary>Tokens without firing after which a feature counts as dead.</summary>
    public long DeadAfterTokens { get; init; } = 10_000_000;

    /// <summary>Share of the threshold that a step keeps.</summary>
    public double ThresholdKept { get; init; } = 0.999;

    /// <summary>Last step that does not learn the threshold.</summary>
    public long ThresholdStartStep { get; init; } = 1000;

    /// <summary>Steps over which k falls from the width of the activation; null for none.</summary>
    public long? AnnealSteps { get; init; }
}
