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
        Work.ForColumns(tensor.Columns, (first, end) =>
        {
            Span<double> squares = stackalloc double[end - first];
            squares.Clear();
            for (int row = 0; row < tensor.Rows; row++)
            {
                ReadOnlySpan<float> numbers = tensor.Row(row)[first..end];
                for (int i = 0; i < numbers.Length; i++)
                    squares[i] += (double)numbers[i] * numbers[i];
            }

            foreach (ref double square in squares)
            {
                double length = Math.Sqrt(square) + epsilon;
                square = length > 0 ? 1 / length : 1;
            }

            for (int row = 0; row < tensor.Rows; row++)
            {
                Span<float> numbers = tensor.Row(row)[first..end];
                for (int i = 0; i < numbers.Length; i++)
                    numbers[i] = (float)(numbers[i] * squares[i]);
            }
        });
    }
}
