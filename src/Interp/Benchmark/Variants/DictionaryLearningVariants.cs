using Sim.Interp.Conventions;
using Sim.Numerics.Tensors;

namespace Sim.Interp.Benchmark;

/// <summary>What dictionary_learning trains.</summary>
internal static class DictionaryLearningVariants
{
    private const string Library = "dictionary_learning";

    public static IEnumerable<BenchmarkVariant> All()
    {
        yield return new BenchmarkVariant("TopK", Library, s => BenchmarkLearner.Of(new TopKTrainer(Starts.TopK(s, new TopKOptions(s.Active)), Selecting(s))));
        yield return new BenchmarkVariant("BatchTopK", Library, s => BenchmarkLearner.Of(new BatchTopKTrainer(Starts.BatchTopK(s, new BatchTopKOptions(s.Active)), Selecting(s))));
        yield return new BenchmarkVariant("Matryoshka", Library, s => BenchmarkLearner.Of(new MatryoshkaTrainer(Starts.BatchTopK(s, new BatchTopKOptions(s.Active) { Groups = Starts.Groups(s.Features) }), Selecting(s))));
        yield return new BenchmarkVariant("Standard", Library, s => BenchmarkLearner.Of(new StandardTrainer(Starts.Standard(s, 0.1f), Sparse<ResamplingOptions>(s)))) { Family = BenchmarkVariant.Penalised, Knob = new(1e-3, 10), Rates = [3e-3, 1e-2] };
        yield return new BenchmarkVariant("April", Library, s => BenchmarkLearner.Of(new AprilTrainer(Starts.Standard(s, 0.1f), Sparse<SparsityOptions>(s)))) { Family = BenchmarkVariant.Penalised, Knob = new(1e-3, 10), Rates = [3e-3, 1e-2] };
        yield return new BenchmarkVariant("p-anneal", Library, s => BenchmarkLearner.Of(new PAnnealTrainer(Starts.Standard(s, 0.1f), Sparse<PAnnealOptions>(s) with
        {
            Root = false,
            AnnealStart = s.Steps / 4,
            AnnealEnd = s.Steps - s.Decay,
            LastPower = 0.3,
        })))
        { Family = BenchmarkVariant.Penalised, Knob = new(1e-3, 10), Rates = [3e-3, 1e-2] };
        yield return new BenchmarkVariant("Gated", Library, s =>
        {
            Tensor decoder = Starts.Rows(s);
            return BenchmarkLearner.Of(new GatedTrainer(
                new GatedAutoencoder(decoder.Copy(), new Tensor(s.Features), new Tensor(s.Features), new Tensor(s.Features), decoder, new Tensor(s.Width)), Sparse<SparsityOptions>(s)));
        })
        { Family = BenchmarkVariant.Penalised, Knob = new(1e-3, 10), Rates = [3e-3, 1e-2] };
        yield return new BenchmarkVariant("JumpReLU", Library, s =>
        {
            Tensor decoder = Starts.Rows(s), threshold = new(s.Features);
            threshold.Values.Fill(0.1f);
            return BenchmarkLearner.Of(new JumpReluTrainer(
                new JumpReluAutoencoder(decoder.Copy(), new Tensor(s.Features), threshold, decoder, new Tensor(s.Width), new JumpReluOptions { Bandwidth = 0.1 }),
                Sparse<JumpReluTrainerOptions>(s) with { TargetActive = s.Knob, Penalty = 1 }));
        })
        { Family = BenchmarkVariant.Penalised, Knob = new(0.5, 16, Raises: true), Rates = [1e-3, 3e-3] };
    }

    private static TopKTrainerOptions Selecting(BenchmarkSetting setting) => new()
    {
        Steps = setting.Steps,
        LearningRate = setting.Rate,
        WarmUpSteps = setting.WarmUp,
        DecayStart = setting.Steps - setting.Decay,
        DeadAfterTokens = setting.DeadAfterTokens,
        ThresholdStartStep = setting.Steps / 2,
        ThresholdKept = 0.99,
    };

    private static TOptions Sparse<TOptions>(BenchmarkSetting setting)
        where TOptions : SparsityOptions, new() => new()
        {
            Steps = setting.Steps,
            LearningRate = setting.Rate,
            WarmUpSteps = setting.WarmUp,
            DecayStart = setting.Steps - setting.Decay,
            PenaltyWarmUpSteps = setting.WarmUp,
            DeadAfterTokens = setting.DeadAfterTokens,
            Penalty = setting.Knob,
        };
}
