using System.Globalization;
using Sim.Interp;
using Sim.Numerics;
using Sim.Numerics.Tensors;
using Sim.Numerics.Weights;
using Sim.Plugins.Sdk;
using Sim.Plugins.SparseAutoencoders.Training;

namespace Sim.Plugins.SparseAutoencoders.Commands;

/// <summary><c>sim sae synthetic</c>: shards of sparse mixtures of random directions, to try a training or to measure one.</summary>
internal static class SyntheticVerb
{
    private const int RowsPerFile = 32768;
    private const double Noise = 0.01;

    public static int Run(SaeWords words, ICommandConsole console, CancellationToken cancellationToken)
    {
        int width = (int)(words.Count("--width", 1, 100_000) ?? 64);
        long tokens = words.Count("--tokens", 1, 1_000_000_000) ?? 100_000;
        int directions = (int)(words.Count("--directions", 1, 10_000_000) ?? 4L * width);
        int active = (int)(words.Count("--active", 1, 10_000) ?? 8);
        ulong seed = (ulong)(words.Count("--seed", 0, long.MaxValue) ?? 0);
        bool quiet = words.Flag("--quiet");
        string given = words.Rest("where to write")[0], folder = words.Full(given);
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
        {
            throw new InputException("it is there already and nothing is overwritten; name a new folder", given);
        }

        Directory.CreateDirectory(folder);
        var random = new RandomStream(seed);
        Tensor truth = Directions(random.Fork("directions"), directions, width);
        using var line = new ProgressLine(console, quiet);
        for (long first = 0; first < tokens; first += RowsPerFile)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var rows = new Tensor((int)Math.Min(RowsPerFile, tokens - first), width);
            Mix(random.Fork("rows", (int)(first / RowsPerFile)), truth, active, rows);
            var writer = new SafetensorsWriter();
            writer.Metadata["source"] = string.Create(CultureInfo.InvariantCulture, $"sim sae synthetic: {active} of {directions} directions a token, seed {seed}");
            writer.Add("activations", rows);
            writer.Save(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"part-{first / RowsPerFile:D5}.safetensors")));
            line.Show(first + rows.Rows, tokens, first + rows.Rows, "");
        }

        if (!quiet)
        {
            console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{tokens} rows of {width} numbers are in {given}"));
        }

        return ExitCode.Passed;
    }

    private static Tensor Directions(RandomStream random, int count, int width)
    {
        var truth = new Tensor(count, width);
        foreach (ref float value in truth.Values)
        {
            value = (float)random.NextNormal();
        }

        DecoderRows.Normalise(truth);
        return truth;
    }

    // Strengths from 0.5 to 1.5; a direction that is drawn twice counts twice.
    private static void Mix(RandomStream random, Tensor truth, int active, Tensor rows)
    {
        for (int i = 0; i < rows.Rows; i++)
        {
            Span<float> row = rows.Row(i);
            foreach (ref float value in row)
            {
                value = (float)random.NextUniform(-Noise, Noise);
            }

            for (int n = 0; n < active; n++)
            {
                ReadOnlySpan<float> direction = truth.Row(random.NextInt(truth.Rows));
                float strength = (float)random.NextUniform(0.5, 1.5);
                for (int j = 0; j < row.Length; j++)
                {
                    row[j] += strength * direction[j];
                }
            }
        }
    }
}
