using Sim.Interp.Conventions;
using Sim.Numerics.Sparse;
using Sim.Numerics.Tensors;

namespace Sim.Interp.Benchmark;

/// <summary>What sparsify trains, and AbsTopK in its frame.</summary>
internal static class SparsifyVariants
{
    private const string Library = "sparsify";

    public static IEnumerable<BenchmarkVariant> All()
    {
        yield return new BenchmarkVariant("TopK", Library, s => Learner(s, new TopKOptions(s.Active)));
        yield return new BenchmarkVariant("Multi-TopK", Library, s => Learner(s, new TopKOptions(s.Active), multi: true));
        yield return new BenchmarkVariant("AbsTopK", "paper", s => Learner(s, new TopKOptions(s.Active) { Order = RankBy.Magnitude, Rectify = false })) { Family = BenchmarkVariant.EitherSign };
    }

    private static BenchmarkLearner Learner(BenchmarkSetting setting, TopKOptions options, bool multi = false) => BenchmarkLearner.Of(new SparsifyTrainer(
        Starts.TopK(setting, options with { Gradient = EncodeGradient.Selected }),
        new SparsifyOptions { LearningRate = setting.Rate, WarmUpSteps = setting.WarmUp, AuxiliaryWeight = options.Rectify ? 1.0 / 32 : 0, DeadAfterTokens = setting.DeadAfterTokens, MultiTopK = multi }));
}
