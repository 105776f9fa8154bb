namespace Sim.Numerics;

/// <summary>Singular values by one-sided Jacobi rotations (Hestenes, 1958): slow for large matrices, and exact to the last digits also for the small ones of them.</summary>
public static class Svd
{
    private const int MostSweeps = 60;

    /// <summary>A = U · diag(s) · Vᵀ with the singular values falling.</summary>
    /// <param name="a">rows × columns, all finite.</param>
    /// <returns>U of rows × r and V of columns × r with orthonormal columns, and s of length r, where r is the smaller of both numbers. A column of U or V that belongs to a singular value of zero is
    /// orthonormal to the others, and otherwise arbitrary.</returns>
    /// <exception cref="ArgumentException">An element is not finite.</exception>
    public static SvdResult Of(Matrix a)
    {
        ArgumentNullException.ThrowIfNull(a);
        for (int i = 0; i < a.Rows; i++)
        {
            for (int j = 0; j < a.Columns; j++)
            {
                if (!double.IsFinite(a[i, j]))
                {
                    throw new ArgumentException($"element {i}, {j} is {a[i, j]}", nameof(a));
                }
            }
        }

        if (a.Rows < a.Columns)
        {
            SvdResult turned = Tall(Columns(a, byRow: true), a.Rows);
            return new SvdResult(turned.V, turned.SingularValues, turned.U);
        }

        return Tall(Columns(a, byRow: false), a.Columns);
    }

    // The columns of the matrix, or of its transpose.
    private static double[][] Columns(Matrix a, bool byRow)
    {
        int count = byRow ? a.Rows : a.Columns, length = byRow ? a.Columns : a.Rows;
        double[][] columns = new double[count][];
        for (int j = 0; j < count; j++)
        {
            columns[j] = new double[length];
            for (int i = 0; i < length; i++)
            {
                columns[j][i] = byRow ? a[j, i] : a[i, j];
            }
        }

        return columns;
    }

    private static SvdResult Tall(double[][] u, int n)
    {
        // Scaled by a power of two, so that squares neither overflow nor vanish, and nothing is rounded.
        double largest = u.Length == 0 ? 0 : u.Max(c => c.Length == 0 ? 0 : c.Max(Math.Abs));
        double scale = largest > 0 ? Math.ScaleB(1, -Math.ILogB(largest)) : 1;
        double[][] v = new double[n][];
        for (int j = 0; j < n; j++)
        {
            v[j] = new double[n];
            v[j][j] = 1;
            for (int i = 0; i < u[j].Length; i++)
            {
                u[j][i] *= scale;
            }
        }

        for (int sweep = 0; sweep < MostSweeps && Sweep(u, v); sweep++)
        {
        }

        double[] lengths = [.. u.Select(c => Math.Sqrt(Dot(c, c)))];
        int[] order = [.. Enumerable.Range(0, n).OrderByDescending(j => lengths[j])];
        int rows = n == 0 ? 0 : u[0].Length;
        var left = new double[n][];
        for (int j = 0; j < n; j++)
        {
            double length = lengths[order[j]];
            left[j] = [.. u[order[j]].Select(x => length > 0 ? x / length : 0)];
            if (length <= lengths[order[0]] * 1e-300 || length == 0)
            {
                left[j] = Orthogonal(left.AsSpan(0, j), rows);
            }
        }

        return new SvdResult(Joined(left, rows), [.. order.Select(j => lengths[j] / scale)], Joined([.. order.Select(j => v[j])], n));
    }

    // Turns every pair of columns until they are orthogonal; says whether one was not.
    private static bool Sweep(double[][] u, double[][] v)
    {
        bool turned = false;
        for (int p = 0; p < u.Length; p++)
        {
            for (int q = p + 1; q < u.Length; q++)
            {
                double alpha = Dot(u[p], u[p]), beta = Dot(u[q], u[q]), gamma = Dot(u[p], u[q]);
                if (gamma == 0 || Math.Abs(gamma) <= 1e-15 * Math.Sqrt(alpha) * Math.Sqrt(beta))
                {
                    continue;
                }

                turned = true;
                double zeta = (beta - alpha) / (2 * gamma), t = Math.CopySign(1, zeta) / (Math.Abs(zeta) + Pinned.Hypot(1, zeta));
                double cosine = 1 / Math.Sqrt(1 + (t * t)), sine = cosine * t;
                Turn(u[p], u[q], cosine, sine);
                Turn(v[p], v[q], cosine, sine);
            }
        }

        return turned;
    }

    private static void Turn(double[] p, double[] q, double cosine, double sine)
    {
        for (int i = 0; i < p.Length; i++)
        {
            (p[i], q[i]) = ((cosine * p[i]) - (sine * q[i]), (sine * p[i]) + (cosine * q[i]));
        }
    }

    private static double Dot(double[] x, double[] y)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
        {
            sum += x[i] * y[i];
        }

        return sum;
    }

    // The unit vector that is farthest from the span of the others, made orthogonal to them twice.
    private static double[] Orthogonal(ReadOnlySpan<double[]> others, int rows)
    {
        int best = 0;
        double least = double.PositiveInfinity;
        for (int i = 0; i < rows; i++)
        {
            double share = 0;
            foreach (double[] other in others)
            {
                share += other[i] * other[i];
            }

            if (share < least)
            {
                (best, least) = (i, share);
            }
        }

        double[] vector = new double[rows];
        vector[best] = 1;
        for (int pass = 0; pass < 2; pass++)
        {
            foreach (double[] other in others)
            {
                double along = Dot(vector, other);
                for (int i = 0; i < rows; i++)
                {
                    vector[i] -= along * other[i];
                }
            }

            double length = Math.Sqrt(Dot(vector, vector));
            for (int i = 0; i < rows; i++)
            {
                vector[i] /= length;
            }
        }

        return vector;
    }

    private static Matrix Joined(double[][] columns, int rows)
    {
        var matrix = new Matrix(rows, columns.Length);
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns.Length; j++)
            {
                matrix[i, j] = columns[j][i];
            }
        }

        return matrix;
    }
}
