namespace Sim.Interp.Conventions;

/// <summary>Options of SAELens' standard and gated variants.</summary>
public sealed record SaeLensStandardOptions : SaeLensOptions
{
    /// <summary>Weight of the sparsity (l1_coefficient).</summary>
    public double SparsityWeight { get; init; } = 1;

    /// <summary>Steps over which that weight rises from zero (l1_warm_up_steps).</summary>
    public long SparsityWarmUpSteps { get; init; }

    /// <summary>Exponent of the norm of a token's codes (lp_norm); positive. Of account for the standard variant only.</summary>
    public double Norm { get; init; } = 1;
}
