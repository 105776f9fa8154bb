namespace Sim.Numerics;

/// <summary>
/// Householder's factorisation A P = Q R with column pivoting, which shows the rank. The static members work in place on spans, by rows,
/// without allocation; the class keeps one factorisation and may be read from any thread.
/// </summary>
public sealed class Qr
{
    private readonly Matrix _factor;
    private readonly double[] _scales;
    private readonly int[] _pivots;

    /// <summary>Factors a matrix, which is left as it is.</summary>
    /// <param name="matrix">Any size.</param>
    /// <param name="relativeTolerance">Diagonal elements of R at most this times the first count as zero; negative means max(rows, columns) * 2^-52.</param>
    public Qr(Matrix matrix, double relativeTolerance = -1.0)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        _factor = matrix.Copy();
        _scales = new double[Math.Min(matrix.Rows, matrix.Columns)];
        _pivots = new int[matrix.Columns];
        Rank = Factor(_factor.Values, matrix.Rows, matrix.Columns, _scales, _pivots, relativeTolerance);
    }

    /// <summary>The number of columns found linearly independent.</summary>
    public int Rank { get; }

    /// <summary>The x with the smallest |A x - b|; where the rank is deficient, the one whose dropped components are zero.</summary>
    /// <param name="vector">b, as long as A has rows.</param>
    /// <param name="solution">Takes x, as long as A has columns.</param>
    /// <returns>The length of A x - b.</returns>
    public double Solve(ReadOnlySpan<double> vector, Span<double> solution)
    {
        if (vector.Length != _factor.Rows)
            throw new ArgumentException($"Expected {_factor.Rows} values, found {vector.Length}.", nameof(vector));
        double[] work = vector.ToArray();
        return Solve(_factor.Values, _factor.Rows, _factor.Columns, _scales, _pivots, Rank, work, solution);
    }

    /// <summary>Factors in place.</summary>
    /// <param name="matrix">rows x columns values; on return R above and on the diagonal, the Householder vectors below it.</param>
    /// <param name="rows">Rows, at least 1.</param>
    /// <param name="columns">Columns, at least 1.</param>
    /// <param name="scales">Takes min(rows, columns) factors of the reflections.</param>
    /// <param name="pivots">Takes, for each column of R, the column of A that it came from.</param>
    /// <param name="relativeTolerance">As in the constructor.</param>
    /// <returns>The rank; 0 for a matrix of zeros or with a value that is not finite.</returns>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public static int Factor(Span<double> matrix, int rows, int columns, Span<double> scales, Span<int> pivots, double relativeTolerance = -1.0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        int steps = Math.Min(rows, columns);
        if (matrix.Length < (long)rows * columns || scales.Length < steps || pivots.Length < columns)
            throw new ArgumentException("A span is too short.", nameof(matrix));
        double tolerance = relativeTolerance >= 0.0 ? relativeTolerance : Math.Max(rows, columns) * 2.220446049250313E-16;
        for (int j = 0; j < columns; j++) pivots[j] = j;
        scales[..steps].Clear();
        double first = 0.0;
        for (int k = 0; k < steps; k++)
        {
            // The rest norms are made anew each time: small matrices, and no downdating error to watch.
            int best = k;
            double bestNorm = -1.0;
            for (int j = k; j < columns; j++)
            {
                double norm = ColumnNorm(matrix, rows, columns, k, j);
                if (!double.IsFinite(norm)) return 0;
                if (norm > bestNorm) (best, bestNorm) = (j, norm);
            }
            if (k == 0) first = bestNorm;
            if (bestNorm <= tolerance * first) return k;
            if (best != k)
            {
                for (int i = 0; i < rows; i++)
                    (matrix[i * columns + k], matrix[i * columns + best]) = (matrix[i * columns + best], matrix[i * columns + k]);
                (pivots[k], pivots[best]) = (pivots[best], pivots[k]);
            }
            double head = matrix[k * columns + k];
            double r = head > 0.0 ? -bestNorm : bestNorm;
            double v0 = head - r;
            for (int i = k + 1; i < rows; i++) matrix[i * columns + k] /= v0;
            double scale = -v0 / r;
            scales[k] = scale;
            matrix[k * columns + k] = r;
            for (int j = k + 1; j < columns; j++)
            {
                double dot = matrix[k * columns + j];
                for (int i = k + 1; i < rows; i++) dot += matrix[i * columns + k] * matrix[i * columns + j];
                dot *= scale;
                matrix[k * columns + j] -= dot;
                for (int i = k + 1; i < rows; i++) matrix[i * columns + j] -= dot * matrix[i * columns + k];
            }
        }
        return steps;
    }

    /// <summary>Solves the least-squares problem of a factored matrix without allocation.</summary>
    /// <param name="factor">What <see cref="Factor"/> left.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="scales">What Factor left.</param>
    /// <param name="pivots">What Factor left.</param>
    /// <param name="rank">What Factor returned.</param>
    /// <param name="vector">b on entry, rows long; Qᵀ b on return.</param>
    /// <param name="solution">Takes x, columns long.</param>
    /// <returns>The length of A x - b.</returns>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public static double Solve(ReadOnlySpan<double> factor, int rows, int columns, ReadOnlySpan<double> scales, ReadOnlySpan<int> pivots, int rank,
        Span<double> vector, Span<double> solution)
    {
        if (vector.Length < rows || solution.Length < columns)
            throw new ArgumentException("A span is too short.", nameof(solution));
        for (int k = 0; k < rank; k++)
        {
            double dot = vector[k];
            for (int i = k + 1; i < rows; i++) dot += factor[i * columns + k] * vector[i];
            dot *= scales[k];
            vector[k] -= dot;
            for (int i = k + 1; i < rows; i++) vector[i] -= dot * factor[i * columns + k];
        }
        solution[..columns].Clear();
        for (int i = rank - 1; i >= 0; i--)
        {
            double sum = vector[i];
            for (int j = i + 1; j < rank; j++) sum -= factor[i * columns + j] * solution[pivots[j]];
            solution[pivots[i]] = sum / factor[i * columns + i];
        }
        double residual = 0.0;
        for (int i = rank; i < rows; i++) residual = Pinned.Hypot(residual, vector[i]);
        return residual;
    }

    private static double ColumnNorm(ReadOnlySpan<double> matrix, int rows, int columns, int fromRow, int column)
    {
        double largest = 0.0;
        for (int i = fromRow; i < rows; i++)
        {
            double v = Math.Abs(matrix[i * columns + column]);
            if (!(v <= double.MaxValue)) return double.NaN;
            if (v > largest) largest = v;
        }
        if (largest == 0.0) return 0.0;
        double sum = 0.0;
        for (int i = fromRow; i < rows; i++)
        {
            double v = matrix[i * columns + column] / largest;
            sum += v * v;
        }
        return largest * Math.Sqrt(sum);
    }
}
