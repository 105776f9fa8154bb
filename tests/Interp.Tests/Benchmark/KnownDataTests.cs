using Sim.Interp.Benchmark;
using Sim.Numerics.Sparse;
using Sim.Numerics.Tensors;

namespace Sim.Tests.Interp.Benchmark;

public class KnownDataTests
{
    public static TheoryData<string> Structures => [.. BenchmarkTasks.All.Concat(BenchmarkTasks.Settings.Select(s => s.Task)).Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(Structures))]
    public void Directions_have_length_one_tokens_are_finite_and_the_same_for_the_same_seed_and_purpose(string name)
    {
        KnownData data = Of(name, 3), again = Of(name, 3), other = Of(name, 4);
        for (int row = 0; row < data.Directions.Rows; row++)
        {
            Assert.Equal(1, RowProducts.Dot(data.Directions.Row(row), data.Directions.Row(row)), 1e-5);
        }

        KnownBatch batch = data.Draw(200, "a");
        Assert.All(batch.Activations.Values.ToArray(), v => Assert.True(float.IsFinite(v)));
        Assert.Equal(batch.Activations.Values.ToArray(), again.Draw(200, "a").Activations.Values.ToArray());
        Assert.Equal(batch.Activations.Values[..100].ToArray(), again.Draw(50, "a").Activations.Values[..100].ToArray());
        Assert.NotEqual(batch.Activations.Values.ToArray(), data.Draw(200, "b").Activations.Values.ToArray());
        Assert.NotEqual(data.Directions.Values.ToArray(), other.Directions.Values.ToArray());
    }

    [Theory]
    [InlineData("independent")]
    [InlineData("hierarchical")]
    [InlineData("correlated")]
    [InlineData("bidirectional")]
    [InlineData("compositional")]
    public void Tokens_have_about_as_many_codes_as_the_structure_says(string name)
    {
        KnownData data = Of(name, 1);
        KnownBatch batch = data.Draw(20_000, "count");
        double mean = batch.Codes.Values.ToArray().Count(c => c != 0) / 20_000.0;
        Assert.InRange(mean, data.Active - 0.2, data.Active + 0.2);
    }

    [Theory]
    [InlineData(0.4, 0)]
    [InlineData(0, 0)]
    [InlineData(0.3, 0.5)]
    public void Children_need_their_parent_exclude_siblings_and_lean_as_told(double siblings, double lean)
    {
        var data = new HierarchicalData(5, siblings, lean, width: 64);
        double between = 0;
        for (int parent = 0; parent < 64; parent += 8)
        {
            for (int child = 1; child < 8; child++)
            {
                Assert.Equal(lean, RowProducts.Dot(data.Directions.Row(parent), data.Directions.Row(parent + child)), 1e-5);
                for (int sibling = 1; sibling < child; sibling++)
                {
                    between += RowProducts.Dot(data.Directions.Row(parent + sibling), data.Directions.Row(parent + child)) / (8 * 21);
                }
            }
        }

        Assert.Equal((siblings * (1 - (lean * lean))) + (lean * lean), between, 0.05);
        Tensor codes = data.Draw(5000, "tree").Codes;
        int alone = 0;
        for (int token = 0; token < codes.Rows; token++)
        {
            for (int parent = 0; parent < 64; parent += 8)
            {
                int active = codes.Row(token).Slice(parent + 1, 7).ToArray().Count(c => c != 0);
                Assert.InRange(active, 0, codes[token, parent] > 0 ? 1 : 0);
                alone += codes[token, parent] > 0 && active == 0 ? 1 : 0;
            }
        }

        Assert.InRange(alone, 0.2 * 0.2 * 40_000 * 0.9, 0.2 * 0.2 * 40_000 * 1.1);
    }

    [Fact]
    public void Codes_of_a_group_come_together_and_of_different_groups_by_chance()
    {
        Tensor codes = new CorrelatedData(2).Draw(40_000, "pairs").Codes;
        Assert.InRange(Given(codes, 1, 0), 0.4, 0.75);
        Assert.InRange(Given(codes, 4, 0), 0.02, 0.08);
    }

    [Fact]
    public void Codes_with_two_meanings_have_either_sign_half_of_the_time()
    {
        float[] codes = [.. new BidirectionalData(2).Draw(10_000, "signs").Codes.Values.ToArray().Where(c => c != 0)];
        Assert.InRange(codes.Count(c => c > 0) / (double)codes.Length, 0.48, 0.52);
        Assert.All(codes, c => Assert.InRange(Math.Abs(c), 0.5f, 1.5f));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Products_of_codes_add_what_the_polynomial_says(bool withItself)
    {
        // With one code at a time, products with itself are all there are.
        var data = new CompositionalData(7, withItself: withItself, active: 1, noise: 0);
        KnownBatch batch = data.Draw(2000, "products");
        double single = 0, several = 0;
        for (int token = 0; token < batch.Codes.Rows; token++)
        {
            float[] left = batch.Activations.Row(token).ToArray();
            int active = 0;
            for (int i = 0; i < batch.Codes.Columns; i++)
            {
                active += batch.Codes[token, i] != 0 ? 1 : 0;
                RowProducts.AddScaled(left, -batch.Codes[token, i], data.Directions.Row(i));
            }

            double size = Math.Sqrt(RowProducts.Dot(left, left));
            (single, several) = active == 1 ? (Math.Max(single, size), several) : (single, Math.Max(several, active == 0 ? 0 : size));
        }

        Assert.True(several > 0.2);
        Assert.Equal(withItself, single > 1e-3);
    }

    [Fact]
    public void Concepts_lie_on_circles_and_tori()
    {
        var data = new ManifoldData(3);
        Assert.Equal(16, data.Manifolds.Count);
        Tensor codes = data.Draw(500, "points").Codes;
        for (int token = 0; token < codes.Rows; token++)
        {
            foreach (KnownManifold manifold in data.Manifolds)
            {
                ReadOnlySpan<float> point = codes.Row(token).Slice(manifold.First, manifold.Dimensions);
                float square = RowProducts.Dot(point, point);
                Assert.True(square == 0 || Math.Abs(square - 1) < 1e-5);
            }
        }
    }

    [Fact]
    public void Half_of_the_tokens_have_few_codes_and_half_many()
    {
        Tensor codes = new MixedSparsityData(1).Draw(2000, "counts").Codes;
        int[] counts = [.. Enumerable.Range(0, 2000).Select(t => codes.Row(t).ToArray().Count(c => c != 0))];
        Assert.Equal([3, 20], counts.Distinct().Order());
        Assert.InRange(counts.Count(c => c == 3), 900, 1100);
    }

    private static double Given(Tensor codes, int b, int a)
    {
        int both = 0, one = 0;
        for (int token = 0; token < codes.Rows; token++)
        {
            one += codes[token, a] != 0 ? 1 : 0;
            both += codes[token, a] != 0 && codes[token, b] != 0 ? 1 : 0;
        }

        return both / (double)one;
    }

    private static KnownData Of(string name, ulong seed) => BenchmarkTasks.All.Concat(BenchmarkTasks.Settings.Select(s => s.Task)).Single(t => t.Name == name).Data(seed);
}
