using Sim.Interp;
using Sim.Interp.Conventions;
using Sim.Numerics;
using Sim.Numerics.Tensors;

namespace Sim.Tests.Interp;

/// <summary>Trainings of SAELens and PolySAE are the same to the bit for any number of threads and across a stop, and they learn.</summary>
public sealed class SaeLensTrainerTests
{
    private const int Features = 64, Width = 12;

    public static TheoryData<string> Kinds => ["topk", "batchtopk", "matryoshka", "standard", "gated", "jumprelu", "jumprelu tanh", "poly", "poly shared", "poly batch"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Threads_change_no_bit(string kind)
    {
        float[] all = Trained(kind, 6), one;
        using (Workers.Limit(1))
        {
            one = Trained(kind, 6);
        }

        Assert.Equal(all, one);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_training_that_was_saved_and_restored_goes_on_to_the_same_bits(string kind)
    {
        SaeLensTrainer first = Trainer(kind);
        Train(first, 0, 4);
        SaeLensTrainer second = Trainer(kind);
        second.Restore(first.Save());
        Train(first, 4, 8);
        Train(second, 4, 8);

        Assert.Equal(Values(first), Values(second));
        Assert.Equal(first.PassesSinceFired.ToArray(), second.PassesSinceFired.ToArray());
        Assert.Equal(first.Model.Encode(Batch(9)).Values.ToArray(), second.Model.Encode(Batch(9)).Values.ToArray());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_error_falls(string kind)
    {
        SaeLensTrainer trainer = Trainer(kind);
        StepReport before = trainer.Step(Batch(0));
        Train(trainer, 1, 250);
        StepReport after = trainer.Step(Batch(0));

        Assert.InRange(after.Terms["mse_loss"], 0, before.Terms["mse_loss"] * 0.5);
        Assert.True(trainer.GradientNorm > 0);
    }

    [Fact]
    public void Dead_features_are_those_that_did_not_fire_for_more_passes_than_allowed_and_get_gradients()
    {
        var model = TopK(new TopKOptions(2) { RescaleByDecoderNorm = true });
        model.EncoderBias.Value.Values[5] = -100;
        var trainer = new SaeLensTopKTrainer(model, new SaeLensTopKOptions { LearningRate = 1e-3, DeadAfterPasses = 2 });
        Train(trainer, 0, 3);
        int dead = 0;
        foreach (long since in trainer.PassesSinceFired)
        {
            dead += since > 2 ? 1 : 0;
        }

        Assert.Equal(dead, trainer.DeadFeatures);
        Assert.True(trainer.PassesSinceFired[5] == 3);
        Pass pass = trainer.Backward(Batch(3));
        Assert.True(pass.Terms["auxiliary_reconstruction_loss"] > 0);
        Assert.Equal(pass.Terms["loss"], pass.Terms["mse_loss"] + pass.Terms["auxiliary_reconstruction_loss"], 1e-4);
    }

    [Fact]
    public void Dead_features_of_a_jump_lack_what_is_missing_to_their_thresholds()
    {
        // Feature 0 of two is dead: threshold e^0 = 1, bias -3, so 4 are missing for every token; its decoder's row has length 5.
        var model = new JumpReluAutoencoder(
            new Tensor(2, 2), Tensor.Wrap([-3f, 2f], 2), new Tensor(2), Tensor.Wrap([3f, 4f, 0f, 1f], 2, 2), new Tensor(2), new JumpReluOptions { Form = ThresholdForm.Logarithm, Bandwidth = 0.1 });
        var trainer = new SaeLensJumpReluTrainer(model, new SaeLensJumpReluOptions { LearningRate = 0, PreactivationWeight = 0.25, DeadAfterPasses = 0 });
        trainer.Step(new Tensor(3, 2));

        Assert.Equal(0.25 * 4 * 5, trainer.Backward(new Tensor(3, 2)).Terms["pre_act_loss"], 1e-5);
    }

    [Theory]
    [InlineData(1.0, 7.0)]
    [InlineData(2.0, 5.0)]
    [InlineData(0.5, 13.928203)]
    public void The_norm_of_codes_has_any_exponent(double exponent, double norm)
    {
        // Codes 3, 4 and 0; with p = 1/2: (√3 + 2)² = 7 + 4√3.
        var model = new StandardAutoencoder(new Tensor(3, 1), Tensor.Wrap([3f, 4f, -1f], 3), Tensor.Wrap([1f, 1f, 1f], 3, 1), new Tensor(1), centreInput: false);
        var trainer = new SaeLensStandardTrainer(model, new SaeLensStandardOptions { SparsityWeight = 2, Norm = exponent });
        Pass pass = trainer.Backward(Tensor.Wrap([1f, 1f], 2, 1));

        Assert.Equal(2 * norm, pass.Terms["l1_loss"], 1e-4);
        Assert.All(model.EncoderBias.Gradient!.Values.ToArray(), g => Assert.True(float.IsFinite(g)));
    }

    [Fact]
    public void The_rate_rises_from_a_share_and_falls_from_the_whole()
    {
        var options = new SaeLensOptions { LearningRate = 1, WarmUpSteps = 4, DecaySteps = 2, Steps = 10 };

        Assert.Equal([0.25, 0.5, 0.75, 1, 1, 1, 1, 1, 1, 0.5, 0], Enumerable.Range(0, 11).Select(step => options.RateAt(step)));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("constant")]
    [InlineData("layer")]
    [InlineData("factor")]
    public void Reconstructions_come_back_to_the_scale_of_the_loss(string kind)
    {
        InputNormalisation normalisation = kind switch
        {
            "constant" => InputNormalisation.ConstantNorm,
            "layer" => InputNormalisation.LayerNorm,
            "factor" => InputNormalisation.By(10),
            _ => InputNormalisation.None,
        };
        var trainer = new SaeLensTopKTrainer(TopK(new TopKOptions(4)), new SaeLensTopKOptions { LearningRate = 5e-3, Normalisation = normalisation });
        Train(trainer, 0, 200);
        Tensor batch = Batch(0);
        Pass pass = trainer.Backward(batch);
        double scale = kind == "factor" ? 10 : 1, error = 0, size = 0;
        for (int i = 0; i < batch.Count; i++)
        {
            double difference = pass.Reconstruction.Value.Values[i] - (scale * batch.Values[i]);
            (error, size) = (error + (difference * difference), size + (scale * scale * batch.Values[i] * batch.Values[i]));
        }

        Assert.Equal(pass.Terms["mse_loss"], error / batch.Rows, 1e-3);
        Assert.InRange(error / size, 0, 0.5);
    }

    private static float[] Trained(string kind, int steps)
    {
        SaeTrainer trainer = Trainer(kind);
        Train(trainer, 0, steps);
        return Values(trainer);
    }

    private static void Train(SaeTrainer trainer, int from, int to)
    {
        for (int step = from; step < to; step++)
        {
            trainer.Step(Batch(step));
        }
    }

    private static float[] Values(SaeTrainer trainer) => [.. trainer.Model.Parameters.SelectMany(p => p.Value.Values.ToArray())];

    private static SaeLensTrainer Trainer(string kind)
    {
        var options = new SaeLensTopKOptions { LearningRate = 5e-3, DeadAfterPasses = 3 };
        return kind switch
        {
            "topk" => new SaeLensTopKTrainer(TopK(new TopKOptions(4) { RescaleByDecoderNorm = true }), options),
            "batchtopk" => new SaeLensBatchTopKTrainer(Batch(new BatchTopKOptions(3.5) { RescaleByDecoderNorm = true }), options),
            "matryoshka" => new SaeLensBatchTopKTrainer(Batch(new BatchTopKOptions(4) { Groups = [16, 16, 32] }), options),
            "standard" => new SaeLensStandardTrainer(new StandardAutoencoder(Weights(), new Tensor(Features), Weights(), new Tensor(Width)), Sparse()),
            "gated" => new SaeLensGatedTrainer(
                new GatedAutoencoder(Weights(), new Tensor(Features), new Tensor(Features), new Tensor(Features), Weights(), new Tensor(Width)), Sparse()),
            "jumprelu" => new SaeLensJumpReluTrainer(Jumping(), new SaeLensJumpReluOptions { LearningRate = 5e-3, SparsityWeight = 0.002, SparsityWarmUpSteps = 3 }),
            "jumprelu tanh" => new SaeLensJumpReluTrainer(
                Jumping(), new SaeLensJumpReluOptions { LearningRate = 5e-3, SparsityWeight = 0.002, Tanh = true, PreactivationWeight = 1e-3, DeadAfterPasses = 1 }),
            "poly" => new PolySaeTrainer(Poly([10, 6, 3], shared: false, new PolyOptions(4) { RescaleByDecoderNorm = true }), options),
            "poly shared" => new PolySaeTrainer(Poly([12, 4, 2], shared: true, new PolyOptions(4)), options),
            "poly batch" => new PolySaeTrainer(Poly([8, 8, 8], shared: false, new PolyOptions(3.5) { Batch = true }), options),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
    }

    private static SaeLensStandardOptions Sparse() => new() { LearningRate = 5e-3, SparsityWeight = 0.01, SparsityWarmUpSteps = 3 };

    private static Tensor Weights() => Random(1, Features, Width, 0.3);

    private static JumpReluAutoencoder Jumping()
    {
        var thresholds = new Tensor(Features);
        thresholds.Values.Fill(MathF.Log(0.05f));
        return new JumpReluAutoencoder(Weights(), new Tensor(Features), thresholds, Weights(), new Tensor(Width), new JumpReluOptions { CentreInput = true, Form = ThresholdForm.Logarithm, Bandwidth = 0.1 });
    }

    private static TopKAutoencoder TopK(TopKOptions options)
    {
        Tensor encoder = Random(1, Features, Width, 0.3);
        return new TopKAutoencoder(encoder, new Tensor(Features), encoder.Copy(), new Tensor(Width), options);
    }

    private static BatchTopKAutoencoder Batch(BatchTopKOptions options)
    {
        Tensor encoder = Random(1, Features, Width, 0.3);
        return new BatchTopKAutoencoder(encoder, new Tensor(Features), encoder.Copy(), new Tensor(Width), options);
    }

    private static PolyAutoencoder Poly(int[] ranks, bool shared, PolyOptions options)
    {
        Tensor[] directions = [.. ranks.Take(shared ? 1 : 3).Select((rank, i) => OrthonormalColumns.Of(Random(10 + (ulong)i, Features, rank, 1)))];
        var decoder = new PolyDecoder(directions, [.. ranks.Select((rank, i) => Random(20 + (ulong)i, Width, rank, 0.4))]);
        return new PolyAutoencoder(Random(1, Features, Width, 0.3), new Tensor(Features), decoder, new Tensor(Width), options);
    }

    private static Tensor Random(ulong seed, int rows, int columns, double bound)
    {
        var random = new RandomStream(seed);
        var tensor = new Tensor(rows, columns);
        foreach (ref float value in tensor.Values)
        {
            value = (float)random.NextUniform(-bound, bound);
        }

        return tensor;
    }

    // Two of twelve axes and some noise.
    private static Tensor Batch(int step)
    {
        var random = new RandomStream(100 + (ulong)step);
        var batch = new Tensor(50, Width);
        for (int row = 0; row < 50; row++)
        {
            foreach (ref float value in batch.Row(row))
            {
                value = (float)(0.02 * random.NextNormal());
            }

            batch.Row(row)[random.NextInt(Width)] += 1;
            batch.Row(row)[random.NextInt(Width)] -= 1;
        }

        return batch;
    }
}
