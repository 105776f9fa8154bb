namespace Sim.Numerics;

/// <summary>The discrete algebraic Riccati equation of the linear quadratic regulator, for small systems. Pure.</summary>
public static class Riccati
{
    /// <summary>
    /// Finds P = AᵀPA - AᵀPB (R + BᵀPB)⁻¹ BᵀPA + Q by structure-preserving doubling (Anderson 1978; Chu, Fan, Lin, Wang 2004): step k holds
    /// the optimum over 2^k stages, so it converges quadratically.
    /// </summary>
    /// <param name="a">State matrix of x' = A x + B u, n x n.</param>
    /// <param name="b">Input matrix, n x m.</param>
    /// <param name="q">State cost, n x n, symmetric and positive semidefinite.</param>
    /// <param name="r">Input cost, m x m, symmetric and positive definite.</param>
    /// <exception cref="ArgumentException">The sizes do not fit, or R is not positive definite.</exception>
    /// <exception cref="ArithmeticException">No convergence: the pair (A, B) cannot be stabilised, or the costs do not see an unstable state.</exception>
    public static RiccatiResult Solve(Matrix a, Matrix b, Matrix q, Matrix r)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        ArgumentNullException.ThrowIfNull(q);
        ArgumentNullException.ThrowIfNull(r);
        int n = a.Rows, m = b.Columns;
        if (a.Columns != n || b.Rows != n || q.Rows != n || q.Columns != n || r.Rows != m || r.Columns != m)
            throw new ArgumentException("A must be n x n, B n x m, Q n x n and R m x m.", nameof(a));
        Matrix bt = b.Transpose();
        Matrix state = a, g = Symmetric(b * SolvePositive(r, bt, nameof(r))), h = Symmetric(q);
        for (int step = 1; step <= 60; step++)
        {
            var w = new Qr(Matrix.Identity(n) + g * h);
            if (w.Rank < n) break;
            Matrix wa = SolveColumns(w, state), wg = SolveColumns(w, g);
            Matrix at = state.Transpose();
            Matrix hNext = Symmetric(h + at * h * wa);
            g = Symmetric(g + state * wg * at);
            state *= wa;
            double change = Largest(hNext - h), size = Largest(hNext);
            h = hNext;
            if (!double.IsFinite(size)) break;
            if (change <= 1e-14 * size)
            {
                Matrix btp = bt * h;
                Matrix gain = SolvePositive(Symmetric(r + btp * b), btp * a, nameof(r));
                // A doubling that stalls without stabilising (an unstable state without cost) must not pass as a solution.
                if (!Contracts(a - b * gain)) break;
                return new RiccatiResult(h, gain, step);
            }
        }
        throw new ArithmeticException("The Riccati equation has no stabilising solution: check that (A, B) can be stabilised and that Q weighs every unstable state.");
    }

    private static bool Contracts(Matrix closed)
    {
        Matrix power = closed;
        for (int i = 0; i < 40; i++)
        {
            double size = Largest(power) * power.Rows;
            if (size < 1.0) return true;
            if (!(size < 1e100)) return false;
            power *= power;
        }
        return false;
    }

    private static Matrix SolvePositive(Matrix matrix, Matrix right, string name)
    {
        Matrix factor = matrix.Copy();
        if (!Cholesky.TryFactor(factor.Values, factor.Rows))
            throw new ArgumentException("The input cost must be symmetric and positive definite.", name);
        var result = new Matrix(right.Rows, right.Columns);
        var column = new double[right.Rows];
        for (int j = 0; j < right.Columns; j++)
        {
            for (int i = 0; i < column.Length; i++) column[i] = right[i, j];
            Cholesky.Solve(factor.Values, factor.Rows, column);
            for (int i = 0; i < column.Length; i++) result[i, j] = column[i];
        }
        return result;
    }

    private static Matrix SolveColumns(Qr qr, Matrix right)
    {
        var result = new Matrix(right.Rows, right.Columns);
        var column = new double[right.Rows];
        var solution = new double[right.Rows];
        for (int j = 0; j < right.Columns; j++)
        {
            for (int i = 0; i < column.Length; i++) column[i] = right[i, j];
            qr.Solve(column, solution);
            for (int i = 0; i < column.Length; i++) result[i, j] = solution[i];
        }
        return result;
    }

    private static Matrix Symmetric(Matrix m)
    {
        var s = new Matrix(m.Rows, m.Columns);
        for (int i = 0; i < m.Rows; i++)
            for (int j = 0; j < m.Columns; j++)
                s[i, j] = 0.5 * (m[i, j] + m[j, i]);
        return s;
    }

    private static double Largest(Matrix m)
    {
        double largest = 0.0;
        foreach (double v in m.Values)
        {
            double a = Math.Abs(v);
            if (!(a <= largest)) largest = a;
        }
        return largest;
    }
}
