using Sim.Interp.Conventions;
using Sim.Numerics.Tensors;

namespace Sim.Interp.Benchmark;

/// <summary>What overcomplete trains, and MP-SAE with the bias of its paper.</summary>
internal static class OvercompleteVariants
{
    private const string Library = "overcomplete";

    public static IEnumerable<BenchmarkVariant> All()
    {
        yield return new BenchmarkVariant("TopK", Library, s => BenchmarkLearner.Of(new OvercompleteSelectionTrainer(Starts.TopK(s, new TopKOptions(s.Active) { CentreInput = false }), Options(s))));
        yield return new BenchmarkVariant("BatchTopK", Library, s => BenchmarkLearner.Of(new OvercompleteSelectionTrainer(
            Starts.BatchTopK(s, new BatchTopKOptions(s.Active) { CentreInput = false }), s.Active * s.Batch, Options(s))));
        yield return Pursuit("MP-SAE", Library, s => new MatchingPursuitAutoencoder(Starts.Rows(s), s.Active));
        yield return Pursuit("MP-SAE", "paper", s => new MatchingPursuitAutoencoder(Starts.Rows(s), s.Active, new Tensor(s.Width)));
        yield return Pursuit("OMP-SAE", Library, s => new OrthogonalPursuitAutoencoder(Starts.Rows(s), s.Active));
    }

    private static BenchmarkVariant Pursuit(string name, string library, Func<BenchmarkSetting, PursuitAutoencoder> model) =>
        new(name, library, s => BenchmarkLearner.Of(new OvercompletePursuitTrainer(model(s), Options(s)))) { Family = BenchmarkVariant.Pursuit };

    private static OvercompleteOptions Options(BenchmarkSetting setting) => new() { LearningRate = setting.Rate, Steps = setting.Steps };
}
