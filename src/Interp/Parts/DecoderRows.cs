using Sim.Numerics.Sparse;
using Sim.Numerics.Tensors;

namespace Sim.Interp;

/// <summary>Rows of a decoder of unit length, and gradients that leave their length alone.</summary>
public static class DecoderRows
{
    private const int RowsOfABlock = 64;

    /// <summary>Divides each row by its length; a row of zeros stays one.</summary>
    /// <param name="decoder">F × d; changed.</param>
    /// <param name="epsilon">Added to the length.</param>
    public static void Normalise(Tensor decoder, float epsilon = 1.1920929e-7f)
    {
        ArgumentNullException.ThrowIfNull(decoder);
        Workers.For(decoder.Rows, RowsOfABlock, (first, end) =>
        {
            for (int row = first; row < end; row++)
            {
                Span<float> values = decoder.Row(row);
                float length = Length(values) + epsilon;
                if (length > 0)
                {
                    RowProducts.Divide(values, length);
                }
            }
        });
    }

    /// <summary>Takes off each row of a gradient its component along the row of the decoder.</summary>
    /// <param name="gradient">F × d; changed.</param>
    /// <param name="decoder">F × d.</param>
    /// <param name="epsilon">Added to the length of a decoder's row, by which it is divided first; null where rows are taken as they are.</param>
    public static void Project(Tensor gradient, Tensor decoder, float? epsilon = null)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        ArgumentNullException.ThrowIfNull(decoder);
        Workers.For(decoder.Rows, RowsOfABlock, (first, end) =>
        {
            for (int row = first; row < end; row++)
            {
                Span<float> of = gradient.Row(row);
                ReadOnlySpan<float> along = decoder.Row(row);
                float length = epsilon is { } e ? Length(along) + e : 1;
                if (length > 0)
                {
                    float share = RowProducts.Dot(of, along) / (length * length);
                    RowProducts.AddScaled(of, -share, along);
                }
            }
        });
    }

    /// <summary>Length of a row.</summary>
    /// <param name="row">The row.</param>
    public static float Length(ReadOnlySpan<float> row) => MathF.Sqrt(RowProducts.Dot(row, row));
}
