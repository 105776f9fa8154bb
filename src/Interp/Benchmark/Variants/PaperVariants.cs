using Sim.Interp.Conventions;
using Sim.Numerics.Tensors;

namespace Sim.Interp.Benchmark;

/// <summary>Variants after papers without published code, and ITDA. Gradient SAEs need a model whose loss has gradients, which data alone does not have; Mutual Choice selects as BatchTopK does.</summary>
internal static class PaperVariants
{
    private const string Library = "paper";

    public static IEnumerable<BenchmarkVariant> All()
    {
        yield return new BenchmarkVariant("AbsTopK", Library, s => BenchmarkLearner.Of(new AbsTopKTrainer(
            Starts.TopK(s, new TopKOptions(s.Active) { Order = RankBy.Magnitude, Rectify = false, CentreInput = false }), Options(s) with { HalfSquares = true })))
        { Family = BenchmarkVariant.EitherSign };
        yield return new BenchmarkVariant("Feature Choice", Library, s =>
        {
            Tensor decoder = Starts.Rows(s);
            return BenchmarkLearner.Of(new FeatureChoiceTrainer(
                new FeatureChoiceAutoencoder(decoder.Copy(), new Tensor(s.Features), decoder, new Tensor(s.Width)),
                new FeatureChoiceOptions(s.Active) { LearningRate = s.Rate, DeadAfterTokens = s.DeadAfterTokens }));
        });
        yield return new BenchmarkVariant("variational, z = μ", Library, s => Variational(s, sample: false));
        yield return new BenchmarkVariant("variational, sampled", Library, s => Variational(s, sample: true));

        // Ten groups, and targets over two orders of magnitude below the highest, by which the number of codes is turned. Biases change twenty times as often as in the paper, for so short a training.
        yield return new BenchmarkVariant("GBA", Library, s => BenchmarkLearner.Of(new BiasAdaptationTrainer(
            new BiasAdaptedAutoencoder(Starts.Rows(s), Ones(s.Features), new Tensor(s.Features), new Tensor(s.Width)), BiasAdaptation.Geometric(s.Knob, s.Knob / 100, Math.Min(10, s.Features)),
            Options(s) with { HalfSquares = true }, every: 5)))
        { Family = BenchmarkVariant.Frequencies, Knob = new(0.01, 1, Raises: true), Rates = [3e-3, 1e-2] };
        yield return new BenchmarkVariant("ITDA", "itda", Itda) { Family = BenchmarkVariant.Pursuit, Rates = [0.3, 1, 3] };
    }

    private static PaperOptions Options(BenchmarkSetting setting) => new() { LearningRate = setting.Rate, DeadAfterTokens = setting.DeadAfterTokens };

    // The penalty is on squares and makes nothing sparse, so k codes are kept, in training and after it.
    private static BenchmarkLearner Variational(BenchmarkSetting setting, bool sample)
    {
        StandardAutoencoder model = Starts.Standard(setting, 1);
        var trainer = new VariationalTrainer(model, new VariationalOptions
        {
            LearningRate = setting.Rate,
            DeadAfterTokens = setting.DeadAfterTokens,
            RiseSteps = setting.WarmUp,
            K = setting.Active,
            Sample = sample,
            Seed = setting.Seed,
        });
        return new BenchmarkLearner(batch => trainer.Step(batch), () => new TopKAutoencoder(
            model.Encoder.Value, model.EncoderBias.Value, model.Decoder.Value, model.DecoderBias.Value, new TopKOptions(setting.Active)));
    }

    // What is searched as a rate of others is the threshold here: the squared error, as in the paper, beyond which an activation becomes an atom.
    private static BenchmarkLearner Itda(BenchmarkSetting setting)
    {
        var builder = new ItdaBuilder(setting.Width, new ItdaOptions(setting.Active, setting.Rate) { Error = ItdaError.SquaredError, MaxAtoms = setting.Features });
        return new BenchmarkLearner(batch => builder.Add(batch.Reshape(1, batch.Rows, batch.Columns)), () => builder.Model);
    }

    private static Tensor Ones(int count)
    {
        var ones = new Tensor(count);
        ones.Values.Fill(1);
        return ones;
    }
}
