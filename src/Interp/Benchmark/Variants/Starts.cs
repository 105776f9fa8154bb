using Sim.Numerics;
using Sim.Numerics.Tensors;

namespace Sim.Interp.Benchmark;

/// <summary>Initial weights as the libraries draw them.</summary>
internal static class Starts
{
    /// <summary>Random rows of one length: F × d.</summary>
    public static Tensor Rows(BenchmarkSetting setting, float length = 1)
    {
        Tensor rows = RandomDirections.Uniform(setting.Weights(), setting.Features, setting.Width);
        foreach (ref float value in rows.Values)
        {
            value *= length;
        }

        return rows;
    }

    /// <summary>TopK with a decoder of such rows and the same encoder.</summary>
    public static TopKAutoencoder TopK(BenchmarkSetting setting, TopKOptions options, float length = 1)
    {
        Tensor decoder = Rows(setting, length);
        return new TopKAutoencoder(decoder.Copy(), new Tensor(setting.Features), decoder, new Tensor(setting.Width), options);
    }

    /// <summary>BatchTopK with a decoder of such rows and the same encoder.</summary>
    public static BatchTopKAutoencoder BatchTopK(BenchmarkSetting setting, BatchTopKOptions options, float length = 1)
    {
        Tensor decoder = Rows(setting, length);
        return new BatchTopKAutoencoder(decoder.Copy(), new Tensor(setting.Features), decoder, new Tensor(setting.Width), options);
    }

    /// <summary>ReLU with a decoder of such rows and the same encoder.</summary>
    public static StandardAutoencoder Standard(BenchmarkSetting setting, float length)
    {
        Tensor decoder = Rows(setting, length);
        return new StandardAutoencoder(decoder.Copy(), new Tensor(setting.Features), decoder, new Tensor(setting.Width));
    }

    /// <summary>Four nested groups, the first of an eighth of the features and each next one with twice as many but the last, which takes what is left.</summary>
    public static IReadOnlyList<int> Groups(int features)
    {
        int first = Math.Max(1, features / 8);
        return [first, first, 2 * first, features - (4 * first)];
    }

    /// <summary>A matrix of uniform numbers within ±√(6 / columns), as torch's kaiming_uniform_ has it.</summary>
    public static Tensor Kaiming(RandomStream random, int rows, int columns)
    {
        var matrix = new Tensor(rows, columns);
        double bound = Math.Sqrt(6.0 / columns);
        foreach (ref float value in matrix.Values)
        {
            value = (float)random.NextUniform(-bound, bound);
        }

        return matrix;
    }
}
