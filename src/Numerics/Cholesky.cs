namespace Sim.Numerics;

/// <summary>Cholesky's factorisation A = L Lᵀ of a symmetric positive definite matrix, in place and without allocation. Pure apart from the spans given.</summary>
public static class Cholesky
{
    /// <summary>Replaces the lower triangle of a matrix by its Cholesky factor L.</summary>
    /// <param name="matrix">size x size values by rows; only the lower triangle is read and written. On failure its content is undefined.</param>
    /// <param name="size">Rows and columns.</param>
    /// <returns>False if the matrix is not positive definite to working precision: some pivot is not above size * 2^-52 of its diagonal element.</returns>
    /// <exception cref="ArgumentException">The span is too short.</exception>
    public static bool TryFactor(Span<double> matrix, int size)
    {
        RequireSquare(matrix.Length, size);
        double tolerance = size * 2.220446049250313E-16;
        for (int j = 0; j < size; j++)
        {
            double diagonal = matrix[j * size + j];
            double pivot = diagonal;
            for (int k = 0; k < j; k++)
            {
                double l = matrix[j * size + k];
                pivot -= l * l;
            }
            if (!(pivot > tolerance * diagonal) || !double.IsFinite(pivot))
                return false;
            double root = Math.Sqrt(pivot);
            matrix[j * size + j] = root;
            for (int i = j + 1; i < size; i++)
            {
                double sum = matrix[i * size + j];
                for (int k = 0; k < j; k++) sum -= matrix[i * size + k] * matrix[j * size + k];
                matrix[i * size + j] = sum / root;
            }
        }
        return true;
    }

    /// <summary>Solves A x = b for a factored A, in place.</summary>
    /// <param name="factor">What <see cref="TryFactor"/> left.</param>
    /// <param name="size">Rows and columns.</param>
    /// <param name="vector">b on entry, x on return.</param>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public static void Solve(ReadOnlySpan<double> factor, int size, Span<double> vector)
    {
        RequireSquare(factor.Length, size);
        if (vector.Length < size)
            throw new ArgumentException("The vector is shorter than the matrix.", nameof(vector));
        for (int i = 0; i < size; i++)
        {
            double sum = vector[i];
            for (int k = 0; k < i; k++) sum -= factor[i * size + k] * vector[k];
            vector[i] = sum / factor[i * size + i];
        }
        for (int i = size - 1; i >= 0; i--)
        {
            double sum = vector[i];
            for (int k = i + 1; k < size; k++) sum -= factor[k * size + i] * vector[k];
            vector[i] = sum / factor[i * size + i];
        }
    }

    /// <summary>Solves A x = b for a symmetric positive definite matrix, which is left as it is.</summary>
    /// <param name="matrix">A, square.</param>
    /// <param name="vector">b.</param>
    /// <param name="solution">Takes x.</param>
    /// <returns>False if A is not positive definite to working precision; the solution is then undefined.</returns>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public static bool TrySolve(Matrix matrix, ReadOnlySpan<double> vector, Span<double> solution)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        if (matrix.Rows != matrix.Columns || vector.Length != matrix.Rows || solution.Length < matrix.Rows)
            throw new ArgumentException("The matrix must be square and the vectors as long as it.", nameof(matrix));
        Matrix factor = matrix.Copy();
        if (!TryFactor(factor.Values, factor.Rows))
            return false;
        vector.CopyTo(solution);
        Solve(factor.Values, factor.Rows, solution);
        return true;
    }

    private static void RequireSquare(int length, int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        if (length < (long)size * size)
            throw new ArgumentException($"Expected {(long)size * size} values, found {length}.");
    }
}
