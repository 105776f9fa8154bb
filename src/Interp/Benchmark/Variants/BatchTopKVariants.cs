using Sim.Interp.Conventions;
using Sim.Numerics.Tensors;

namespace Sim.Interp.Benchmark;

/// <summary>What the BatchTopK repository and top-AFA train, with rows as they are: normalised ones would have other true directions.</summary>
internal static class BatchTopKVariants
{
    public static IEnumerable<BenchmarkVariant> All()
    {
        yield return new BenchmarkVariant("TopK", "BatchTopK repository", s => BenchmarkLearner.Of(new BatchTopKRepositorySelectionTrainer(
            Starts.TopK(s, new TopKOptions(s.Active) { UseEncoderBias = false }), Options(s))));

        // Its codes are as many as the length of the activation asks for, whatever number is wanted.
        yield return new BenchmarkVariant("top-AFA", "top-AFA", s =>
        {
            Tensor decoder = Starts.Rows(s);
            return BenchmarkLearner.Of(new BatchTopKRepositorySelectionTrainer(
                new TopAfaAutoencoder(decoder.Copy(), new Tensor(s.Features), decoder, new Tensor(s.Width)), Options(s) with { LengthWeight = 1.0 / 32 }));
        });
    }

    private static BatchTopKRepositoryOptions Options(BenchmarkSetting setting) => new() { LearningRate = setting.Rate, NormaliseInput = false, BatchesToDead = Math.Max(5, setting.Steps / 10) };
}
