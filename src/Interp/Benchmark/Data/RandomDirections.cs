using Sim.Numerics;
using Sim.Numerics.Sparse;
using Sim.Numerics.Tensors;

namespace Sim.Interp.Benchmark;

/// <summary>Directions that are drawn at random.</summary>
internal static class RandomDirections
{
    /// <summary>Rows that are uniform on the sphere.</summary>
    public static Tensor Uniform(RandomStream random, int count, int width)
    {
        var rows = new Tensor(count, width);
        foreach (ref float value in rows.Values)
        {
            value = (float)random.NextNormal();
        }

        DecoderRows.Normalise(rows, 0);
        return rows;
    }

    /// <summary>Orthonormal rows; no more than the width.</summary>
    public static Tensor Orthonormal(RandomStream random, int count, int width)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, width);
        Tensor rows = Uniform(random, count, width);
        for (int row = 0; row < count; row++)
        {
            for (int pass = 0; pass < 2; pass++)
            {
                for (int before = 0; before < row; before++)
                {
                    TakeOff(rows.Row(row), rows.Row(before));
                }

                Normalise(rows.Row(row));
            }
        }

        return rows;
    }

    /// <summary>Takes off a row its part along a row of unit length.</summary>
    public static void TakeOff(Span<float> row, ReadOnlySpan<float> along) => RowProducts.AddScaled(row, -RowProducts.Dot(row, along), along);

    /// <summary>Divides a row by its length.</summary>
    public static void Normalise(Span<float> row) => RowProducts.Divide(row, DecoderRows.Length(row));
}
