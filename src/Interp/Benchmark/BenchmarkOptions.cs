namespace Sim.Interp.Benchmark;

/// <summary>How much is done.</summary>
public sealed record BenchmarkOptions
{
    /// <summary>Steps of a training.</summary>
    public int Steps { get; init; } = 1000;

    /// <summary>Tokens of a step.</summary>
    public int Batch { get; init; } = 256;

    /// <summary>Repetitions with other directions, tokens and initial weights.</summary>
    public int Seeds { get; init; } = 3;

    /// <summary>Held-out tokens for the choice of rates and knobs, and as many again for the result.</summary>
    public int Tokens { get; init; } = 8192;

    /// <summary>Learning rates that are tried at most, the middle ones first.</summary>
    public int Rates { get; init; } = 3;

    /// <summary>Trainings that a search for a number of codes may take.</summary>
    public int Searches { get; init; } = 5;

    /// <summary>Threads; results do not depend on them.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Seed of everything.</summary>
    public ulong Seed { get; init; } = 1;
}
