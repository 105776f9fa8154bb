using Sim.Numerics.Tensors;

namespace Sim.Interp;

/// <summary>Columns of a matrix made orthonormal: the Q of a QR factorisation whose R has a positive diagonal, which is the one nearest in sign to what the columns were.</summary>
/// <remarks>
/// Columns that are nearly orthonormal already, as after a step of training, are corrected by a Cholesky factor of their products: the work is that of matrix products. Columns further from that are corrected
/// twice. Where it does not succeed, columns are made orthogonal one after another in double precision, and one that depends on those before is replaced by the first unit vector that does not.
/// </remarks>
public static class OrthonormalColumns
{
    private const double SmallestBlock = 1e-6;

    // Share of a column's squared length that those before it leave: above the first, rounding in single precision is not amplified; below the second, it may be all there is.
    private const double NearlyOrthogonal = 0.25, Dependent = 1e-3;

    /// <summary>Makes some columns orthogonal to bases and orthonormal among each other.</summary>
    /// <param name="matrix">F × R; the columns change, unless what is left of them beside the bases is shorter than 10⁻⁶.</param>
    /// <param name="first">First column.</param>
    /// <param name="end">Column behind the last.</param>
    /// <param name="bases">F rows each, with orthonormal columns; each is taken off what the columns were.</param>
    /// <returns>The columns, F × (end − first).</returns>
    public static Tensor Retract(Tensor matrix, int first, int end, IReadOnlyList<Tensor> bases)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        ArgumentNullException.ThrowIfNull(bases);
        var block = new Tensor(matrix.Rows, end - first);
        for (int row = 0; row < block.Rows; row++)
        {
            matrix.Row(row)[first..end].CopyTo(block.Row(row));
        }

        Tensor original = block;
        foreach (Tensor basis in bases)
        {
            Tensor along = Products.MatMul(basis, original, transposeA: true);
            block = ReferenceEquals(block, original) ? original.Copy() : block;
            Products.MatMulInto(block, basis, along, alpha: -1, beta: 1);
        }

        double length = Math.Sqrt(Reductions.SquaredNorm(block.Values));
        if (!(length >= SmallestBlock))
        {
            return original;
        }

        Tensor columns = OfScaled(block, length);
        for (int row = 0; row < columns.Rows; row++)
        {
            columns.Row(row).CopyTo(matrix.Row(row)[first..end]);
        }

        return columns;
    }

    /// <summary>The Q of a matrix.</summary>
    /// <param name="matrix">At least as many rows as columns.</param>
    /// <exception cref="ArgumentException">It has more columns than rows.</exception>
    public static Tensor Of(Tensor matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        if (matrix.Columns > matrix.Rows)
        {
            throw new ArgumentException($"{matrix.Columns} columns of {matrix.Rows} numbers cannot be orthonormal", nameof(matrix));
        }

        return OfScaled(matrix, Math.Sqrt(Reductions.SquaredNorm(matrix.Values)));
    }

    private static Tensor OfScaled(Tensor matrix, double length)
    {
        var scaled = new Tensor(matrix.Shape);
        Elementwise.Scale(matrix.Values, (float)(length > 0 ? Math.Sqrt(matrix.Columns) / length : 1), scaled.Values);
        if (ByCholesky(scaled, out double smallest) is not { } once)
        {
            return OneByOne(scaled);
        }

        return smallest > NearlyOrthogonal ? once : ByCholesky(once, out _) ?? OneByOne(scaled);
    }

    // Q = A L⁻ᵀ where AᵀA = L Lᵀ.
    private static Tensor? ByCholesky(Tensor a, out double smallest)
    {
        int n = a.Columns;
        smallest = 1;
        Tensor products = Products.MatMul(a, a, transposeA: true);
        double[] l = new double[n * n], inverse = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = products[i, j] - Dot(l.AsSpan(i * n, j), l.AsSpan(j * n, j));
                if (i == j)
                {
                    double left = sum / products[i, i];
                    if (!(left > Dependent))
                    {
                        return null;
                    }

                    smallest = Math.Min(smallest, left);
                    l[(i * n) + i] = Math.Sqrt(sum);
                }
                else
                {
                    l[(i * n) + j] = sum / l[(j * n) + j];
                }
            }
        }

        Workers.For(n, 16, (first, end) =>
        {
            for (int column = first; column < end; column++)
            {
                for (int i = column; i < n; i++)
                {
                    double sum = (i == column ? 1 : 0) - Dot(l.AsSpan((i * n) + column, i - column), inverse.AsSpan((column * n) + column, i - column));
                    inverse[(column * n) + i] = sum / l[(i * n) + i];
                }
            }
        });
        var back = new Tensor(n, n);
        for (int i = 0; i < inverse.Length; i++)
        {
            back.Values[i] = (float)inverse[i];
        }

        return Products.MatMul(a, back);
    }

    private static Tensor OneByOne(Tensor a)
    {
        double[][] columns = new double[a.Columns][];
        int unit = 0;
        for (int column = 0; column < columns.Length; column++)
        {
            double[] candidate = new double[a.Rows];
            for (int row = 0; row < candidate.Length; row++)
            {
                candidate[row] = a[row, column];
            }

            while (!Orthogonal(candidate, columns.AsSpan(0, column)))
            {
                Array.Clear(candidate);
                candidate[unit++] = 1;
            }

            columns[column] = candidate;
        }

        var result = new Tensor(a.Shape);
        for (int column = 0; column < columns.Length; column++)
        {
            for (int row = 0; row < a.Rows; row++)
            {
                result[row, column] = (float)columns[column][row];
            }
        }

        return result;
    }

    // Twice is enough: what the first pass leaves by rounding, the second takes.
    private static bool Orthogonal(double[] candidate, ReadOnlySpan<double[]> before)
    {
        double whole = Math.Sqrt(Dot(candidate, candidate));
        for (int pass = 0; pass < 2; pass++)
        {
            foreach (double[] column in before)
            {
                double along = Dot(candidate, column);
                for (int i = 0; i < candidate.Length; i++)
                {
                    candidate[i] -= along * column[i];
                }
            }
        }

        double left = Math.Sqrt(Dot(candidate, candidate));
        if (!(left > 1e-6 * whole))
        {
            return false;
        }

        for (int i = 0; i < candidate.Length; i++)
        {
            candidate[i] /= left;
        }

        return true;
    }

    // Four sums side by side, so that an addition need not wait for the one before.
    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        b = b[..a.Length];
        double first = 0, second = 0, third = 0, fourth = 0;
        int i = 0;
        for (; i <= a.Length - 4; i += 4)
        {
            first += a[i] * b[i];
            second += a[i + 1] * b[i + 1];
            third += a[i + 2] * b[i + 2];
            fourth += a[i + 3] * b[i + 3];
        }

        for (; i < a.Length; i++)
        {
            first += a[i] * b[i];
        }

        return first + second + (third + fourth);
    }
}
