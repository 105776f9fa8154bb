using Sim.Numerics;

namespace Sim.Tests.Numerics;

public sealed class LinearAlgebraTests
{
    [Fact]
    public void Cholesky_solves_a_system_worked_by_hand()
    {
        // L = [[2,0,0],[1,3,0],[-1,2,1]], so A = L Lt; b = A (1,2,3).
        var a = new Matrix(3, 3, [4, 2, -2, 2, 10, 5, -2, 5, 6]);
        double[] x = new double[3];
        Assert.True(Cholesky.TrySolve(a, [2, 37, 26], x));
        Assert.Equal(1.0, x[0], 1e-14);
        Assert.Equal(2.0, x[1], 1e-14);
        Assert.Equal(3.0, x[2], 1e-14);
        Assert.True(Cholesky.TryFactor(a.Values, 3));
        Assert.Equal([2.0, 1.0, 3.0, -1.0, 2.0, 1.0], new[] { a[0, 0], a[1, 0], a[1, 1], a[2, 0], a[2, 1], a[2, 2] });
    }

    [Theory]
    [InlineData(1.0, 2.0, 1.0)]
    [InlineData(1.0, 1.0, 1.0)]
    [InlineData(-1.0, 0.0, 1.0)]
    [InlineData(0.0, 0.0, 0.0)]
    [InlineData(double.NaN, 0.0, 1.0)]
    [InlineData(double.PositiveInfinity, 0.0, 1.0)]
    public void A_matrix_that_is_not_positive_definite_is_refused(double a, double b, double c)
    {
        Assert.False(Cholesky.TryFactor([a, b, b, c], 2));
    }

    [Fact]
    public void Least_squares_fits_a_line_as_by_hand()
    {
        // Points (0,1), (1,3), (2,4), (3,4): slope 1, intercept 1.5, residuals -.5, .5, .5, -.5.
        var a = new Matrix(4, 2, [1, 0, 1, 1, 1, 2, 1, 3]);
        LeastSquaresResult fit = LeastSquares.Solve(a, [1, 3, 4, 4]);
        Assert.Equal(2, fit.Rank);
        Assert.Equal(1.5, fit.Solution[0], 1e-14);
        Assert.Equal(1.0, fit.Solution[1], 1e-14);
        Assert.Equal(1.0, fit.ResidualNorm, 1e-14);
    }

    [Fact]
    public void A_dependent_column_lowers_the_rank_and_the_fit_stays_good()
    {
        var a = new Matrix(4, 3, [1, 2, 3, 4, 5, 9, 7, 8, 15, 2, 1, 3]);
        double[] b = [6, 18, 30, 6];
        LeastSquaresResult fit = LeastSquares.Solve(a, b);
        Assert.Equal(2, fit.Rank);
        Assert.Equal(0.0, fit.ResidualNorm, 1e-13);
        for (int i = 0; i < 4; i++)
        {
            double sum = 0.0;
            for (int j = 0; j < 3; j++) sum += a[i, j] * fit.Solution[j];
            Assert.Equal(b[i], sum, 1e-13);
        }
        Assert.Equal(0, LeastSquares.Solve(new Matrix(2, 2), [1, 1]).Rank);
        Assert.Equal(0, LeastSquares.Solve(new Matrix(1, 1, [double.NaN]), [1]).Rank);
    }

    [Fact]
    public void Random_least_squares_leave_a_residual_at_right_angles_to_the_columns()
    {
        var random = new RandomStream(8);
        for (int round = 0; round < 100; round++)
        {
            int n = 1 + random.NextInt(6), m = n + random.NextInt(6);
            var a = new Matrix(m, n);
            foreach (ref double v in a.Values) v = random.NextNormal();
            var b = new double[m];
            for (int i = 0; i < m; i++) b[i] = random.NextNormal();
            LeastSquaresResult fit = LeastSquares.Solve(a, b);
            Assert.Equal(n, fit.Rank);
            for (int j = 0; j < n; j++)
            {
                double dot = 0.0;
                for (int i = 0; i < m; i++)
                {
                    double rest = -b[i];
                    for (int k = 0; k < n; k++) rest += a[i, k] * fit.Solution[k];
                    dot += rest * a[i, j];
                }
                Assert.Equal(0.0, dot, 1e-11);
            }
        }
    }

    [Fact]
    public void A_wide_matrix_is_solved_exactly_with_zeros_for_the_spare_columns()
    {
        var a = new Matrix(2, 4, [1, 2, 3, 4, 2, 1, 0, 5]);
        LeastSquaresResult fit = LeastSquares.Solve(a, [10, 8]);
        Assert.Equal(2, fit.Rank);
        Assert.Equal(2, fit.Solution.Count(v => v == 0.0));
        Assert.Equal(0.0, fit.ResidualNorm);
    }

    [Fact]
    public void Work_on_spans_allocates_nothing()
    {
        double[] matrix = [4, 2, 2, 3, 1, 1], vector = [1, 2, 3], solution = new double[2], scales = new double[2], square = [4, 2, 2, 3];
        int[] pivots = new int[2];
        for (int i = 0; i < 2; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            LeastSquares.Solve(matrix, 3, 2, vector, solution, scales, pivots);
            Cholesky.TryFactor(square, 2);
            Cholesky.Solve(square, 2, solution);
            long after = GC.GetAllocatedBytesForCurrentThread();
            if (i == 1) Assert.Equal(before, after);
        }
    }

    [Fact]
    public void The_scalar_riccati_equation_has_its_closed_solution()
    {
        // p = p - p^2/(1 + p) + 1 gives p = (1 + sqrt 5)/2, k = p/(1 + p) = 1/p.
        RiccatiResult s = Riccati.Solve(new Matrix(1, 1, [1]), new Matrix(1, 1, [1]), new Matrix(1, 1, [1]), new Matrix(1, 1, [1]));
        double golden = (1.0 + Math.Sqrt(5.0)) / 2.0;
        Assert.Equal(golden, s.P[0, 0], 1e-14);
        Assert.Equal(1.0 / golden, s.Gain[0, 0], 1e-14);
        Assert.True(s.Iterations < 10);
    }

    [Fact]
    public void The_solution_satisfies_the_equation_and_stabilises()
    {
        const double dt = 0.1, v = 20.0, wheelbase = 2.8;
        var a = new Matrix(3, 3, [1, v * dt, 0, 0, 1, v * dt / wheelbase, 0, 0, 1]);
        var b = new Matrix(3, 1, [0, 0, dt]);
        Matrix q = Matrix.Diagonal(1.0, 2.0, 0.1), r = Matrix.Diagonal(0.5);
        RiccatiResult s = Riccati.Solve(a, b, q, r);
        Matrix at = a.Transpose(), bt = b.Transpose();
        double inner = (r + bt * s.P * b)[0, 0];
        Matrix bpa = bt * s.P * a;
        Matrix rest = at * s.P * a - bpa.Transpose() * Matrix.Diagonal(1.0 / inner) * bpa + q - s.P;
        foreach (double e in rest.Values) Assert.Equal(0.0, e, 1e-9);
        var x = new Matrix(3, 1, [1, 0.1, 0]);
        Matrix closed = a - b * s.Gain;
        double cost = 0.0, expected = (x.Transpose() * s.P * x)[0, 0];
        for (int i = 0; i < 2000; i++)
        {
            Matrix u = s.Gain * x;
            cost += (x.Transpose() * q * x)[0, 0] + (u.Transpose() * r * u)[0, 0];
            x = closed * x;
        }
        Assert.Equal(expected, cost, 1e-9 * expected);
        Assert.Equal(0.0, x[0, 0], 1e-9);
    }

    [Fact]
    public void What_cannot_be_stabilised_is_an_error()
    {
        Matrix one = Matrix.Identity(1), zero = new(1, 1);
        Assert.Throws<ArithmeticException>(() => Riccati.Solve(Matrix.Diagonal(2.0), zero, one, one));
        Assert.Throws<ArithmeticException>(() => Riccati.Solve(Matrix.Diagonal(2.0), one, zero, one));
        Assert.Throws<ArgumentException>(() => Riccati.Solve(one, one, one, zero));
        Assert.Throws<ArgumentException>(() => Riccati.Solve(one, new Matrix(2, 1), one, one));
    }

    [Fact]
    public void Matrices_check_their_sizes()
    {
        Assert.Throws<ArgumentException>(() => new Matrix(2, 3) * new Matrix(2, 3));
        Assert.Throws<ArgumentException>(() => new Matrix(2, 3) + new Matrix(3, 2));
        Assert.Throws<ArgumentException>(() => new Matrix(2, 2, [1, 2, 3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Matrix(2, 2)[2, 0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Matrix(2, 2)[0, -1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Matrix(0, 2));
        Assert.Equal([19.0, 22.0, 43.0, 50.0], (new Matrix(2, 2, [1, 2, 3, 4]) * new Matrix(2, 2, [5, 6, 7, 8])).Values.ToArray());
    }
}
