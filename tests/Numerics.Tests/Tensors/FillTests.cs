using Sim.Numerics;
using Sim.Numerics.Tensors;

namespace Sim.Tests.Tensors;

public sealed class FillTests
{
    [Fact]
    public void Elements_are_the_numbers_of_the_stream_for_any_number_of_threads()
    {
        var tensor = new Tensor(300, 200);
        foreach (int threads in new[] { 1, 2, 3 })
        {
            using WorkerLimit limit = Workers.Limit(threads);
            RandomStream random = new(8) { Position = 5 }, same = new(8) { Position = 5 };
            Fill.Normal(tensor, random, 1, 2);
            foreach (float number in tensor.Values)
                Assert.Equal((float)same.NextNormal(1, 2), number);

            Fill.Uniform(tensor, random, -3, -1);
            foreach (float number in tensor.Values)
                Assert.Equal((float)same.NextUniform(-3, -1), number);

            Assert.Equal(same.Position, random.Position);
        }
    }

    [Fact]
    public void Kaimings_bound_is_that_of_a_linear_layer()
    {
        Tensor weights = new(50, 400), bias = new(50);
        Fill.KaimingUniform(weights, new RandomStream(1));
        Fill.KaimingUniform(bias, new RandomStream(2), fanIn: 400);
        Assert.All(weights.Values.ToArray(), v => Assert.InRange(v, -0.05f, 0.05f));
        Assert.All(bias.Values.ToArray(), v => Assert.InRange(v, -0.05f, 0.05f));
        Assert.True(weights.Values.ToArray().Max() > 0.0499f);
        Assert.Equal(0.05 / Math.Sqrt(3), Math.Sqrt(weights.Values.ToArray().Average(v => (double)v * v)), 0.0005);
        Fill.KaimingUniform(weights, new RandomStream(1), slope: 0);
        Assert.Equal(Math.Sqrt(6.0 / 400), weights.Values.ToArray().Max(), 1e-4);
        Assert.Throws<ArgumentException>(() => Fill.KaimingUniform(bias, new RandomStream(2)));
    }

    [Theory]
    [InlineData(12, 40)]
    [InlineData(40, 12)]
    [InlineData(30, 30)]
    [InlineData(1, 5)]
    public void Orthogonal_vectors_are_orthogonal(int rows, int columns)
    {
        var tensor = new Tensor(rows, columns);
        Fill.Orthogonal(tensor, new RandomStream(3), gain: 2);
        Tensor products = rows <= columns ? Products.MatMul(tensor, tensor, transposeB: true) : Products.MatMul(tensor, tensor, transposeA: true);
        for (int i = 0; i < products.Rows; i++)
        {
            for (int j = 0; j < products.Columns; j++)
                Assert.Equal(i == j ? 4 : 0, products[i, j], 3e-6);
        }
    }

    [Fact]
    public void Unit_rows_and_columns_have_length_one_and_zeros_stay()
    {
        var tensor = new Tensor(70, 530);
        Fill.UnitRows(tensor, new RandomStream(4));
        for (int i = 0; i < tensor.Rows; i++)
            Assert.Equal(1, Math.Sqrt(tensor.Row(i).ToArray().Sum(v => (double)v * v)), 1e-6);

        Fill.UnitColumns(tensor, new RandomStream(4));
        for (int j = 0; j < tensor.Columns; j++)
            Assert.Equal(1, Math.Sqrt(Enumerable.Range(0, tensor.Rows).Sum(i => (double)tensor[i, j] * tensor[i, j])), 1e-6);

        Tensor some = Tensor.Wrap([3, 4, 0, 0], 2, 2);
        Normalise.Rows(some, 5);
        Assert.Equal([0.3f, 0.4f, 0, 0], some.Values.ToArray());
        some = Tensor.Wrap([3, 0, 4, 0], 2, 2);
        Normalise.Columns(some);
        Assert.Equal([0.6f, 0, 0.8f, 0], some.Values.ToArray());
    }
}
