using Sim.Numerics;
using Xunit;

namespace Sim.Tests;

public sealed class SvdTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(5, 3, 3)]
    [InlineData(3, 5, 3)]
    [InlineData(20, 20, 20)]
    [InlineData(12, 8, 3)]
    [InlineData(8, 12, 3)]
    [InlineData(6, 4, 0)]
    public void Parts_are_orthonormal_and_give_the_matrix_back(int rows, int columns, int rank)
    {
        var random = new RandomStream(4);
        Matrix a = Draw(random, rows, rank) is { } left && rank > 0 ? left * Draw(random, rank, columns)! : new Matrix(rows, columns);
        SvdResult svd = Svd.Of(a);
        int r = Math.Min(rows, columns);
        Assert.Equal((rows, r, columns, r, r), (svd.U.Rows, svd.U.Columns, svd.V.Rows, svd.V.Columns, svd.SingularValues.Count));
        Assert.Equal(svd.SingularValues.OrderDescending(), svd.SingularValues);
        Assert.Equal(rank, svd.SingularValues.Count(s => s > 1e-12));
        AssertSame(Matrix.Identity(r), svd.U.Transpose() * svd.U, 1e-13);
        AssertSame(Matrix.Identity(r), svd.V.Transpose() * svd.V, 1e-13);
        AssertSame(a, svd.U * Matrix.Diagonal([.. svd.SingularValues]) * svd.V.Transpose(), 1e-12);
    }

    [Fact]
    public void Small_singular_values_keep_their_digits()
    {
        SvdResult svd = Svd.Of(new Matrix(3, 2, [1e200, 0, 0, 3e60, 0, 4e60]));
        Assert.Equal(1e200, svd.SingularValues[0], 1e186);
        Assert.Equal(5e60, svd.SingularValues[1], 1e46);
        Assert.Throws<ArgumentException>(() => Svd.Of(new Matrix(1, 1, [double.NaN])));
    }

    [Fact]
    public void A_matrix_worked_by_hand()
    {
        // AᵀA = [[25, 20], [20, 25]] has the eigenvalues 45 and 5.
        SvdResult svd = Svd.Of(new Matrix(2, 2, [3, 0, 4, 5]));
        Assert.Equal(Math.Sqrt(45), svd.SingularValues[0], 1e-14);
        Assert.Equal(Math.Sqrt(5), svd.SingularValues[1], 1e-14);
        Assert.Equal(Math.Sqrt(0.5), Math.Abs(svd.V[0, 0]), 1e-14);
    }

    private static Matrix? Draw(RandomStream random, int rows, int columns)
    {
        if (rows == 0 || columns == 0)
        {
            return null;
        }

        var matrix = new Matrix(rows, columns);
        foreach (ref double value in matrix.Values)
        {
            value = random.NextUniform(-1, 1);
        }

        return matrix;
    }

    private static void AssertSame(Matrix expected, Matrix found, double tolerance)
    {
        for (int i = 0; i < expected.Values.Length; i++)
        {
            Assert.Equal(expected.Values[i], found.Values[i], tolerance);
        }
    }
}
