namespace Sim.Interp.Conventions;

/// <summary>What the trainers of the BatchTopK repository have in common; defaults are the repository's.</summary>
public sealed record BatchTopKRepositoryOptions
{
    /// <summary>Rate of Adam.</summary>
    public double LearningRate { get; init; } = 3e-4;

    /// <summary>How much of the mean gradient is kept.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>How much of the mean squared gradient is kept.</summary>
    public double Beta2 { get; init; } = 0.99;

    /// <summary>Largest length of all gradients together.</summary>
    public double ClipNorm { get; init; } = 100_000;

    /// <summary>Whether each row loses its mean and is divided by its deviation first (input_unit_norm); the loss is at that scale.</summary>
    public bool NormaliseInput { get; init; } = true;

    /// <summary>Weight of the mean sum of codes; of JumpReLU, of L0.</summary>
    public double SparsityWeight { get; init; }

    /// <summary>Weight of what dead features make of the residual.</summary>
    public double AuxiliaryWeight { get; init; } = 1 / 32.0;

    /// <summary>How many dead features reconstruct a token's residual, at most.</summary>
    public int AuxiliaryK { get; init; } = 512;

    /// <summary>Batches without firing after which a feature reconstructs residuals; it counts as dead one batch later.</summary>
    public int BatchesToDead { get; init; } = 5;

    /// <summary>Weight of <c>mean (‖z‖ − ‖x‖)²</c> in TopK, BatchTopK and top-AFA, with x normalised and not centred; zero in the repository before top-AFA.</summary>
    public double LengthWeight { get; init; }
}
