using Sim.Interp.Conventions;
using Sim.Numerics.Sparse;

namespace Sim.Interp.Benchmark;

/// <summary>What sparsify trains.</summary>
internal static class SparsifyVariants
{
    private const string Library = "sparsify";

    public static IEnumerable<BenchmarkVariant> All()
    {
        yield return new BenchmarkVariant("TopK", Library, s => Learner(s, new TopKOptions(s.Active)));
        yield return new BenchmarkVariant("Multi-TopK", Library, s => Learner(s, new TopKOptions(s.Active), multi: true));
    }

    private static BenchmarkLearner Learner(BenchmarkSetting setting, TopKOptions options, bool multi = false) => BenchmarkLearner.Of(new SparsifyTrainer(
        Starts.TopK(setting, options with { Gradient = EncodeGradient.Selected }),
        new SparsifyOptions { LearningRate = setting.Rate, WarmUpSteps = setting.WarmUp, AuxiliaryWeight = 1.0 / 32, DeadAfterTokens = setting.DeadAfterTokens, MultiTopK = multi }));
}
