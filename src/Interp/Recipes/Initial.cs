using Sim.Numerics;
using Sim.Numerics.Tensors;

namespace Sim.Interp.Recipes;

/// <summary>Numbers that parameters begin with, as the libraries draw them, from our own streams.</summary>
internal static class Initial
{
    /// <summary>Uniform in ± bound.</summary>
    public static Tensor Uniform(RandomStream random, double bound, params ReadOnlySpan<int> shape)
    {
        var tensor = new Tensor(shape);
        foreach (ref float value in tensor.Values)
        {
            value = (float)random.NextUniform(-bound, bound);
        }

        return tensor;
    }

    /// <summary>Standard normal.</summary>
    public static Tensor Normal(RandomStream random, params ReadOnlySpan<int> shape)
    {
        var tensor = new Tensor(shape);
        foreach (ref float value in tensor.Values)
        {
            value = (float)random.NextNormal();
        }

        return tensor;
    }

    /// <summary>torch's default of nn.Linear and its bias: uniform in ± 1/√inputs.</summary>
    public static Tensor Linear(RandomStream random, int inputs, params ReadOnlySpan<int> shape) => Uniform(random, 1 / Math.Sqrt(inputs), shape);

    /// <summary>torch's kaiming_uniform_: uniform in ± √(6 / inputs).</summary>
    public static Tensor Kaiming(RandomStream random, int inputs, params ReadOnlySpan<int> shape) => Uniform(random, Math.Sqrt(6.0 / inputs), shape);

    /// <summary>The same rows, each of one length.</summary>
    public static Tensor RowsOfLength(Tensor rows, double length)
    {
        for (int i = 0; i < rows.Rows; i++)
        {
            Span<float> row = rows.Row(i);
            float norm = DecoderRows.Length(row), factor = norm > 0 ? (float)(length / norm) : 0;
            foreach (ref float value in row)
            {
                value *= factor;
            }
        }

        return rows;
    }

    /// <summary>Orthonormal columns from normal numbers: torch's orthogonal_ for matrices with more rows than columns.</summary>
    public static Tensor Orthonormal(RandomStream random, int rows, int columns) => OrthonormalColumns.Of(Normal(random, rows, columns));

    /// <summary>A vector of one number.</summary>
    public static Tensor Filled(int count, float value)
    {
        var tensor = new Tensor(count);
        tensor.Values.Fill(value);
        return tensor;
    }
}
