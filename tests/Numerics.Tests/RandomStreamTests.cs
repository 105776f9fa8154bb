using Sim.Numerics;

namespace Sim.Tests.Numerics;

public sealed class RandomStreamTests
{
    // The known answers that the authors of Philox publish with Random123 (philox4x32, 10 rounds).
    [Theory]
    [InlineData(0UL, 0UL, 0UL, 0xe169c58d6627e8d5UL, 0x9b00dbd8bc57ac4cUL)]
    [InlineData(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, 0x41c83b0e408f276dUL, 0x6d5451fda20bc7c6UL)]
    [InlineData(0x299f31d0a4093822UL, 0x85a308d3243f6a88UL, 0x0370734413198a2eUL, 0x94fdccebd16cfe09UL, 0x24126ea15001e420UL)]
    public void Blocks_match_the_published_answers(ulong key, ulong counterLow, ulong counterHigh, ulong low, ulong high)
    {
        Assert.Equal((low, high), RandomStream.Block(key, counterLow, counterHigh));
    }

    [Fact]
    public void Any_position_can_be_sought_and_gives_the_same_number()
    {
        var stream = new RandomStream(42);
        var numbers = new ulong[101];
        for (int i = 0; i < numbers.Length; i++) numbers[i] = stream.NextUInt64();
        for (int i = numbers.Length - 1; i >= 0; i--)
        {
            stream.Position = (ulong)i;
            Assert.Equal(numbers[i], RandomStream.At(42, (ulong)i));
            Assert.Equal(numbers[i], stream.NextUInt64());
            Assert.Equal((ulong)i + 1, stream.Position);
        }
    }

    [Fact]
    public void Doubles_are_uniform_and_normals_are_normal()
    {
        var stream = new RandomStream(7);
        const int n = 200_000;
        double sum = 0, normal = 0, square = 0, fourth = 0;
        for (int i = 0; i < n; i++)
        {
            double u = stream.NextDouble();
            Assert.InRange(u, 0.0, 0.99999999999999989);
            sum += u;
            double z = stream.NextNormal();
            normal += z;
            square += z * z;
            fourth += z * z * z * z;
        }
        Assert.Equal(0.5, sum / n, 0.003);
        Assert.Equal(0.0, normal / n, 0.01);
        Assert.Equal(1.0, square / n, 0.015);
        Assert.Equal(3.0, fourth / n, 0.12);
        Assert.Equal(2UL * n, stream.Position);
    }

    [Fact]
    public void Bounded_integers_are_equally_likely()
    {
        var stream = new RandomStream(11);
        var counts = new int[7];
        for (int i = 0; i < 70_000; i++) counts[stream.NextInt(7)]++;
        double chi2 = 0;
        foreach (int c in counts) chi2 += (c - 10_000.0) * (c - 10_000.0) / 10_000.0;
        Assert.True(chi2 < 22.46, $"chi square {chi2} of 6 degrees passes 1 in 1000");
        for (int i = 0; i < 1000; i++) Assert.InRange(stream.NextInt(-5, 3), -5, 2);
        Assert.Throws<ArgumentOutOfRangeException>(() => stream.NextInt(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => stream.NextInt(3, 3));
    }

    [Fact]
    public void Shuffles_are_permutations_and_each_order_is_equally_likely()
    {
        var stream = new RandomStream(3);
        var counts = new Dictionary<string, int>();
        for (int i = 0; i < 24_000; i++)
        {
            char[] items = ['a', 'b', 'c', 'd'];
            stream.Shuffle<char>(items);
            string key = new(items);
            counts[key] = counts.GetValueOrDefault(key) + 1;
        }
        Assert.Equal(24, counts.Count);
        Assert.All(counts.Values, c => Assert.InRange(c, 850, 1150));
    }

    [Fact]
    public void Forks_depend_on_the_seed_and_the_purpose_only()
    {
        var a = new RandomStream(5);
        ulong before = a.Fork("traffic").NextUInt64();
        a.NextUInt64();
        Assert.Equal(before, a.Fork("traffic").NextUInt64());
        Assert.NotEqual(before, a.Fork("weather").NextUInt64());
        Assert.NotEqual(before, a.Fork("traffic", 0).NextUInt64());
        Assert.NotEqual(a.Fork("traffic", 1).NextUInt64(), a.Fork("traffic", 2).NextUInt64());
        Assert.NotEqual(before, new RandomStream(6).Fork("traffic").NextUInt64());
    }

    [Fact]
    public void Numbers_within_a_range_stay_there()
    {
        var stream = new RandomStream(1);
        for (int i = 0; i < 1000; i++) Assert.InRange(stream.NextUniform(-2.0, 3.0), -2.0, 2.9999999999999996);
        Assert.Equal(4.0, stream.NextUniform(4.0, 4.0));
        Assert.Throws<ArgumentOutOfRangeException>(() => stream.NextUniform(1.0, 0.0));
        Assert.Throws<ArgumentOutOfRangeException>(() => stream.NextUniform(double.NaN, 0.0));
    }
}
