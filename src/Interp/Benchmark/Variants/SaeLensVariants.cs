using Sim.Interp.Conventions;
using Sim.Numerics;
using Sim.Numerics.Tensors;

namespace Sim.Interp.Benchmark;

/// <summary>What SAELens trains, and PolySAE's fork of it.</summary>
internal static class SaeLensVariants
{
    private const string Library = "SAELens";

    // Length of the rows of a new decoder, decoder_init_norm.
    private const float Length = 0.1f;

    public static IEnumerable<BenchmarkVariant> All()
    {
        yield return new BenchmarkVariant("TopK", Library, s => BenchmarkLearner.Of(new SaeLensTopKTrainer(Starts.TopK(s, new TopKOptions(s.Active) { RescaleByDecoderNorm = true }, Length), Selecting(s))));
        yield return new BenchmarkVariant("BatchTopK", Library, s => BenchmarkLearner.Of(new SaeLensBatchTopKTrainer(
            Starts.BatchTopK(s, new BatchTopKOptions(s.Active) { RescaleByDecoderNorm = true }, Length), Selecting(s))));
        yield return new BenchmarkVariant("Matryoshka", Library, s => BenchmarkLearner.Of(new SaeLensBatchTopKTrainer(
            Starts.BatchTopK(s, new BatchTopKOptions(s.Active) { RescaleByDecoderNorm = true, Groups = Starts.Groups(s.Features) }, Length), Selecting(s))));
        yield return new BenchmarkVariant("Standard", Library, s => BenchmarkLearner.Of(new SaeLensStandardTrainer(Starts.Standard(s, Length), Penalised(s)))) { Family = BenchmarkVariant.Penalised, Knob = new(1e-3, 10), Rates = [3e-3, 1e-2] };
        yield return new BenchmarkVariant("Gated", Library, s =>
        {
            Tensor decoder = Starts.Rows(s, Length);
            return BenchmarkLearner.Of(new SaeLensGatedTrainer(
                new GatedAutoencoder(decoder.Copy(), new Tensor(s.Features), new Tensor(s.Features), new Tensor(s.Features), decoder, new Tensor(s.Width)), Penalised(s)));
        })
        { Family = BenchmarkVariant.Penalised, Knob = new(1e-3, 10), Rates = [3e-3, 1e-2] };
        yield return new BenchmarkVariant("JumpReLU", Library, s =>
        {
            Tensor decoder = Starts.Rows(s), threshold = new(s.Features);
            threshold.Values.Fill((float)Math.Log(0.1));
            return BenchmarkLearner.Of(new SaeLensJumpReluTrainer(
                new JumpReluAutoencoder(decoder.Copy(), new Tensor(s.Features), threshold, decoder, new Tensor(s.Width), new JumpReluOptions { CentreInput = true, Form = ThresholdForm.Logarithm, Bandwidth = 0.1 }),
                new SaeLensJumpReluOptions
                {
                    LearningRate = s.Rate,
                    WarmUpSteps = s.WarmUp,
                    DecaySteps = s.Decay,
                    Steps = s.Steps,
                    DeadAfterPasses = Math.Max(1, s.Steps / 10),
                    SparsityWeight = s.Knob,
                    SparsityWarmUpSteps = s.WarmUp,
                    PreactivationWeight = 3e-6,
                }));
        })
        { Family = BenchmarkVariant.Penalised, Knob = new(1e-3, 10), Rates = [3e-3, 1e-2] };
        yield return new BenchmarkVariant("PolySAE", "PolySAE", s => Poly(s, batch: false)) { Family = BenchmarkVariant.Polynomial };
        yield return new BenchmarkVariant("PolySAE BatchTopK", "PolySAE", s => Poly(s, batch: true)) { Family = BenchmarkVariant.Polynomial };
    }

    // Ranks as the paper has them: R₁ = d, R₂ = R₃ = 0.06 to 0.11 of it, at least 8; one U for all orders. The encoder starts along the linear part of the decoder.
    private static BenchmarkLearner Poly(BenchmarkSetting setting, bool batch)
    {
        RandomStream random = setting.Weights();
        int d = setting.Width, rank = Math.Min(d, Math.Max(8, d / 10));
        Tensor directions = Starts.Rows(setting with { Width = d });
        var decoder = new PolyDecoder([directions], [Starts.Kaiming(random, d, d), Starts.Kaiming(random, d, rank), Starts.Kaiming(random, d, rank)]);
        decoder.Retract();
        Tensor encoder = decoder.LinearRows();
        foreach (ref float value in encoder.Values)
        {
            value *= Length;
        }

        var model = new PolyAutoencoder(encoder, new Tensor(setting.Features), decoder, new Tensor(d), new PolyOptions(setting.Active) { Batch = batch, RescaleByDecoderNorm = true });
        return BenchmarkLearner.Of(new PolySaeTrainer(model, Selecting(setting)));
    }

    private static SaeLensStandardOptions Penalised(BenchmarkSetting setting) => new()
    {
        LearningRate = setting.Rate,
        WarmUpSteps = setting.WarmUp,
        DecaySteps = setting.Decay,
        Steps = setting.Steps,
        SparsityWeight = setting.Knob,
        SparsityWarmUpSteps = setting.WarmUp,
    };

    private static SaeLensTopKOptions Selecting(BenchmarkSetting setting) => new()
    {
        LearningRate = setting.Rate,
        WarmUpSteps = setting.WarmUp,
        DecaySteps = setting.Decay,
        Steps = setting.Steps,
        DeadAfterPasses = Math.Max(1, setting.Steps / 10),
    };
}
