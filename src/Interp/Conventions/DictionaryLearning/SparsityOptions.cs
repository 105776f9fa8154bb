namespace Sim.Interp.Conventions;

/// <summary>Options of the trainers of dictionary_learning whose codes are few because of a penalty.</summary>
public record SparsityOptions : DictionaryLearningOptions
{
    /// <summary>Weight of the penalty.</summary>
    public double Penalty { get; init; } = 0.1;

    /// <summary>Steps over which the penalty rises from zero; 0 for none.</summary>
    public long PenaltyWarmUpSteps { get; init; } = 2000;

    /// <summary>Tokens without firing after which reports call a feature dead; nothing depends on it.</summary>
    public long DeadAfterTokens { get; init; } = 10_000_000;

    /// <summary>Share of the penalty that a step has.</summary>
    /// <param name="step">Number of the step, from 0.</param>
    public double PenaltyShare(long step) => PenaltyWarmUpSteps <= 0 ? 1 : Math.Min((double)step / PenaltyWarmUpSteps, 1);
}
