using Sim.Numerics;
using Sim.Numerics.Tensors;
using Xunit;

namespace Sim.Tests.Tensors;

public sealed class GemmTests
{
    public static TheoryData<int, int, int> Shapes => new()
    {
        { 1, 1, 1 }, { 1, 17, 5 }, { 7, 1, 9 }, { 3, 5, 0 }, { 13, 33, 1 }, { 31, 47, 63 }, { 64, 64, 64 }, { 100, 200, 400 }, { 129, 65, 770 }, { 130, 530, 97 }, { 12, 32, 384 }, { 6, 16, 385 }, { 25, 97, 800 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Products_agree_with_double_for_every_transposition_and_leading_dimension(int m, int n, int k)
    {
        foreach (bool transposeA in new[] { false, true })
        {
            foreach (bool transposeB in new[] { false, true })
            {
                foreach ((float alpha, float beta, int pad) in new[] { (1f, 0f, 0), (-0.5f, 1f, 3), (2f, 0.25f, 5), (0f, 2f, 1) })
                {
                    var problem = new GemmProblem(m, n, k, transposeA, transposeB, alpha, beta, pad, seed: 11);
                    problem.AssertSolvedBy(Backends.Managed);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void OpenBlas_agrees_with_double_where_it_is_found(int m, int n, int k)
    {
        if (Backends.OpenBlas is not { } backend)
        {
            Assert.Skip("libopenblas is not installed");
            return;
        }

        new GemmProblem(m, n, k, false, false, 1f, 0f, 0, seed: 5).AssertSolvedBy(backend);
        new GemmProblem(m, n, k, true, true, 0.5f, 2f, 3, seed: 6).AssertSolvedBy(backend);
    }

    [Theory]
    [InlineData(300, 500, 900)]
    [InlineData(37, 2000, 100)]
    [InlineData(2000, 37, 100)]
    [InlineData(40, 40, 5000)]
    public void Bits_do_not_depend_on_the_number_of_threads(int m, int n, int k)
    {
        float[][] results = [.. new[] { 1, 2, 3, 7 }.Select(threads =>
        {
            var problem = new GemmProblem(m, n, k, false, true, 1f, 0.5f, 2, seed: 3);
            using (Workers.Limit(threads))
            {
                problem.Solve(Backends.Managed);
            }

            return problem.C;
        })];
        Assert.All(results, result => Assert.Equal(results[0].Select(BitConverter.SingleToInt32Bits), result.Select(BitConverter.SingleToInt32Bits)));
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(37, 70, 600)]
    [InlineData(12, 33, 1025)]
    [InlineData(5, 81, 70)]
    [InlineData(21, 50, 513)]
    public void Every_tile_gives_the_same_bits(int m, int n, int k)
    {
        int[][] bits = [.. Enum.GetValues<ManagedBackend.Tile>().Select(tile =>
        {
            var problem = new GemmProblem(m, n, k, true, false, 0.75f, -1.5f, 1, seed: 8);
            problem.Solve(ManagedBackend.With(tile));
            return problem.C.Select(BitConverter.SingleToInt32Bits).ToArray();
        })];
        Assert.All(bits, of => Assert.Equal(bits[0], of));
    }

    [Fact]
    public void Products_allocate_nothing_on_one_thread_once_buffers_are_there()
    {
        var problem = new GemmProblem(200, 300, 700, false, true, 1f, 0f, 0, seed: 4);
        float[] a = new float[200 * 700], b = new float[300 * 700], c = new float[200 * 300];
        using WorkerLimit limit = Workers.Limit(1);
        problem.Solve(Backends.Managed);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10; i++)
        {
            Backends.Managed.Gemm(false, true, 200, 300, 700, 1f, a, 700, b, 700, 0f, c, 300);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1024);
    }

    [Fact]
    public void What_the_result_held_is_not_read_when_its_factor_is_zero()
    {
        float[] c = [float.NaN, float.PositiveInfinity];
        Backends.Managed.Gemm(false, false, 1, 2, 2, 1f, [1f, 2f], 2, [1f, 2f, 3f, 4f], 2, 0f, c, 2);
        Assert.Equal([7f, 10f], c);
        c = [float.NaN, 1f];
        Backends.Managed.Gemm(false, false, 1, 2, 0, 1f, [], 0, [], 2, 0f, c, 2);
        Assert.Equal([0f, 0f], c);
    }

    [Fact]
    public void Batches_are_products_one_by_one_and_a_stride_of_zero_shares_a_matrix()
    {
        var random = new RandomStream(9);
        Tensor a = Draw(random, 3, 5, 7), b = Draw(random, 3, 7, 4);
        Tensor c = Products.BatchMatMul(a, b);
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(Products.MatMul(a.Slice(i, 1).Reshape(5, 7), b.Slice(i, 1).Reshape(7, 4)).Values.ToArray(), c.Slice(i, 1).Values.ToArray());
        }

        float[] shared = new float[3 * 20];
        Backends.Managed.GemmBatch(3, false, false, 5, 4, 7, 1f, a.Values, 7, 35, b.Values[..28], 4, 0, 0f, shared, 4, 20);
        Assert.Equal(Products.MatMul(a, b.Slice(0, 1).Reshape(7, 4)).Values.ToArray(), shared);
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_named()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Products.MatMul(new Tensor(2, 3), new Tensor(4, 5)));
        Assert.Contains("2 × 3", error.Message, StringComparison.Ordinal);
        Assert.Contains("4 × 5", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Backends.Managed.Gemm(false, false, 2, 2, 2, 1f, new float[3], 2, new float[4], 2, 0f, new float[4], 2));
        Assert.Throws<ArgumentException>(() => Backends.Managed.Gemm(false, false, 2, 2, 2, 1f, new float[4], 1, new float[4], 2, 0f, new float[4], 2));
        Assert.Throws<ArgumentException>(() => Backends.Managed.GemmBatch(2, false, false, 2, 2, 2, 1f, new float[8], 2, 4, new float[8], 2, 4, 0f, new float[8], 2, 3));
    }

    private static Tensor Draw(RandomStream random, params ReadOnlySpan<int> shape)
    {
        var tensor = new Tensor(shape);
        foreach (ref float value in tensor.Values)
        {
            value = (float)random.NextUniform(-1, 1);
        }

        return tensor;
    }
}
