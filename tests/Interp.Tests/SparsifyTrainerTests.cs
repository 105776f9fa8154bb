using Sim.Interp;
using Sim.Interp.Conventions;
using Sim.Numerics;
using Sim.Numerics.Sparse;
using Sim.Numerics.Tensors;

namespace Sim.Tests.Interp;

/// <summary>A training is the same to the bit for any number of threads and across a stop.</summary>
public sealed class SparsifyTrainerTests
{
    [Fact]
    public void Threads_change_no_bit()
    {
        float[] all = Trained(6), one;
        using (Workers.Limit(1))
        {
            one = Trained(6);
        }

        Assert.Equal(all, one);
    }

    [Fact]
    public void A_training_that_was_saved_and_restored_goes_on_to_the_same_bits()
    {
        SaeTrainer first = Trainer();
        Train(first, 0, 3);
        SaeTrainer second = Trainer();
        second.Restore(first.Save());
        Train(first, 3, 6);
        Train(second, 3, 6);

        Assert.Equal(Values(first), Values(second));
        Assert.Equal(Trained(6), Values(second));
    }

    [Fact]
    public void The_loss_falls_and_the_report_says_so()
    {
        SaeTrainer trainer = Trainer();
        StepReport before = trainer.Step(Batch(0));
        Train(trainer, 1, 200);
        StepReport after = trainer.Step(Batch(0));

        Assert.InRange(after.Loss, 0, before.Loss * 0.5);
        Assert.InRange(after.Unexplained - after.Terms["fvu"], -1e-4, 1e-4);
        Assert.InRange(after.MeanActive, 0.5, 4);
    }

    [Fact]
    public void A_batch_of_another_width_is_refused() =>
        Assert.Contains("expected at least one row of 12", Assert.Throws<ArgumentException>(() => Trainer().Step(new Tensor(3, 11))).Message, StringComparison.Ordinal);

    private static float[] Trained(int steps)
    {
        SaeTrainer trainer = Trainer();
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

    private static SparsifyTrainer Trainer()
    {
        var random = new RandomStream(1);
        var encoder = new Tensor(64, 12);
        foreach (ref float value in encoder.Values)
        {
            value = (float)random.NextUniform(-0.3, 0.3);
        }

        var model = new TopKAutoencoder(encoder, new Tensor(64), encoder.Copy(), new Tensor(12), new TopKOptions(4) { Gradient = EncodeGradient.Selected });
        return new SparsifyTrainer(model, new SparsifyOptions { LearningRate = 3e-3, WarmUpSteps = 0, AuxiliaryWeight = 1.0 / 32, DeadAfterTokens = 100 });
    }

    // Two of twelve axes and some noise.
    private static Tensor Batch(int step)
    {
        var random = new RandomStream(100 + (ulong)step);
        var batch = new Tensor(50, 12);
        for (int row = 0; row < 50; row++)
        {
            foreach (ref float value in batch.Row(row))
            {
                value = (float)(0.02 * random.NextNormal());
            }

            batch.Row(row)[random.NextInt(12)] += 1;
            batch.Row(row)[random.NextInt(12)] -= 1;
        }

        return batch;
    }
}
