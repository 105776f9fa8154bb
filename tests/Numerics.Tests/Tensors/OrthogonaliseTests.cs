using Sim.Numerics;
using Sim.Numerics.Tensors;

namespace Sim.Tests.Tensors;

public sealed class OrthogonaliseTests
{
    [Theory]
    [InlineData(5, 3, 0)]
    [InlineData(7, 7, 0)]
    [InlineData(600, 90, 0)]
    [InlineData(600, 90, 0.9f)]
    [InlineData(600, 90, 0.99999f)]
    public void The_factor_is_orthonormal_and_leaves_a_triangle_with_positive_diagonal(int rows, int columns, float alike)
    {
        var matrix = new Tensor(rows, columns);
        Fill.Normal(matrix, new RandomStream(6));

        // Columns that lean towards the first one are harder to tell apart.
        for (int r = 0; r < rows; r++)
        {
            for (int c = 1; c < columns; c++)
                matrix[r, c] = (alike * matrix[r, 0]) + ((1 - alike) * matrix[r, c]);
        }

        Tensor q = matrix.Copy();
        Orthogonalise.Columns(q);
        Tensor gram = Products.MatMul(q, q, transposeA: true), triangle = Products.MatMul(q, matrix, transposeA: true), product = Products.MatMul(q, triangle);
        for (int i = 0; i < columns; i++)
        {
            Assert.True(triangle[i, i] > 0);
            for (int j = 0; j < columns; j++)
            {
                Assert.Equal(i == j ? 1 : 0, gram[i, j], 3e-6);
                Assert.True(i <= j || Math.Abs(triangle[i, j]) < 2e-4, $"{i} {j}: {triangle[i, j]}");
            }
        }

        for (int i = 0; i < matrix.Count; i++)
            Assert.Equal(matrix.Values[i], product.Values[i], 1e-4);
    }

    [Fact]
    public void Both_ways_find_the_same_factor()
    {
        // The first columns of a matrix decide the first columns of its factor, so that of a narrow part, which goes the other way, must be the same.
        var matrix = new Tensor(700, 80);
        Fill.Normal(matrix, new RandomStream(7));
        var part = new Tensor(700, 20);
        for (int r = 0; r < part.Rows; r++)
            matrix.Row(r)[..20].CopyTo(part.Row(r));

        Orthogonalise.Columns(matrix);
        Orthogonalise.Columns(part);
        for (int r = 0; r < part.Rows; r++)
        {
            for (int c = 0; c < 20; c++)
                Assert.Equal(part[r, c], matrix[r, c], 1e-6);
        }
    }

    [Fact]
    public void Columns_that_depend_on_one_another_are_refused_and_left()
    {
        Tensor matrix = Tensor.Wrap([1, 2, 2, 4, 3, 6], 3, 2), wide = new(2, 3);
        Assert.Throws<ArithmeticException>(() => Orthogonalise.Columns(matrix));
        Assert.Equal([1, 2, 2, 4, 3, 6], matrix.Values.ToArray());
        Assert.Throws<ArgumentException>(() => Orthogonalise.Columns(wide));
        matrix.Values[3] = float.NaN;
        Assert.Throws<ArithmeticException>(() => Orthogonalise.Columns(matrix));
    }
}
