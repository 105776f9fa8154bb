using Sim.Interp;
using Sim.Interp.Conventions;
using Sim.Numerics;
using Sim.Numerics.Tensors;

namespace Sim.Tests.Interp;

/// <summary>Dead features start anew from inputs that are badly reconstructed.</summary>
public sealed class FeatureResamplingTests
{
    private const int Width = 6, Features = 20, Dead = 3;

    [Fact]
    public void A_dead_feature_takes_an_input_for_its_encoder_row_and_the_input_s_direction_for_its_decoder_row()
    {
        StandardAutoencoder model = Model();
        var trainer = new StandardTrainer(model, new ResamplingOptions { LearningRate = 1e-3, WarmUpSteps = 1, Penalty = 0.01, ResampleSteps = 4, Seed = 5 });
        for (int step = 0; step < 4; step++)
        {
            trainer.Step(Batch(step));
        }

        Assert.Equal(-50f, model.EncoderBias.Value.Values[0]);
        trainer.Step(Batch(4));

        float living = 0;
        for (int feature = Dead; feature < Features; feature++)
        {
            living += DecoderRows.Length(model.Encoder.Value.Row(feature)) / (Features - Dead);
        }

        int[] sources = new int[Dead];
        for (int feature = 0; feature < Dead; feature++)
        {
            Assert.Equal(0, model.EncoderBias.Value.Values[feature]);
            Assert.Equal(1, DecoderRows.Length(model.Decoder.Value.Row(feature)), 1e-5);
            sources[feature] = Enumerable.Range(0, 30).Single(row => Near(Batch(4).Row(row), 0.2f * living, model.Encoder.Value.Row(feature)));
            Assert.True(Near(model.Encoder.Value.Row(feature), 1 / DecoderRows.Length(model.Encoder.Value.Row(feature)), model.Decoder.Value.Row(feature)));
        }

        Assert.Equal(Dead, sources.Distinct().Count());
        TrainingState state = trainer.Save();
        foreach (string moment in (string[])["encoder.exp_avg", "encoder.exp_avg_sq", "decoder.exp_avg", "decoder.exp_avg_sq"])
        {
            Assert.All(state.Tensors["adam:" + moment].Row(1).ToArray(), value => Assert.Equal(0, value));
            Assert.Contains(state.Tensors["adam:" + moment].Row(Dead).ToArray(), value => value != 0);
        }

        Assert.Equal(0, trainer.LearningRate - (1e-3 * 1), 12);
    }

    [Fact]
    public void The_rate_warms_up_again_after_each_time()
    {
        var trainer = new StandardTrainer(Model(), new ResamplingOptions { LearningRate = 1e-3, WarmUpSteps = 2, Penalty = 0.01, ResampleSteps = 4 });
        double[] rates = [.. Enumerable.Range(0, 9).Select(step => trainer.Step(Batch(step)).LearningRate)];

        Assert.Equal([0, 5e-4, 1e-3, 1e-3, 0, 5e-4, 1e-3, 1e-3, 0], rates);
    }

    [Fact]
    public void P_annealing_forgets_dead_features_and_leaves_their_weights_as_the_library_does()
    {
        StandardAutoencoder model = Model();
        var trainer = new PAnnealTrainer(model, new PAnnealOptions { LearningRate = 1e-3, WarmUpSteps = 1, Penalty = 0.01, ResampleSteps = 4, Steps = 100, AnnealStart = 50, LastPower = 0.5 });
        for (int step = 0; step < 8; step++)
        {
            trainer.Step(Batch(step));
        }

        Assert.Equal(-50f, model.EncoderBias.Value.Values[0]);
        Assert.All(trainer.Save().Tensors["adam:decoder.exp_avg_sq"].Row(1).ToArray(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Inputs_are_drawn_without_return_and_with_chances_in_proportion_to_their_weights()
    {
        double[] weights = [1, 0, 3, 2, 4];
        int[] firsts = new int[5];
        for (ulong seed = 0; seed < 4000; seed++)
        {
            int[] drawn = FeatureResampling.Draw(weights, 3, new RandomStream(seed));
            Assert.Equal(3, drawn.Distinct().Count());
            firsts[drawn[0]]++;
        }

        Assert.Equal(0, firsts[1]);
        for (int i = 0; i < 5; i++)
        {
            Assert.InRange(firsts[i], (400 * weights[i]) - 120, (400 * weights[i]) + 120);
        }

        Assert.Equal([0, 2, 3, 4], FeatureResampling.Draw(weights, 9, new RandomStream(1)).Order());
    }

    private static bool Near(ReadOnlySpan<float> row, float scale, ReadOnlySpan<float> found)
    {
        for (int i = 0; i < row.Length; i++)
        {
            if (Math.Abs((row[i] * scale) - found[i]) > 1e-5)
            {
                return false;
            }
        }

        return true;
    }

    private static StandardAutoencoder Model()
    {
        var random = new RandomStream(3);
        var encoder = new Tensor(Features, Width);
        foreach (ref float value in encoder.Values)
        {
            value = (float)random.NextNormal();
        }

        var bias = new Tensor(Features);
        bias.Values.Fill(0.5f);
        bias.Values[..Dead].Fill(-50);
        return new StandardAutoencoder(encoder, bias, encoder.Copy(), new Tensor(Width));
    }

    private static Tensor Batch(int step)
    {
        var random = new RandomStream(100 + (ulong)step);
        var batch = new Tensor(30, Width);
        foreach (ref float value in batch.Values)
        {
            value = (float)random.NextNormal();
        }

        return batch;
    }
}
