using Sim.Numerics;
using Sim.Numerics.Gradients;
using Sim.Numerics.Sparse;
using Sim.Numerics.Tensors;

namespace Sim.Tests.Numerics.Sparse;

/// <summary>The largest of a whole batch are those that sorting all products gives.</summary>
public sealed class BatchTopTests
{
    [Theory]
    [InlineData(1, 5, 3, 2)]
    [InlineData(7, 40, 12, 21)]
    [InlineData(24, 64, 16, 120)]
    [InlineData(24, 64, 16, 1400)]
    [InlineData(50, 300, 20, 100)]
    [InlineData(50, 300, 20, 1)]
    public void The_largest_of_the_batch_are_found_wherever_they_lie(int rows, int features, int width, int total)
    {
        for (ulong seed = 0; seed < 4; seed++)
        {
            (Tensor x, Tensor w, Tensor bias) = (Random(seed, rows, width), Random(seed + 10, features, width), Random(seed + 20, 1, features).Reshape(features));

            // A few loud tokens hold most of what is large, as outliers of a language model do.
            for (int row = 0; row < rows; row += 6)
            {
                foreach (ref float value in x.Row(row))
                {
                    value *= 10;
                }
            }

            var tape = new Tape();
            SparseRows found = tape.EncodeBatchTop(Variable.Constant(x), null, Variable.Parameter("w", w), Variable.Constant(bias), total);

            Assert.Equal(Expected(Products.MatMul(x, w, transposeB: true), bias, total), Elements(found));
        }
    }

    [Fact]
    public void Of_equal_elements_the_earlier_in_the_matrix_are_taken()
    {
        var x = new Tensor(6, 4);
        x.Values.Fill(1);
        var w = new Tensor(9, 4);
        w.Values.Fill(0.5f);
        SparseRows found = new Tape().EncodeBatchTop(Variable.Constant(x), null, Variable.Parameter("w", w), null, 20);

        Assert.Equal([.. Enumerable.Range(0, 20).Select(i => (i / 9, i % 9, 2f))], Elements(found));
    }

    [Fact]
    public void What_is_not_positive_is_not_held_even_where_too_few_are()
    {
        var x = new Tensor(3, 2);
        x.Values.Fill(-1);
        x.Row(1).Fill(1);
        var w = new Tensor(5, 2);
        w.Values.Fill(1);
        SparseRows found = new Tape().EncodeBatchTop(Variable.Constant(x), null, Variable.Parameter("w", w), null, 12);

        Assert.Equal([0, 0, 5, 5], found.Starts.ToArray());
    }

    [Fact]
    public void Numbers_that_are_not_finite_are_refused()
    {
        var x = new Tensor(2, 3);
        x.Values[4] = float.NaN;
        Assert.Contains("number 4 of a tensor of 2 × 3", Assert.Throws<ArgumentException>(() => new Tape().EncodeBatchTop(Variable.Constant(x), null, Variable.Parameter("w", new Tensor(5, 3)), null, 4)).Message, StringComparison.Ordinal);
        Assert.Contains("has no number for each row", Assert.Throws<ArgumentException>(() => new Tape().EncodeBatchTop(Variable.Constant(x), null, Variable.Parameter("w", new Tensor(5, 3)), Variable.Constant(new Tensor(4)), 4)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_that_are_not_kept_are_gone_and_get_no_gradient()
    {
        var tape = new Tape();
        Variable values = Variable.Parameter("v", Tensor.Wrap([1f, 2, 3, 4, 5], 5));
        var rows = new SparseRows(6, [0, 2, 2, 5], [4, 1, 0, 3, 5], values);
        SparseRows kept = tape.KeepColumns(rows, 1, 4);

        Assert.Equal([(0, 1, 2f), (2, 3, 4f)], Elements(kept));
        tape.Backward(kept.Values, Tensor.Wrap([10f, 20], 2));
        Assert.Equal([0f, 10, 0, 20, 0], values.Gradient!.Values.ToArray());
    }

    private static (int Row, int Column, float Value)[] Elements(SparseRows rows) =>
    [
        .. Enumerable.Range(0, rows.RowCount)
            .SelectMany(row => Enumerable.Range(rows.Starts[row], rows.Starts[row + 1] - rows.Starts[row]).Select(i => (row, rows.Columns[i], rows.Values.Value.Values[i])))
            .OrderBy(e => e),
    ];

    private static (int Row, int Column, float Value)[] Expected(Tensor products, Tensor bias, int total) =>
    [
        .. Enumerable.Range(0, products.Rows)
            .SelectMany(row => Enumerable.Range(0, products.Columns).Select(column => (row, column, products[row, column] + bias.Values[column])))
            .Where(e => e.Item3 > 0).OrderByDescending(e => e.Item3).ThenBy(e => e.row).ThenBy(e => e.column).Take(total).Order(),
    ];

    private static Tensor Random(ulong seed, int rows, int columns)
    {
        var random = new RandomStream(seed);
        var tensor = new Tensor(rows, columns);
        foreach (ref float value in tensor.Values)
        {
            value = (float)random.NextNormal();
        }

        return tensor;
    }
}
