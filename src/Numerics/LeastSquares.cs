namespace Sim.Numerics;

/// <summary>Linear least squares by pivoted QR: the x with the smallest |A x - b|. Pure apart from the spans given.</summary>
public static class LeastSquares
{
    /// <summary>Solves one problem; the inputs are left as they are.</summary>
    /// <param name="matrix">A.</param>
    /// <param name="vector">b, as long as A has rows.</param>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public static LeastSquaresResult Solve(Matrix matrix, ReadOnlySpan<double> vector)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        var qr = new Qr(matrix);
        var solution = new double[matrix.Columns];
        double residual = qr.Solve(vector, solution);
        return new LeastSquaresResult(solution, qr.Rank, residual);
    }

    /// <summary>Solves one problem in place, without allocation.</summary>
    /// <param name="matrix">A, rows x columns values by rows; destroyed.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="vector">b, rows long; destroyed.</param>
    /// <param name="solution">Takes x, columns long.</param>
    /// <param name="scales">Workspace, min(rows, columns) long.</param>
    /// <param name="pivots">Workspace, columns long.</param>
    /// <returns>The rank; below <paramref name="columns"/> the solution is not unique and the dropped components are zero.</returns>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public static int Solve(Span<double> matrix, int rows, int columns, Span<double> vector, Span<double> solution, Span<double> scales, Span<int> pivots)
    {
        int rank = Qr.Factor(matrix, rows, columns, scales, pivots);
        Qr.Solve(matrix, rows, columns, scales, pivots, rank, vector, solution);
        return rank;
    }
}
