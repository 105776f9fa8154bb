using Sim.Numerics;

namespace Sim.Interp.Benchmark;

/// <summary>What one training in the benchmark is given.</summary>
/// <param name="Width">Width of an activation, d.</param>
/// <param name="Features">Number of features, F.</param>
/// <param name="Active">Codes of a token that the model should have.</param>
/// <param name="Steps">Steps of the training.</param>
/// <param name="Batch">Tokens of a step.</param>
/// <param name="Seed">Seed of initial weights.</param>
/// <param name="Rate">Learning rate.</param>
/// <param name="Knob">What a variant without a given number of codes is turned by; 0 where there is none.</param>
public sealed record BenchmarkSetting(int Width, int Features, int Active, int Steps, int Batch, ulong Seed, double Rate, double Knob)
{
    /// <summary>Steps over which rates and penalties rise: a twentieth.</summary>
    public int WarmUp => Math.Max(1, Steps / 20);

    /// <summary>Steps at the end over which rates fall: a fifth.</summary>
    public int Decay => Math.Max(1, Steps / 5);

    /// <summary>Tokens without firing after which a feature counts as dead: those of a tenth of the training.</summary>
    public long DeadAfterTokens => Math.Max(1, (long)Steps * Batch / 10);

    /// <summary>The stream that initial weights are drawn from.</summary>
    public RandomStream Weights() => new(Sim.Numerics.Seed.Derive(Seed, "sae-benchmark", 0, "weights"));
}
