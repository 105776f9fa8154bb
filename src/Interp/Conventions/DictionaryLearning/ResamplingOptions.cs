namespace Sim.Interp.Conventions;

/// <summary>Options of the trainers of dictionary_learning that can give dead features a new start.</summary>
public record ResamplingOptions : SparsityOptions
{
    /// <summary>How often features that were silent for more than half as many steps start anew; null for never. The learning rate then warms up anew as often.</summary>
    public long? ResampleSteps { get; init; }

    /// <summary>Seed of the choice of inputs that replace dead features.</summary>
    public ulong Seed { get; init; }
}
