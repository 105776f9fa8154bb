using Sim.Numerics;
using Sim.Numerics.Tensors;
using Xunit;

namespace Sim.Tests.Tensors;

public sealed class SparseCodesTests
{
    public static TheoryData<int, int, int, int> Shapes => new() { { 1, 3, 5, 2 }, { 13, 16, 33, 4 }, { 30, 70, 1000, 16 }, { 25, 600, 200, 32 }, { 600, 20, 100, 8 } };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Encoding_finds_what_the_product_and_a_search_of_it_find_bit_for_bit(int rows, int inputs, int features, int k)
    {
        float[] x = Widths.Draw(1, rows * inputs), centre = Widths.Draw(2, inputs), weights = Widths.Draw(3, inputs * features), bias = Widths.Draw(4, features, -3, 3);
        foreach (bool byFeature in new[] { false, true })
        {
            foreach (RankBy by in Enum.GetValues<RankBy>())
            {
                float[] less = new float[x.Length], product = new float[rows * features], expected = new float[rows * k];
                int[] expectedIndices = new int[rows * k], indices = new int[rows * k];
                Elementwise.SubtractRow(x, centre, less);
                Backends.Managed.Gemm(false, byFeature, rows, features, inputs, 1f, less, inputs, weights, byFeature ? inputs : features, 0f, product, features);
                Elementwise.AddRow(product, bias, product);
                Selection.TopK(product, features, k, expected, expectedIndices, by);
                float[] values = Widths.SameBits(rows * k, r =>
                {
                    SparseCodes.EncodeTopK(x, centre, weights, byFeature, inputs, features, bias, k, r, indices, by);
                    Assert.Equal(expectedIndices, indices);
                });
                Assert.Equal(expected, values);
            }
        }
    }

    [Fact]
    public void Packed_weights_serve_many_batches_and_biases_may_be_absent()
    {
        float[] weights = Widths.Draw(3, 20 * 50), product = new float[6 * 50], expected = new float[12], values = new float[12];
        int[] expectedIndices = new int[12], indices = new int[12];
        using var packed = new PackedWeights(weights, 20, 50, byFeature: true);
        for (ulong batch = 0; batch < 3; batch++)
        {
            float[] x = Widths.Draw(batch, 6 * 20);
            Backends.Managed.Gemm(false, true, 6, 50, 20, 1f, x, 20, weights, 20, 0f, product, 50);
            Selection.TopK(product, 50, 2, expected, expectedIndices);
            SparseCodes.EncodeTopK(x, [], packed, [], 2, values, indices);
            Assert.Equal(expected, values);
            Assert.Equal(expectedIndices, indices);
        }

        packed.Dispose();
        Assert.Throws<ObjectDisposedException>(() => SparseCodes.EncodeTopK(new float[20], [], packed, [], 2, new float[2], new int[2]));
    }

    [Fact]
    public void Nothing_is_allocated_for_each_row()
    {
        const int rows = 500, inputs = 40, features = 200, k = 8;
        float[] x = Widths.Draw(1, rows * inputs), weights = Widths.Draw(2, features * inputs), centre = new float[inputs], values = new float[rows * k], decoded = new float[rows * inputs], sums = new float[features * inputs];
        int[] indices = new int[rows * k];
        var index = new FeatureIndex();
        using WorkerLimit limit = Workers.Limit(1);
        long before = 0;
        for (int step = 0; step < 6; step++)
        {
            // The first steps make what is kept.
            before = step == 2 ? GC.GetAllocatedBytesForCurrentThread() : before;
            SparseCodes.EncodeTopK(x, centre, weights, true, inputs, features, [], k, values, indices);
            SparseCodes.Decode(values, indices, k, weights, centre, decoded);
            SparseCodes.DecodeGradient(indices, k, weights, inputs, decoded, values);
            index.Build(indices, k, features);
            SparseCodes.SumByFeature(index, values, decoded, inputs, sums);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4096);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Decoding_and_its_gradients_agree_with_dense_products(int rows, int inputs, int features, int k)
    {
        var random = new RandomStream(5);
        int[] indices = [.. Enumerable.Range(0, rows * k).Select(_ => random.NextInt(features))];
        float[] values = Widths.Draw(6, rows * k), weights = Widths.Draw(7, features * inputs), bias = Widths.Draw(8, inputs), g = Widths.Draw(9, rows * inputs);
        values[0] = 0;
        float[] decoded = Widths.SameBits(rows * inputs, r => SparseCodes.Decode(values, indices, k, weights, bias, r));
        float[] slopes = Widths.SameBits(rows * k, r => SparseCodes.DecodeGradient(indices, k, weights, inputs, g, r));
        var index = new FeatureIndex();
        index.Build(indices, k, features);
        float[] sums = Widths.SameBits(features * inputs, r => SparseCodes.SumByFeature(index, values, g, inputs, r));
        float[] biasSums = Widths.SameBits(features, r => SparseCodes.SumByFeature(index, values, r));

        double[] dense = new double[rows * inputs], weightGradient = new double[features * inputs], biasGradient = new double[features];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < inputs; j++)
            {
                dense[(i * inputs) + j] = bias[j];
            }

            for (int c = i * k; c < (i + 1) * k; c++)
            {
                double slope = 0;
                biasGradient[indices[c]] += values[c];
                for (int j = 0; j < inputs; j++)
                {
                    dense[(i * inputs) + j] += (double)values[c] * weights[(indices[c] * inputs) + j];
                    weightGradient[(indices[c] * inputs) + j] += (double)values[c] * g[(i * inputs) + j];
                    slope += (double)weights[(indices[c] * inputs) + j] * g[(i * inputs) + j];
                }

                Widths.Close(slope, slopes[c], 1e-6, 1e-5);
            }
        }

        AssertClose(dense, decoded);
        AssertClose(weightGradient, sums);
        AssertClose(biasGradient, biasSums);
        float[] twice = [.. sums];
        SparseCodes.SumByFeature(index, values, g, inputs, twice, add: true);
        AssertClose([.. weightGradient.Select(v => 2 * v)], twice);
    }

    [Fact]
    public void An_index_lists_codes_by_feature_in_the_order_of_rows()
    {
        var index = new FeatureIndex();
        index.Build([2, 0, 2, 3, 0, 2], 2, 5);
        Assert.Equal([1, 4], index.CodesOf(0).ToArray());
        Assert.Empty(index.CodesOf(1).ToArray());
        Assert.Equal([0, 2, 5], index.CodesOf(2).ToArray());
        Assert.Equal([3], index.CodesOf(3).ToArray());
        Assert.Equal((3, 6, 5), (index.Rows, index.Count, index.Features));
        Assert.Throws<ArgumentException>(() => index.Build([5, 0], 2, 5));
        Assert.Throws<ArgumentException>(() => index.Build([1, 0, 1], 2, 5));
        Assert.Equal(6, index.Count);
    }

    [Fact]
    public void Features_and_lengths_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentException>(() => SparseCodes.Decode([1f], [4], 1, new float[8], new float[2], new float[2]));
        Assert.Throws<ArgumentException>(() => SparseCodes.Decode([1f], [-1], 1, new float[8], new float[2], new float[2]));
        Assert.Throws<ArgumentException>(() => SparseCodes.Decode([1f], [0], 1, new float[8], new float[2], new float[3]));
        Assert.Throws<ArgumentException>(() => SparseCodes.DecodeGradient([7], 1, new float[8], 2, new float[2], new float[1]));
        using var packed = new PackedWeights(new float[8], 2, 4, byFeature: true);
        Assert.Throws<ArgumentException>(() => SparseCodes.EncodeTopK(new float[3], [], packed, [], 1, new float[1], new int[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => SparseCodes.EncodeTopK(new float[2], [], packed, [], 5, new float[5], new int[5]));
        Assert.Throws<ArgumentException>(() => SparseCodes.EncodeTopK(new float[2], [], packed, new float[3], 1, new float[1], new int[1]));
    }

    private static void AssertClose(double[] expected, float[] found)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            Widths.Close(expected[i], found[i], 2e-6, 2e-5);
        }
    }
}
