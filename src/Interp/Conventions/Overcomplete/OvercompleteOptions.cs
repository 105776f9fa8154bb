namespace Sim.Interp.Conventions;

/// <summary>What the trainers of overcomplete have in common. The library leaves the optimiser to its user; this is Adam.</summary>
public record OvercompleteOptions
{
    /// <summary>Rate of Adam.</summary>
    public double LearningRate { get; init; } = 5e-4;

    /// <summary>Last rate of a cosine that begins at <see cref="LearningRate"/>; used with <see cref="Steps"/>.</summary>
    public double FinalRate { get; init; } = 1e-6;

    /// <summary>Steps of the cosine; null for a constant rate.</summary>
    public long? Steps { get; init; }

    /// <summary>Weight of what codes that were not chosen make of the residual (top_k_auxiliary_loss); for TopK and BatchTopK.</summary>
    public double AuxiliaryWeight { get; init; } = 0.1;

    /// <summary>Weight of the mean absolute code (mse_l1); for JumpReLU.</summary>
    public double AbsoluteWeight { get; init; } = 0.01;

    /// <summary>The window that pulls at thresholds; for JumpReLU.</summary>
    public JumpKernel Kernel { get; init; } = JumpKernel.Silverman;

    /// <summary>Share of a running threshold that is kept at a step; for BatchTopK.</summary>
    public double ThresholdKept { get; init; } = 0.9;

    /// <summary>Chance that an atom counts as zero in a step; for pursuits.</summary>
    public double AtomDropout { get; init; }

    /// <summary>Where the chances of <see cref="AtomDropout"/> come from.</summary>
    public ulong Seed { get; init; }
}
