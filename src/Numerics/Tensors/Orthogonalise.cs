namespace Sim.Numerics.Tensors;

/// <summary>The orthonormal factor of a tall matrix, as retractions onto orthogonal frames need it after each step.</summary>
public static class Orthogonalise
{
    // Above this many products, and where the columns are no worse conditioned than that, two passes over the Gram matrix do; it squares the condition.
    private const long WorthIt = 1 << 21;
    private const double LeastPivot = 1e-4;

    /// <summary>
    /// Replaces a matrix by Q of its factorisation Q R with positive diagonal of R. Large, well conditioned matrices go through Cholesky factors of their Gram matrices, twice (Yamamoto, Nakatsukasa,
    /// Yanagisawa and Fukaya 2015); all others through Gram and Schmidt's method in double, twice.
    /// </summary>
    /// <param name="matrix">At least as many rows as columns, of rank 2.</param>
    /// <exception cref="ArgumentException">There are more columns than rows.</exception>
    /// <exception cref="ArithmeticException">The columns are not linearly independent, or not finite; the matrix is then as it was.</exception>
    public static void Columns(Tensor matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        if (matrix.Rank != 2 || matrix.Rows < matrix.Columns)
            throw new ArgumentException($"the columns of a {matrix} cannot be orthonormal", nameof(matrix));

        if ((long)matrix.Rows * matrix.Columns * matrix.Columns < WorthIt || !TryByGram(matrix))
            BySchmidt(matrix);
    }

    private static bool TryByGram(Tensor matrix)
    {
        Tensor work = matrix.Copy(), result = new(matrix.Shape);
        int n = matrix.Columns;
        for (int pass = 0; pass < 2; pass++)
        {
            Tensor gram = Products.MatMul(work, work, transposeA: true);
            if (InverseOfFactor(gram) is not { } inverse)
                return false;

            Backends.Default.Gemm(false, false, matrix.Rows, n, n, 1, work.Values, n, inverse.Values, n, 0, result.Values, n);
            (work, result) = (result, work);
        }

        matrix.CopyFrom(work);
        return true;
    }

    // R⁻¹, upper triangular, of G = Rᵀ R; null where G is close to singular.
    private static Tensor? InverseOfFactor(Tensor gram)
    {
        int n = gram.Columns;
        var l = new double[n][];
        for (int i = 0; i < n; i++)
        {
            double[] row = l[i] = new double[i + 1];
            for (int j = 0; j <= i; j++)
            {
                double sum = gram[i, j] - Dot(row, l[j], j);
                if (i != j)
                    row[j] = sum / l[j][j];
                else if (sum > LeastPivot * gram[i, i])
                    row[j] = Math.Sqrt(sum);
                else
                    return null;
            }
        }

        // Row i of the inverse of L, from the rows before it.
        var result = new Tensor(n, n);
        var inverse = new double[n][];
        for (int i = 0; i < n; i++)
        {
            double[] row = inverse[i] = new double[i + 1];
            for (int k = 0; k < i; k++)
            {
                double factor = l[i][k];
                double[] other = inverse[k];
                for (int j = 0; j <= k; j++)
                    row[j] -= factor * other[j];
            }

            double scale = 1 / l[i][i];
            row[i] = 1;
            for (int j = 0; j <= i; j++)
            {
                row[j] *= scale;
                result[j, i] = (float)row[j];
            }
        }

        return result;
    }

    private static void BySchmidt(Tensor matrix)
    {
        int rows = matrix.Rows, columns = matrix.Columns;
        var vectors = new double[columns][];
        for (int i = 0; i < columns; i++)
        {
            double[] vector = vectors[i] = new double[rows];
            for (int r = 0; r < rows; r++)
                vector[r] = matrix[r, i];

            double before = Math.Sqrt(Dot(vector, vector, rows));
            Complete(vector, vectors.AsSpan(0, i), before);
        }

        for (int r = 0; r < rows; r++)
        {
            for (int i = 0; i < columns; i++)
                matrix[r, i] = (float)vectors[i][r];
        }
    }

    /// <summary>Takes from a vector what lies along others, which are orthonormal, and brings the rest to length 1. Twice is enough: what rounding leaves after the first pass, the second takes away.</summary>
    internal static void Complete(double[] vector, ReadOnlySpan<double[]> others, double length)
    {
        for (int pass = 0; pass < 2; pass++)
        {
            foreach (double[] other in others)
            {
                double along = Dot(vector, other, vector.Length);
                for (int i = 0; i < vector.Length; i++)
                    vector[i] -= along * other[i];
            }
        }

        double rest = Math.Sqrt(Dot(vector, vector, vector.Length));
        if (!(rest > 1e-12 * length) || !double.IsFinite(rest))
            throw new ArithmeticException($"vector {others.Length} of {vector.Length} numbers is not finite or lies in the span of those before it");

        for (int i = 0; i < vector.Length; i++)
            vector[i] /= rest;
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b, int count)
    {
        double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
        int i = 0;
        for (; i <= count - 4; i += 4)
        {
            s0 += a[i] * b[i];
            s1 += a[i + 1] * b[i + 1];
            s2 += a[i + 2] * b[i + 2];
            s3 += a[i + 3] * b[i + 3];
        }

        for (; i < count; i++)
            s0 += a[i] * b[i];

        return s0 + s1 + (s2 + s3);
    }
}
