using Sim.Numerics;
using Sim.Numerics.Search;
using Sim.Numerics.Tensors;

namespace Sim.Tests.Search;

/// <summary>Rows found through bounds are those of a full search.</summary>
public sealed class InnerProductIndexTests
{
    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(3, 5, 7, 5)]
    [InlineData(12, 32, 16, 4)]
    [InlineData(13, 33, 15, 33)]
    [InlineData(40, 1000, 33, 8)]
    [InlineData(200, 700, 96, 32)]
    [InlineData(5, 300, 1, 3)]
    public void What_is_found_is_what_a_full_search_finds(int queries, int rows, int columns, int count)
    {
        foreach (RankBy order in Enum.GetValues<RankBy>())
        {
            var random = new RandomStream((ulong)((queries * 1000) + (rows * 10) + columns));
            Tensor x = Normal(random, queries, columns), w = Normal(random, rows, columns), bias = Normal(random, 1, rows);

            Holds(x, w, null, count, order);
            Holds(x, w, bias, count, order);
        }
    }

    [Fact]
    public void Equal_rows_huge_and_tiny_numbers_and_zeros_are_told_apart_as_in_a_full_search()
    {
        var random = new RandomStream(11);
        Tensor x = Normal(random, 30, 24), w = Normal(random, 500, 24);
        for (int row = 0; row < 500; row++)
        {
            float scale = (row % 5) switch { 0 => 1e-30f, 1 => 1e12f, 2 => 0, _ => 1 };
            foreach (ref float value in w.Row(row))
            {
                value = row % 7 == 0 ? 0.25f : value * scale;
            }
        }

        x.Row(3).Clear();
        x.Row(4).Fill(1e-40f);
        x.Row(5)[2] = 1e9f;
        foreach (RankBy order in Enum.GetValues<RankBy>())
        {
            Holds(x, w, null, 40, order);
        }
    }

    [Fact]
    public void Rows_that_cannot_be_told_apart_are_all_multiplied()
    {
        var w = new Tensor(4000, 8);
        w.Values.Fill(1);
        var x = new Tensor(2, 8);
        x.Values.Fill(0.5f);

        Holds(x, w, null, 10, RankBy.Value);
    }

    [Theory]
    [InlineData(RankBy.Value)]
    [InlineData(RankBy.Magnitude)]
    public void Rows_with_a_bias_of_minus_infinity_come_last(RankBy order)
    {
        var random = new RandomStream(3);
        Tensor x = Normal(random, 4, 6), w = Normal(random, 500, 6), bias = new(500);
        bias.Values.Fill(float.NegativeInfinity);
        (bias.Values[9], bias.Values[441]) = (0, 1);
        int[] indices = new int[4 * 3];
        float[] products = new float[4 * 3];

        new InnerProductIndex(w).Find(x, bias, 3, indices, products, order);

        for (int query = 0; query < 4; query++)
        {
            Assert.Equal([9, 441], indices.AsSpan(query * 3, 2).ToArray().Order());
            Assert.Equal((0, float.NegativeInfinity), (indices[(query * 3) + 2], products[(query * 3) + 2]));
        }
    }

    [Fact]
    public void Threads_and_widths_of_vectors_change_no_bit()
    {
        var random = new RandomStream(5);
        Tensor x = Normal(random, 500, 70), w = Normal(random, 900, 70);
        var index = new InnerProductIndex(w);
        (int[] indices, float[] products) = Found(index, x, 16);
        using (Workers.Limit(1))
        {
            (int[] again, float[] same) = Found(index, x, 16);
            Assert.Equal(indices, again);
            Assert.Equal(products, same);
        }

        for (int i = 0; i < products.Length; i++)
        {
            Assert.Equal(DotProduct.Plain(x.Row(i / 16), w.Row(indices[i])), products[i]);
        }
    }

    [Fact]
    public unsafe void The_scalar_twin_multiplies_tiles_to_the_same_numbers()
    {
        const int pairs = 9;
        var random = new RandomStream(6);
        short[] a = Numbers(pairs * 2 * TileProducts.TileRows), b = Numbers(pairs * 2 * TileProducts.TileColumns);
        int[] plain = new int[TileProducts.TileRows * TileProducts.TileColumns], wide = new int[plain.Length];
        fixed (short* x = a, y = b)
        {
            fixed (int* c = plain, d = wide)
            {
                TileProducts.Plain(x, y, pairs, c);
                TileProducts.Multiply(x, y, pairs, d);
            }
        }

        Assert.Equal(plain, wide);

        short[] Numbers(int count)
        {
            short[] numbers = new short[count];
            foreach (ref short number in numbers.AsSpan())
            {
                number = (short)((random.NextDouble() * 20000) - 10000);
            }

            return numbers;
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(767)]
    public unsafe void What_quantising_loses_is_within_its_bound(int columns)
    {
        var random = new RandomStream(8);
        for (int i = 0; i < 50; i++)
        {
            Span<float> row = Normal(random, 1, columns).Values;
            row[0] *= i * i;
            short[] numbers = new short[columns + 1];
            Quantised kept;
            fixed (short* target = numbers)
            {
                kept = Quantiser.Write(row, target, 2);
            }

            double lost = 0, norm = 0;
            for (int j = 0; j < columns; j++)
            {
                double difference = row[j] - ((double)numbers[j] * kept.Step);
                (lost, norm) = (lost + (difference * difference), norm + ((double)row[j] * row[j]));
            }

            Assert.InRange(Math.Sqrt(lost), 0, kept.Lost);
            Assert.InRange(Math.Sqrt(norm), 0, kept.Norm);
            Assert.InRange(kept.Lost, 0, (kept.Norm * 2e-4 * Math.Max(1, Math.Sqrt(columns) / 10)) + 1e-37);
        }
    }

    [Fact]
    public void A_changed_row_is_found_after_a_refresh()
    {
        var random = new RandomStream(9);
        Tensor x = Normal(random, 1, 12), w = Normal(random, 70, 12);
        var index = new InnerProductIndex(w);
        x.Values.CopyTo(w.Row(69));
        w.Row(69)[0] += 1000 * x.Values[0];
        index.Refresh(69, 1);

        Assert.Equal(69, Found(index, x, 1).Indices[0]);
    }

    [Fact]
    public void What_does_not_fit_is_refused_by_name()
    {
        var index = new InnerProductIndex(new Tensor(4, 3));
        Assert.Contains("columns differ", Assert.Throws<ArgumentException>(() => index.Find(new Tensor(2, 4), null, 1, new int[2], new float[2])).Message, StringComparison.Ordinal);
        Assert.Contains("one number for each row", Assert.Throws<ArgumentException>(() => index.Find(new Tensor(2, 3), new Tensor(3), 1, new int[2], new float[2])).Message, StringComparison.Ordinal);
        Assert.Contains("room for 1", Assert.Throws<ArgumentException>(() => index.Find(new Tensor(2, 3), null, 1, new int[1], new float[2])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => index.Find(new Tensor(2, 3), null, 5, new int[10], new float[10]));
        var odd = new Tensor(400, 3);
        odd.Values[700] = float.NaN;
        Assert.Contains("NaN", Assert.Throws<ArgumentException>(() => new InnerProductIndex(odd)).Message, StringComparison.Ordinal);
        Assert.Contains("NaN", Assert.Throws<ArgumentException>(() => index.Find(odd, null, 1, new int[400], new float[400])).Message, StringComparison.Ordinal);
        var bias = new Tensor(4);
        bias.Values[2] = float.NaN;
        Assert.Contains("bias 2", Assert.Throws<ArgumentException>(() => index.Find(new Tensor(2, 3), bias, 1, new int[2], new float[2])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_search_allocates_next_to_nothing()
    {
        var random = new RandomStream(10);
        Tensor x = Normal(random, 300, 40), w = Normal(random, 600, 40);
        var index = new InnerProductIndex(w);
        int[] indices = new int[300 * 8];
        float[] products = new float[300 * 8];
        using var one = Workers.Limit(1);
        index.Find(x, null, 8, indices, products);
        long before = GC.GetAllocatedBytesForCurrentThread();
        index.Find(x, null, 8, indices, products);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1024);
    }

    private static void Holds(Tensor x, Tensor w, Tensor? bias, int count, RankBy order)
    {
        int[] indices = new int[x.Rows * count];
        float[] products = new float[x.Rows * count];
        new InnerProductIndex(w).Find(x, bias, count, indices, products, order);
        for (int query = 0; query < x.Rows; query++)
        {
            var expected = Enumerable.Range(0, w.Rows)
                .Select(row => (Row: row, Product: DotProduct.Plain(x.Row(query), w.Row(row)) + (bias?.Values[row] ?? 0)))
                .OrderByDescending(p => order == RankBy.Magnitude ? MathF.Abs(p.Product) : p.Product).ThenBy(p => p.Row).Take(count).ToList();
            Assert.Equal(expected.Select(p => p.Row), indices.AsSpan(query * count, count).ToArray());
            Assert.Equal(expected.Select(p => p.Product), products.AsSpan(query * count, count).ToArray());
        }
    }

    private static (int[] Indices, float[] Products) Found(InnerProductIndex index, Tensor x, int count)
    {
        int[] indices = new int[x.Rows * count];
        float[] products = new float[x.Rows * count];
        index.Find(x, null, count, indices, products);
        return (indices, products);
    }

    private static Tensor Normal(RandomStream random, int rows, int columns)
    {
        var tensor = new Tensor(rows, columns);
        foreach (ref float value in tensor.Values)
        {
            value = (float)random.NextNormal();
        }

        return tensor;
    }
}
