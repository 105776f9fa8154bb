namespace Sim.Interp.Conventions;

/// <summary>What the trainers of dictionary_learning have in common (interp §1.1).</summary>
public record DictionaryLearningOptions
{
    /// <summary>Steps of the whole training; the rate falls to zero at their end where <see cref="DecayStart"/> is set.</summary>
    public long Steps { get; init; } = long.MaxValue;

    /// <summary>Rate of the plateau; null for 2·10⁻⁴ / √(F / 2¹⁴) where the trainer scales it so.</summary>
    public double? LearningRate { get; init; }

    /// <summary>Steps over which the rate rises from zero.</summary>
    public long WarmUpSteps { get; init; } = 1000;

    /// <summary>First step at which the rate falls; null for never.</summary>
    public long? DecayStart { get; init; }
}
