using Sim.Interp;
using Sim.Interp.Conventions;
using Sim.Interp.Training;
using Sim.Numerics;
using Sim.Numerics.Tensors;

namespace Sim.Tests.Interp;

/// <summary>Trainings of dictionary_learning are the same to the bit for any number of threads and across a stop, and they learn.</summary>
public sealed class DictionaryLearningTrainerTests
{
    private const int Features = 300, Width = 12, Rows = 130;

    public static TheoryData<string> Kinds =>
        ["topk", "topk annealed", "batchtopk", "batchtopk annealed", "matryoshka", "standard", "standard resampled", "april", "p-annealed", "p-annealed root", "p-annealed resampled", "gated", "jumprelu"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Threads_change_no_bit(string kind)
    {
        float[] all, one;
        using (Workers.Limit(2))
        {
            all = Trained(kind, 9);
        }

        using (Workers.Limit(1))
        {
            one = Trained(kind, 9);
        }

        Assert.Equal(all, one);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_training_that_was_written_and_read_goes_on_to_the_same_bits(string kind)
    {
        string path = Path.Combine(Path.GetTempPath(), $"sim-{Guid.NewGuid():N}.safetensors");
        try
        {
            foreach (int stop in (int[])[1, 5])
            {
                SaeTrainer first = Trainer(kind);
                Train(first, 0, stop);
                Checkpoint.Save(path, first.Save(), kind);
                SaeTrainer second = Trainer(kind);
                second.Restore(Checkpoint.Read(path, kind));
                Train(first, stop, 9);
                Train(second, stop, 9);

                Assert.Equal(Values(first), Values(second));
                Assert.Equal(first.Save().Counters.Values, second.Save().Counters.Values);
                Assert.Equal(first.Save().Numbers.Values, second.Save().Numbers.Values);
                Assert.Equal(first.Model.Encode(Batch(20)).Values.ToArray(), second.Model.Encode(Batch(20)).Values.ToArray());
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_error_falls(string kind)
    {
        SaeTrainer trainer = Trainer(kind);
        Train(trainer, 0, 2);
        StepReport before = trainer.Step(Batch(0));
        Train(trainer, 3, 80);
        StepReport after = trainer.Step(Batch(0));

        Assert.InRange(after.Unexplained, 0, before.Unexplained * 0.75);
        Assert.Equal(kind.Contains("resampled", StringComparison.Ordinal) ? 0 : 0.003, after.LearningRate, 9);
    }

    [Fact]
    public void A_trained_selection_keeps_what_exceeds_its_threshold_and_about_as_many_as_in_training()
    {
        var trainer = (BatchTopKTrainer)Trainer("batchtopk");
        Train(trainer, 0, 80);
        var model = (BatchTopKAutoencoder)trainer.Model;
        float[] kept = [.. model.Encode(Batch(500)).Values.ToArray().Where(v => v != 0)];

        Assert.All(kept, value => Assert.True(value > trainer.Threshold));
        Assert.InRange(kept.Length / (double)Rows, 2, 6);
        Assert.Equal(4 * Rows, model.EncodeBatch(Batch(500)).Values.ToArray().Count(v => v != 0));
    }

    [Fact]
    public void Groups_that_are_not_active_have_no_codes()
    {
        var model = (BatchTopKAutoencoder)Trainer("matryoshka").Model;
        model.ActiveGroups = 2;
        Tensor all = model.Encode(Batch(3)), selected = model.EncodeBatch(Batch(3));
        for (int row = 0; row < Rows; row++)
        {
            Assert.All(all.Row(row)[100..].ToArray(), value => Assert.Equal(0, value));
            Assert.All(selected.Row(row)[100..].ToArray(), value => Assert.Equal(0, value));
        }

        Assert.Contains(all.Values.ToArray(), value => value > 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => model.ActiveGroups = 4);
    }

    [Fact]
    public void Nonsense_is_refused_with_what_was_found()
    {
        var (encoder, bias, decoder, centre) = (new Tensor(6, 4), new Tensor(6), new Tensor(6, 4), new Tensor(4));
        Assert.Contains("do not fit together", Assert.Throws<ArgumentException>(() => new StandardAutoencoder(encoder, bias, new Tensor(5, 4), centre)).Message, StringComparison.Ordinal);
        Assert.Contains("needs 6 numbers", Assert.Throws<ArgumentException>(() => new StandardAutoencoder(encoder, new Tensor(5), decoder, centre)).Message, StringComparison.Ordinal);
        Assert.Contains("add up to 6", Assert.Throws<ArgumentException>(() => new BatchTopKAutoencoder(encoder, bias, decoder, centre, new BatchTopKOptions(2) { Groups = [2, 3] })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchTopKAutoencoder(encoder, bias, decoder, centre, new BatchTopKOptions(7)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new JumpReluAutoencoder(encoder, bias, new Tensor(6), decoder, centre, new JumpReluOptions { Bandwidth = 0 }));
        var model = new StandardAutoencoder(encoder, bias, decoder, centre);
        Assert.Contains("p cannot go from 1 to 0", Assert.Throws<ArgumentException>(() => new PAnnealTrainer(model, new PAnnealOptions { Steps = 20000 })).Message, StringComparison.Ordinal);
        Assert.Contains("it cannot fall too", Assert.Throws<ArgumentException>(() => new StandardTrainer(model, new ResamplingOptions { ResampleSteps = 10, DecayStart = 2000, Steps = 3000 })).Message, StringComparison.Ordinal);
        var groups = new BatchTopKAutoencoder(encoder, bias, decoder, centre, new BatchTopKOptions(2) { Groups = [2, 4] });
        Assert.Contains("3 weights for 2 groups", Assert.Throws<ArgumentException>(() => new MatryoshkaTrainer(groups, new TopKTrainerOptions(), [1, 2, 3])).Message, StringComparison.Ordinal);
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

    private static float[] Values(SaeTrainer trainer) => [.. trainer.Model.Parameters.SelectMany(p => p.Value.Values.ToArray()), .. trainer.Model.Buffers.Values.SelectMany(b => b.Values.ToArray())];

    private static SaeTrainer Trainer(string kind)
    {
        var random = new RandomStream(1);
        var encoder = new Tensor(Features, Width);
        foreach (ref float value in encoder.Values)
        {
            value = (float)random.NextUniform(-0.3, 0.3);
        }

        Tensor bias = new(Features), centre = new(Width), decoder = encoder.Copy();
        DecoderRows.Normalise(decoder);
        var selection = new TopKTrainerOptions
        {
            LearningRate = 3e-3,
            WarmUpSteps = 1,
            DeadAfterTokens = 300,
            ThresholdStartStep = 1,
            ThresholdKept = 0.9,
            AnnealSteps = kind.EndsWith(" annealed", StringComparison.Ordinal) ? 4 : null,
        };
        var plain = new ResamplingOptions { LearningRate = 3e-3, WarmUpSteps = 1, PenaltyWarmUpSteps = 2, Penalty = 0.01, Seed = 7, ResampleSteps = kind == "standard resampled" ? 4 : null };
        var powers = new PAnnealOptions
        {
            LearningRate = 3e-3,
            WarmUpSteps = 1,
            PenaltyWarmUpSteps = 2,
            Penalty = 0.01,
            AnnealStart = 2,
            AnnealEnd = 8,
            LastPower = 0.4,
            Updates = 4,
            QueueLength = 2,
            Root = kind == "p-annealed root",
            ResampleSteps = kind == "p-annealed resampled" ? 4 : null,
            ResampleWeights = true,
        };
        if (kind.Contains("resampled", StringComparison.Ordinal))
        {
            bias.Values[..9].Fill(-100);
        }

        switch (kind.Split(' ')[0])
        {
            case "topk":
                return new TopKTrainer(new TopKAutoencoder(encoder, bias, decoder, centre, new TopKOptions(4)), selection);
            case "batchtopk":
                return new BatchTopKTrainer(new BatchTopKAutoencoder(encoder, bias, decoder, centre, new BatchTopKOptions(4)), selection);
            case "matryoshka":
                return new MatryoshkaTrainer(new BatchTopKAutoencoder(encoder, bias, decoder, centre, new BatchTopKOptions(4) { Groups = [20, 80, 200] }), selection);
            case "standard":
                return new StandardTrainer(new StandardAutoencoder(encoder, bias, decoder, centre), plain);
            case "april":
                return new AprilTrainer(new StandardAutoencoder(encoder, bias, decoder, centre), plain);
            case "p-annealed":
                return new PAnnealTrainer(new StandardAutoencoder(encoder, bias, decoder, centre), powers);
            case "gated":
                return new GatedTrainer(new GatedAutoencoder(encoder, bias, new Tensor(Features), new Tensor(Features), decoder, centre), plain);
            default:
                var threshold = new Tensor(Features);
                threshold.Values.Fill(0.01f);
                return new JumpReluTrainer(
                    new JumpReluAutoencoder(encoder, bias, threshold, decoder, centre, new JumpReluOptions { Bandwidth = 0.1 }),
                    new JumpReluTrainerOptions { LearningRate = 3e-3, WarmUpSteps = 1, PenaltyWarmUpSteps = 2, Penalty = 0.01, TargetActive = 30 });
        }
    }

    // Two of twelve axes and some noise.
    private static Tensor Batch(int step)
    {
        var random = new RandomStream(100 + (ulong)step);
        var batch = new Tensor(Rows, Width);
        for (int row = 0; row < Rows; row++)
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
