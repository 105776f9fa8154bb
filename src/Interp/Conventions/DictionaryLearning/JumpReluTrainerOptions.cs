namespace Sim.Interp.Conventions;

/// <summary>Options of JumpReLU in dictionary_learning.</summary>
public sealed record JumpReluTrainerOptions : SparsityOptions
{
    /// <summary>The library's default penalty is 1.</summary>
    public JumpReluTrainerOptions() => Penalty = 1;

    /// <summary>Mean number of active features at which the penalty is zero.</summary>
    public double TargetActive { get; init; } = 20;
}
