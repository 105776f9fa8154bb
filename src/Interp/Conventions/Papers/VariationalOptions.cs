namespace Sim.Interp.Conventions;

/// <summary>What the variational autoencoder needs beside the common options.</summary>
public sealed record VariationalOptions : PaperOptions
{
    /// <summary>Whether codes are sampled in training (σ = 1), as the paper's text has it. The checkpoints that it evaluates were trained without: z = μ.</summary>
    public bool Sample { get; init; }

    /// <summary>Weight of the divergence at the end of its rise.</summary>
    public double DivergenceWeight { get; init; } = 1e-3;

    /// <summary>Steps over which the weight rises from zero.</summary>
    public long RiseSteps { get; init; } = 1000;

    /// <summary>Codes of a token that are kept of μ; null for all that are positive.</summary>
    public int? K { get; init; }

    /// <summary>Where samples come from.</summary>
    public ulong Seed { get; init; }
}
