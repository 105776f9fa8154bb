using Sim.Interp;
using Sim.Interp.Conventions;
using Sim.Interp.Training;
using Sim.Numerics;
using Sim.Numerics.Sparse;
using Sim.Numerics.Tensors;
using Sim.Numerics.Weights;

namespace Sim.Tests.Interp;

/// <summary>Training from disk: every row comes once a pass, and a run that was stopped ends with the bits of one that was not.</summary>
public sealed class TrainingRunTests : IDisposable
{
    private const int Width = 6;
    private readonly string _folder = Directory.CreateTempSubdirectory("sim-shards-").FullName;

    public TrainingRunTests()
    {
        // Row i begins with the number i; an empty shard lies between.
        Shard("a", 0, 700);
        Shard("b", 700, 0);
        Shard("c", 700, 333);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_pass_gives_each_row_once_and_in_another_order_than_the_next()
    {
        using var shards = ActivationShards.Open(_folder);
        var options = new StreamOptions { BatchRows = 10, BufferRows = 64, BlockRows = 50, Seed = 3 };
        var stream = new ActivationStream(shards, options);
        var batch = new Tensor(10, Width);
        var seen = new List<int>();
        for (int i = 0; i < 2 * 1033 / 10; i++)
        {
            stream.Read(batch);
            for (int row = 0; row < 10; row++)
            {
                seen.Add((int)batch[row, 0]);
                Assert.Equal(seen[^1] * 0.5f, batch[row, 5]);
            }
        }

        // The buffer still holds some of the last pass, so each row was given out once to three times, and those of the first pass once before any a third time.
        var counts = seen.GroupBy(i => i).ToDictionary(g => g.Key, g => g.Count());
        Assert.Equal(1033, counts.Count);
        Assert.All(counts.Values, c => Assert.InRange(c, 1, 3));
        Assert.NotEqual(seen.Take(500), seen.Skip(1033).Take(500));
        Assert.NotEqual(seen.Take(50).Order(), seen.Take(50));
    }

    [Fact]
    public void A_stream_goes_on_where_it_was_saved()
    {
        using var shards = ActivationShards.Open(_folder);
        var options = new StreamOptions { BatchRows = 32, BufferRows = 128, BlockRows = 40, Seed = 9 };
        ActivationStream first = new(shards, options), second = new(shards, options);
        var batch = new Tensor(32, Width);
        for (int i = 0; i < 45; i++)
        {
            first.Read(batch);
        }

        var state = new TrainingState();
        first.Save(state);
        second.Restore(state);
        var other = new Tensor(32, Width);
        for (int i = 0; i < 40; i++)
        {
            first.Read(batch);
            second.Read(other);
            Assert.Equal(batch.Values.ToArray(), other.Values.ToArray());
        }

        Assert.Equal(first.Pass, second.Pass);
        Assert.Contains("other data or options", Assert.Throws<InputException>(() => new ActivationStream(shards, options with { Seed = 10 }).Restore(state)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_whose_memory_was_given_back_still_reads()
    {
        using var file = SafetensorsFile.Open(Path.Combine(_folder, "a.safetensors"));
        float[] before = file.ReadFloat("activations").Values.ToArray();
        file.Release();
        Assert.Equal(before, file.ReadFloat("activations").Values.ToArray());
        using var inMemory = SafetensorsFile.Read(File.ReadAllBytes(Path.Combine(_folder, "a.safetensors")), "a");
        inMemory.Release();
        Assert.Equal(before, inMemory.ReadFloat("activations").Values.ToArray());
    }

    [Fact]
    public void A_run_that_was_stopped_and_resumed_ends_with_the_same_bits()
    {
        float[] whole = Trained(stopAfter: null), resumed = Trained(stopAfter: 7);

        Assert.Equal(whole, resumed);
        using (Workers.Limit(1))
        {
            Assert.Equal(whole, Trained(stopAfter: 11));
        }
    }

    [Fact]
    public void A_state_of_another_training_or_a_damaged_one_is_refused()
    {
        _ = Trained(stopAfter: 4);
        string path = Path.Combine(_folder, "state");
        using var shards = ActivationShards.Open(_folder);
        Assert.Contains("another training", Assert.Throws<InputException>(() => Run(shards, Trainer(), path, "other").Resume()).Message, StringComparison.Ordinal);
        byte[] bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..(bytes.Length / 2)]);
        Assert.Throws<InputException>(() => Run(shards, Trainer(), path, "topk").Resume());
    }

    [Fact]
    public void Shards_of_other_widths_and_folders_without_any_are_refused()
    {
        string empty = Directory.CreateDirectory(Path.Combine(_folder, "none")).FullName;
        Assert.Contains("no safetensors file", Assert.Throws<InputException>(() => ActivationShards.Open(empty)).Message, StringComparison.Ordinal);
        var writer = new SafetensorsWriter();
        writer.Add("activations", new Tensor(3, Width + 1));
        writer.Save(Path.Combine(_folder, "d.safetensors"));
        Assert.Contains("those of the first file have 6", Assert.Throws<InputException>(() => ActivationShards.Open(_folder)).Message, StringComparison.Ordinal);
    }

    private static TrainingRun Run(ActivationShards shards, SaeTrainer trainer, string state, string description) =>
        new(trainer, shards, new StreamOptions { BatchRows = 64, BufferRows = 256, BlockRows = 100, Seed = 1 }, 64 * 25) { StateFile = state, Description = description, SaveEvery = 3 };

    private static SparsifyTrainer Trainer()
    {
        var random = new RandomStream(1);
        var encoder = new Tensor(32, Width);
        foreach (ref float value in encoder.Values)
        {
            value = (float)random.NextUniform(-0.4, 0.4);
        }

        return new SparsifyTrainer(
            new TopKAutoencoder(encoder, new Tensor(32), encoder.Copy(), new Tensor(Width), new TopKOptions(3) { Gradient = EncodeGradient.Selected }),
            new SparsifyOptions { LearningRate = 1e-3, WarmUpSteps = 3, AuxiliaryWeight = 1.0 / 32, DeadAfterTokens = 200 });
    }

    private float[] Trained(int? stopAfter)
    {
        string path = Path.Combine(_folder, "state");
        using var shards = ActivationShards.Open(_folder);
        SparsifyTrainer trainer = Trainer();
        if (stopAfter is { } steps)
        {
            using var stop = new CancellationTokenSource();
            Assert.False(Run(shards, Trainer(), path, "topk").Run(
                report =>
                {
                    if (report.Step == steps)
                    {
                        stop.Cancel();
                    }
                },
                stop.Token));
            TrainingRun again = Run(shards, trainer, path, "topk");
            again.Resume();
            Assert.True(again.Run());
        }
        else
        {
            Assert.True(Run(shards, trainer, path, "topk").Run());
        }

        Assert.Equal(25, trainer.Steps);
        return [.. trainer.Model.Parameters.SelectMany(p => p.Value.Values.ToArray())];
    }

    private void Shard(string name, int first, int rows)
    {
        var tensor = new Tensor(rows, Width);
        for (int row = 0; row < rows; row++)
        {
            tensor[row, 0] = first + row;
            tensor[row, 1 + (row % 4)] = 100;
            tensor[row, 5] = (first + row) * 0.5f;
        }

        var writer = new SafetensorsWriter();
        writer.Add("activations", tensor);
        writer.Save(Path.Combine(_folder, name + ".safetensors"));
    }
}
