using Sim.Numerics.Search;
using Sim.Numerics.Sparse;
using Sim.Numerics.Tensors;

namespace Sim.Interp;

/// <summary>
/// Codes of a dictionary that was trained with another encoder, found at inference (dictionary_learning's grad_pursuit; interp §1.14): step by step the atom with the largest product with the residual becomes active, and all
/// active codes go along the gradient by the best length; what would be negative becomes zero.
/// </summary>
public static class GradientPursuit
{
    private const int RowsOfABlock = 16;

    /// <summary>Finds codes.</summary>
    /// <param name="x">B × d; without the decoder's bias.</param>
    /// <param name="dictionary">F × d.</param>
    /// <param name="steps">How many atoms may become active, at most; a token has fewer codes where the same atom comes up again or a code falls to zero. Positive.</param>
    /// <returns>B × F, not negative. Where the residual is zero the codes stay as they are; the original divides zero by zero there.</returns>
    /// <exception cref="ArgumentException">The widths differ, or a number is not finite.</exception>
    public static Tensor Codes(Tensor x, Tensor dictionary, int steps)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(dictionary);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        var index = new InnerProductIndex(dictionary);
        Tensor codes = new(x.Rows, dictionary.Rows), residual = x.Copy();
        int[] active = new int[x.Rows * steps], counts = new int[x.Rows], found = new int[x.Rows];
        float[] products = new float[x.Rows];
        for (int step = 0; step < steps; step++)
        {
            index.Find(residual, null, 1, found, products);
            Workers.For(x.Rows, RowsOfABlock, (first, end) =>
            {
                float[] gradient = new float[steps], along = new float[x.Columns];
                for (int row = first; row < end; row++)
                {
                    Span<int> own = active.AsSpan(row * steps, steps);
                    if (own[..counts[row]].IndexOf(found[row]) < 0)
                    {
                        own[counts[row]++] = found[row];
                    }

                    Advance(x.Row(row), residual.Row(row), codes.Row(row), own[..counts[row]], dictionary, gradient, along);
                }
            });
        }

        return codes;
    }

    private static void Advance(ReadOnlySpan<float> x, Span<float> residual, Span<float> codes, ReadOnlySpan<int> active, Tensor dictionary, Span<float> gradient, Span<float> along)
    {
        along.Clear();
        for (int i = 0; i < active.Length; i++)
        {
            gradient[i] = RowProducts.Dot(dictionary.Row(active[i]), residual);
            RowProducts.AddScaled(along, gradient[i], dictionary.Row(active[i]));
        }

        float square = RowProducts.Dot(along, along);
        float length = square > 0 ? RowProducts.Dot(along, residual) / square : 0;
        x.CopyTo(residual);
        for (int i = 0; i < active.Length; i++)
        {
            ref float code = ref codes[active[i]];
            code = MathF.Max(code + (length * gradient[i]), 0);
            RowProducts.AddScaled(residual, -code, dictionary.Row(active[i]));
        }
    }
}
