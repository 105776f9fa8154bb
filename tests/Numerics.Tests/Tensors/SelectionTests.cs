using Sim.Numerics;
using Sim.Numerics.Tensors;
using Xunit;

namespace Sim.Tests.Tensors;

public sealed class SelectionTests
{
    public static TheoryData<int, int, int> Sizes => new() { { 1, 1, 1 }, { 3, 5, 5 }, { 4, 17, 0 }, { 3, 100, 1 }, { 5, 1000, 32 }, { 2, 16384, 32 }, { 2, 5000, 700 }, { 1, 70, 64 } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void The_greatest_of_rows_are_those_of_a_sort(int rows, int columns, int k)
    {
        foreach (RankBy by in Enum.GetValues<RankBy>())
        {
            AssertTopK(Widths.Draw(1, rows * columns), rows, columns, k, by);

            // Few different numbers: ties everywhere.
            AssertTopK([.. Widths.Draw(2, rows * columns, -4, 4).Select(v => MathF.Round(v))], rows, columns, k, by);
        }
    }

    [Fact]
    public void Rows_that_rise_fall_or_stay_are_no_special_case()
    {
        float[] rising = [.. Enumerable.Range(0, 3000).Select(i => (float)i)];
        AssertTopK(rising, 1, 3000, 32, RankBy.Value);
        AssertTopK([.. rising.Reverse()], 1, 3000, 32, RankBy.Value);
        AssertTopK(new float[3000], 1, 3000, 32, RankBy.Magnitude);
        AssertTopK([.. rising.Select(i => -i)], 1, 3000, 32, RankBy.Magnitude);
    }

    [Fact]
    public void NaN_comes_last_and_minus_infinity_before_it()
    {
        float[] row = new float[500];
        Array.Fill(row, float.NaN);
        (row[3], row[77], row[400]) = (float.NegativeInfinity, -5, float.NegativeInfinity);
        float[] values = new float[5];
        int[] indices = new int[5];
        Selection.TopK(row, 500, 5, values, indices);
        Assert.Equal([-5, float.NegativeInfinity, float.NegativeInfinity, float.NaN, float.NaN], values);
        Assert.Equal([77, 3, 400, 0, 1], indices);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4_000)]
    [InlineData(30_000)]
    public void The_greatest_few_of_very_many_are_those_that_ranking_all_finds(int k)
    {
        const int Count = 500_009;
        float[] drawn = Widths.Draw(5, Count, -4, 4), closed = [.. drawn.Select(v => MathF.Max(v - 3.99f, 0))], ties = [.. drawn.Select(v => MathF.Round(v * 8))];
        float[] steep = [.. drawn.Select((v, i) => v + (i % 1024 == 0 ? 100 : 0))], rising = [.. Enumerable.Range(0, Count).Select(i => i < Count / 2 ? -1f : i)];
        foreach (RankBy by in Enum.GetValues<RankBy>())
        {
            foreach (float[] x in new[] { drawn, closed, ties, steep, rising, [.. drawn.Select(v => v > 3.9f ? float.NaN : v)], [.. drawn.Select(v => v > 3.9f ? float.PositiveInfinity : v)] })
            {
                float[] values = new float[k], same = new float[k];
                int[] indices = new int[k], places = new int[k];
                Selection.BatchTopK(x, k, values, indices, by);
                bool filtered = Exact(x, k, same, places, by);
                Assert.True(filtered || x != drawn);
                Assert.True(places.AsSpan().SequenceEqual(indices));
                Assert.Equal(same, values);
            }
        }

        static unsafe bool Exact(float[] x, int k, float[] values, int[] indices, RankBy by)
        {
            fixed (float* px = x, pv = values)
            fixed (int* pi = indices)
            {
                bool filtered = BatchFilter.TryTopK(px, x.Length, k, pv, pi, by);
                Selection.Exact(px, x.Length, k, pv, pi, by);
                return filtered;
            }
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(10, 0)]
    [InlineData(1000, 1000)]
    [InlineData(200_000, 777)]
    public void The_greatest_of_a_batch_are_those_of_a_sort(int count, int k)
    {
        foreach (RankBy by in Enum.GetValues<RankBy>())
        {
            foreach (float[] x in new[] { Widths.Draw(1, count), [.. Widths.Draw(2, count, -4, 4).Select(v => MathF.Round(v))] })
            {
                int[] expected = [.. Order(x, by).Take(k).Order()];
                int[] indices = new int[k];
                float[] values = Widths.SameBits(k, r => Selection.BatchTopK(x, k, r, indices, by));
                Assert.Equal(expected, indices);
                Assert.Equal(expected.Select(i => x[i]), values);
            }
        }
    }

    [Fact]
    public void More_than_there_are_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Selection.TopK(new float[6], 3, 4, new float[8], new int[8]));
        Assert.Throws<ArgumentException>(() => Selection.TopK(new float[6], 3, 2, new float[3], new int[4]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Selection.BatchTopK(new float[6], 7, new float[7], new int[7]));
    }

    private static void AssertTopK(float[] x, int rows, int columns, int k, RankBy by)
    {
        int[] indices = new int[rows * k];
        float[] values = Widths.SameBits(rows * k, r => Selection.TopK(x, columns, k, r, indices, by));
        for (int i = 0; i < rows; i++)
        {
            float[] row = x[(i * columns)..((i + 1) * columns)];
            int[] expected = [.. Order(row, by).Take(k)];
            Assert.Equal(expected, indices[(i * k)..((i + 1) * k)]);
            Assert.Equal(expected.Select(j => row[j]), values[(i * k)..((i + 1) * k)]);
        }
    }

    // LINQ's order is stable, so of equals the lower index stays first.
    private static IEnumerable<int> Order(float[] x, RankBy by) => Enumerable.Range(0, x.Length).OrderByDescending(i => by == RankBy.Magnitude ? Math.Abs(x[i]) : x[i] + 0f);
}
