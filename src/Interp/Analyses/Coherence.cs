using Sim.Numerics.Tensors;

namespace Sim.Interp;

/// <summary>How far rows of a decoder are from being orthogonal: products of different rows (epsilon of arXiv 2503.24277).</summary>
/// <param name="Largest">The largest product of two different rows; its sign counts.</param>
/// <param name="Mean">Mean of all products of two different rows.</param>
public sealed record Coherence(double Largest, double Mean)
{
    private const int RowsOfABlock = 512;

    /// <summary>Takes the products of all pairs, some rows at a time: 2F²d operations.</summary>
    /// <param name="decoder">F × d, F at least 2.</param>
    /// <exception cref="ArgumentException">It is no matrix of two rows or more.</exception>
    public static Coherence Of(Tensor decoder)
    {
        ArgumentNullException.ThrowIfNull(decoder);
        if (decoder.Rank != 2 || decoder.Rows < 2)
        {
            throw new ArgumentException($"products of different rows need a matrix of two rows or more, not a {decoder}", nameof(decoder));
        }

        double sum = 0;
        float largest = float.NegativeInfinity;
        for (int first = 0; first < decoder.Rows; first += RowsOfABlock)
        {
            Tensor products = Products.MatMul(decoder.Slice(first, Math.Min(RowsOfABlock, decoder.Rows - first)), decoder, transposeB: true);
            for (int row = 0; row < products.Rows; row++)
            {
                ReadOnlySpan<float> values = products.Row(row);
                for (int other = 0; other < values.Length; other++)
                {
                    if (other != first + row)
                    {
                        sum += values[other];
                        largest = Math.Max(largest, values[other]);
                    }
                }
            }
        }

        return new Coherence(largest, sum / ((double)decoder.Rows * (decoder.Rows - 1)));
    }
}
