namespace Sim.Interp.Conventions;

/// <summary>Options of SAELens' JumpReLU variant.</summary>
public sealed record SaeLensJumpReluOptions : SaeLensOptions
{
    /// <summary>Weight of the sparsity (l0_coefficient).</summary>
    public double SparsityWeight { get; init; } = 1;

    /// <summary>Steps over which that weight rises from zero (l0_warm_up_steps).</summary>
    public long SparsityWarmUpSteps { get; init; }

    /// <summary>Whether sparsity is the sum of <c>tanh(scale · code · ‖W_dec‖)</c> rather than the number of codes (jumprelu_sparsity_loss_mode).</summary>
    public bool Tanh { get; init; }

    /// <summary>Scale of that (jumprelu_tanh_scale).</summary>
    public double TanhScale { get; init; } = 4;

    /// <summary>Weight of what dead features lack to their thresholds (pre_act_loss_coefficient); null for none. Anthropic has 3·10⁻⁶.</summary>
    public double? PreactivationWeight { get; init; }
}
