using Sim.Numerics;
using Sim.Numerics.Tensors;
using Xunit;

namespace Sim.Tests.Tensors;

public sealed class LayoutTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 70)]
    [InlineData(65, 33)]
    [InlineData(300, 131)]
    public void A_transpose_has_rows_for_columns(int rows, int columns)
    {
        float[] x = Widths.Draw(1, rows * columns);
        float[] turned = Widths.SameBits(x.Length, r => Layout.Transpose(x, columns, r));
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                Assert.Equal(x[(i * columns) + j], turned[(j * rows) + i]);
            }
        }

        Assert.Equal(x, Layout.Transpose(Layout.Transpose(Tensor.Wrap(x, rows, columns))).Values.ToArray());
        Assert.Throws<ArgumentException>(() => Layout.Transpose(x, columns, x));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(1000, ulong.MaxValue)]
    [InlineData(1000, 5)]
    [InlineData(150_000, 1ul << 40)]
    public void Sorting_is_stable_and_that_of_a_sort(int count, ulong below)
    {
        var random = new RandomStream(2);
        ulong[] keys = [.. Enumerable.Range(0, count).Select(_ => random.NextUInt64() % below)];
        int[] order = [.. Enumerable.Range(0, count).OrderBy(i => keys[i])];
        foreach (int threads in new[] { 1, 4 })
        {
            using WorkerLimit limit = Workers.Limit(threads);
            ulong[] sorted = [.. keys];
            int[] values = [.. Enumerable.Range(0, count)];
            RadixSort.Sort(sorted, values);
            Assert.Equal(order, values);
            Assert.Equal(order.Select(i => keys[i]), sorted);
        }
    }

    [Fact]
    public void Numbers_sort_by_size_with_both_infinities_and_zeros()
    {
        float[] keys = [3, -1, 0f, float.PositiveInfinity, -0f, float.NegativeInfinity, 1e-42f, -3, 3];
        int[] values = [.. Enumerable.Range(0, keys.Length)];
        RadixSort.Sort(keys, values);
        Assert.Equal([float.NegativeInfinity, -3, -1, -0f, 0f, 1e-42f, 3, 3, float.PositiveInfinity], keys);
        Assert.Equal([5, 7, 1, 4, 2, 6, 0, 8, 3], values);
        float[] drawn = Widths.Draw(3, 5000, -100, 100), sorted = [.. drawn];
        int[] places = [.. Enumerable.Range(0, 5000)];
        RadixSort.Sort(sorted, places);
        Assert.Equal(drawn.Order(), sorted);
        Assert.Equal(sorted, places.Select(i => drawn[i]));
        Assert.Throws<ArgumentException>(() => RadixSort.Sort(new float[2], new int[3]));
    }
}
