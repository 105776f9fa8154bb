using System.Buffers;
using Sim.Numerics.Gradients;

namespace Sim.Numerics.Tensors;

/// <summary>Brings the rows or columns of a matrix to length 1 in place, as dictionaries need it after each step.</summary>
public static class Normalise
{
    /// <summary>Divides each row by its length plus an epsilon. A row of zeros stays.</summary>
    /// <param name="tensor">Counts as a matrix.</param>
    /// <param name="epsilon">Added to the length; not negative.</param>
    public static void Rows(Tensor tensor, float epsilon = 0)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        ArgumentOutOfRangeException.ThrowIfNegative(epsilon);
        Work.ForRows(tensor.Rows, tensor.Columns, (first, end) =>
        {
            for (int row = first; row < end; row++)
            {
                Span<float> numbers = tensor.Row(row);
                double length = Math.Sqrt(Reductions.SquaredNorm(numbers)) + epsilon;
                if (length > 0)
                    Elementwise.Scale(numbers, (float)(1 / length), numbers);
            }
        });
    }

    /// <summary>Divides each column by its length plus an epsilon. A column of zeros stays.</summary>
    /// <param name="tensor">Counts as a matrix.</param>
    /// <param name="epsilon">Added to the length; not negative.</param>
    public static void Columns(Tensor tensor, float epsilon = 0)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        ArgumentOutOfRangeException.ThrowIfNegative(epsilon);
        float[] lent = ArrayPool<float>.Shared.Rent(tensor.Columns);
        Span<float> scales = lent.AsSpan(0, tensor.Columns);
        Reductions.ColumnSquaredNorms(tensor.Values, scales);
        foreach (ref float scale in scales)
        {
            double length = Math.Sqrt(scale) + epsilon;
            scale = length > 0 ? (float)(1 / length) : 1;
        }

        Elementwise.MultiplyRow(tensor.Values, scales, tensor.Values);
        ArrayPool<float>.Shared.Return(lent);
    }
}
