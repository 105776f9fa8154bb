using Sim.Numerics;
using Sim.Numerics.Tensors;
using Xunit;

namespace Sim.Tests.Tensors;

public sealed class RowKernelTests
{
    public static TheoryData<int, int> Shapes => new() { { 1, 1 }, { 3, 7 }, { 5, 16 }, { 4, 65 }, { 130, 100 }, { 7, 1000 }, { 200, 130 } };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Sums_by_row_and_by_column_agree_with_double(int rows, int columns)
    {
        float[] x = Widths.Draw(1, rows * columns), y = Widths.Draw(2, rows * columns);
        float[] rowSums = Widths.SameBits(rows, r => Reductions.RowSums(x, columns, r));
        float[] rowNorms = Widths.SameBits(rows, r => Reductions.RowSquaredNorms(x, columns, r));
        float[] rowDots = Widths.SameBits(rows, r => Reductions.RowDots(x, y, columns, r));
        float[] columnSums = Widths.SameBits(columns, r => Reductions.ColumnSums(x, r));
        float[] columnNorms = Widths.SameBits(columns, r => Reductions.ColumnSquaredNorms(x, r));
        float[] columnDots = Widths.SameBits(columns, r => Reductions.ColumnDots(x, y, r));
        for (int i = 0; i < rows; i++)
        {
            var row = Enumerable.Range(i * columns, columns);
            Widths.Close(row.Sum(p => (double)x[p]), rowSums[i], 1e-6, 1e-5);
            Widths.Close(row.Sum(p => (double)x[p] * x[p]), rowNorms[i], 1e-6, 0);
            Widths.Close(row.Sum(p => (double)x[p] * y[p]), rowDots[i], 1e-6, 1e-5);
        }

        for (int j = 0; j < columns; j++)
        {
            var column = Enumerable.Range(0, rows).Select(i => (i * columns) + j);
            Widths.Close(column.Sum(p => (double)x[p]), columnSums[j], 1e-6, 1e-5);
            Widths.Close(column.Sum(p => (double)x[p] * x[p]), columnNorms[j], 1e-6, 0);
            Widths.Close(column.Sum(p => (double)x[p] * y[p]), columnDots[j], 1e-6, 1e-5);
        }
    }

    [Fact]
    public void Totals_agree_with_double_and_do_not_depend_on_threads_or_widths()
    {
        float[] x = Widths.Draw(1, 100_001), y = Widths.Draw(2, 100_001);
        float[] totals = Widths.SameBits(3, r => (r[0], r[1], r[2]) = ((float)Reductions.Sum(x), (float)Reductions.SquaredNorm(x), (float)Reductions.Dot(x, y)));
        Widths.Close(x.Sum(v => (double)v), totals[0], 1e-6, 1e-3);
        Widths.Close(x.Sum(v => (double)v * v), totals[1], 1e-6, 0);
        Widths.Close(x.Zip(y, (a, b) => (double)a * b).Sum(), totals[2], 1e-6, 1e-3);
        Assert.Equal(0, Reductions.Sum([]));
    }

    [Fact]
    public void The_greatest_of_a_row_is_the_first_of_several()
    {
        float[] x = [1, 3, 3, -1, 0, -5, -4, -4, -9, -8, float.NegativeInfinity, float.NegativeInfinity, float.NegativeInfinity, float.NegativeInfinity, float.NegativeInfinity];
        int[] indices = new int[3];
        Reductions.RowArgMax(x, 5, indices);
        Assert.Equal([1, 1, 0], indices);
        float[] drawn = Widths.Draw(5, 40 * 333);
        int[] many = new int[40];
        Reductions.RowArgMax(drawn, 333, many);
        Assert.Equal(Enumerable.Range(0, 40).Select(i => Array.IndexOf(drawn, drawn[(i * 333)..((i + 1) * 333)].Max(), i * 333) - (i * 333)), many);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Softmax_and_its_gradient_agree_with_double(int rows, int columns)
    {
        float[] x = Widths.Draw(1, rows * columns, -5, 5), g = Widths.Draw(2, rows * columns);
        float[] y = Widths.SameBits(x.Length, r => Softmax.Rows(x, columns, r));
        float[] log = Widths.SameBits(x.Length, r => Softmax.LogRows(x, columns, r));
        float[] back = Widths.SameBits(x.Length, r => Softmax.RowsGradient(y, g, columns, r));
        float[] logBack = Widths.SameBits(x.Length, r => Softmax.LogRowsGradient(log, g, columns, r));
        for (int i = 0; i < rows; i++)
        {
            int start = i * columns;
            double sum = x[start..(start + columns)].Sum(v => Math.Exp(v));
            double dot = Enumerable.Range(start, columns).Sum(p => Math.Exp(x[p]) / sum * g[p]), total = g[start..(start + columns)].Sum(v => (double)v);
            for (int p = start; p < start + columns; p++)
            {
                double share = Math.Exp(x[p]) / sum;
                Widths.Close(share, y[p], 2e-6, 1e-9);
                Widths.Close(Math.Log(share), log[p], 1e-6, 2e-6);
                Widths.Close(share * (g[p] - dot), back[p], 2e-6, 1e-6);
                Widths.Close(g[p] - (share * total), logBack[p], 2e-6, 2e-5);
            }
        }
    }

    [Fact]
    public void Softmax_of_huge_numbers_does_not_overflow()
    {
        float[] y = new float[3];
        Softmax.Rows([1e30f, 1e30f, -1e30f], 3, y);
        Assert.Equal([0.5f, 0.5f, 0f], y);
        Softmax.Rows([float.NegativeInfinity, 0f, 0f], 3, y);
        Assert.Equal([0f, 0.5f, 0.5f], y);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Normalisation_and_its_gradient_agree_with_double(int rows, int columns)
    {
        const float epsilon = 1e-5f;
        float[] x = Widths.Draw(1, rows * columns, 2, 5), weight = Widths.Draw(2, columns), bias = Widths.Draw(3, columns), g = Widths.Draw(4, rows * columns);
        float[] means = new float[rows], inverses = new float[rows], rms = new float[rows];
        float[] layer = Widths.SameBits(x.Length, r => Norms.Layer(x, columns, weight, bias, epsilon, r, means, inverses));
        float[] root = Widths.SameBits(x.Length, r => Norms.RootMeanSquare(x, columns, weight, epsilon, r, rms));
        float[] layerBack = Widths.SameBits(x.Length, r => Norms.LayerGradient(x, columns, weight, means, inverses, g, r));
        float[] rootBack = Widths.SameBits(x.Length, r => Norms.RootMeanSquareGradient(x, columns, weight, rms, g, r));
        for (int i = 0; i < rows; i++)
        {
            double[] row = [.. x[(i * columns)..((i + 1) * columns)].Select(v => (double)v)], h = [.. Enumerable.Range(0, columns).Select(j => (double)g[(i * columns) + j] * weight[j])];
            double mean = row.Average(), inverse = 1 / Math.Sqrt(row.Average(v => (v - mean) * (v - mean)) + epsilon), rootInverse = 1 / Math.Sqrt(row.Average(v => v * v) + epsilon);
            double level = h.Average(), along = row.Zip(h, (v, w) => (v - mean) * inverse * w).Average(), rootAlong = row.Zip(h, (v, w) => v * rootInverse * w).Average();
            for (int j = 0; j < columns; j++)
            {
                int p = (i * columns) + j;
                Widths.Close(((row[j] - mean) * inverse * weight[j]) + bias[j], layer[p], 1e-5, 1e-5);
                Widths.Close(row[j] * rootInverse * weight[j], root[p], 2e-6, 0);
                Widths.Close(inverse * (h[j] - level - ((row[j] - mean) * inverse * along)), layerBack[p], 1e-4, columns == 1 ? 1e-3 : 1e-4);
                Widths.Close(rootInverse * (h[j] - (row[j] * rootInverse * rootAlong)), rootBack[p], 1e-5, 1e-6);
            }
        }
    }
}
