namespace Sim.Interp.Conventions;

/// <summary>Options of sparsify's training (interp §0.4, §0.5, §1).</summary>
public sealed record SparsifyOptions
{
    /// <summary>Rate of Adam; null for 2·10⁻⁴ / √(F / 2¹⁴).</summary>
    public double? LearningRate { get; init; }

    /// <summary>Steps over which the rate rises from zero.</summary>
    public long WarmUpSteps { get; init; } = 1000;

    /// <summary>Weight of the auxiliary loss, α.</summary>
    public double AuxiliaryWeight { get; init; }

    /// <summary>A feature is dead when it has not fired for more tokens than these.</summary>
    public long DeadAfterTokens { get; init; } = 10_000_000;

    /// <summary>Whether an eighth of the unexplained variance with four times as many codes joins the loss.</summary>
    public bool MultiTopK { get; init; }

    /// <summary>Whether rows of the decoder are kept at unit length.</summary>
    public bool NormaliseDecoder { get; init; } = true;
}
