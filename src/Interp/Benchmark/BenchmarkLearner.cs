using Sim.Numerics.Tensors;

namespace Sim.Interp.Benchmark;

/// <summary>Something that learns from batches.</summary>
/// <param name="Step">Takes the next batch, B × d.</param>
/// <param name="Model">The model as it is then.</param>
public sealed record BenchmarkLearner(Action<Tensor> Step, Func<SparseAutoencoder> Model)
{
    /// <summary>A trainer as a learner.</summary>
    /// <param name="trainer">The trainer.</param>
    public static BenchmarkLearner Of(SaeTrainer trainer)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        return new BenchmarkLearner(batch => trainer.Step(batch), () => trainer.Model);
    }
}
