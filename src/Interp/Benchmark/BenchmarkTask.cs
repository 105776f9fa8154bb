namespace Sim.Interp.Benchmark;

/// <summary>A structure and how many features a model of it has.</summary>
/// <param name="Name">Name in tables.</param>
/// <param name="Data">Makes the structure of a seed.</param>
/// <param name="Features">Number of features, F.</param>
public sealed record BenchmarkTask(string Name, Func<ulong, KnownData> Data, int Features)
{
    /// <summary>How often a training sees its tokens; steps are as many times more.</summary>
    public int Passes { get; init; } = 1;
}
