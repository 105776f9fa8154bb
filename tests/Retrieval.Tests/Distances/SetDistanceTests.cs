using Sim.Numerics;
using Sim.Plugins.Retrieval.Behaviours;
using Sim.Plugins.Retrieval.Distances;
using Sim.Plugins.Retrieval.Index;

namespace Sim.Tests.Retrieval;

public sealed class SetDistanceTests
{
    private const int Dimension = 7;

    [Fact]
    public void Two_sets_of_one_coordinate_have_the_distance_of_their_sorted_values()
    {
        // {1, 4} against {5, 2} filled up with nine zeros each: 1↔2 and 4↔5.
        Assert.Equal(Math.Sqrt(2.0 / SceneOptions.MaxActors), new SetDistance(1).Between([1, 4], [5, 2]), 1e-15);
    }

    [Fact]
    public void An_actor_without_partner_is_compared_with_nobody()
    {
        var matches = new int[2];
        double distance = new SetDistance(2).Between([0, -4, 0, 1], [0, 1], matches);
        Assert.Equal(Math.Sqrt(16.0 / SceneOptions.MaxActors), distance, 1e-15);
        Assert.Equal([-1, 0], matches);
    }

    [Fact]
    public void It_is_a_metric_on_sets_of_any_sizes()
    {
        var random = new RandomStream(11);
        var distance = new SetDistance(Dimension);
        for (int round = 0; round < 500; round++)
        {
            double[] a = Set(random), b = Set(random), c = Set(random);
            double ab = distance.Between(a, b);
            Assert.Equal(ab, distance.Between(b, a), 1e-12);
            Assert.True(ab <= distance.Between(a, c) + distance.Between(c, b) + 1e-12);
            Assert.Equal(0, distance.Between(a, a), 1e-15);
            Assert.True(ab > 0 || a.AsSpan().SequenceEqual(b));
        }
    }

    [Fact]
    public void The_signatures_never_lie_farther_apart_than_the_sets()
    {
        var random = new RandomStream(12);
        var distance = new SetDistance(Dimension);
        double closest = double.PositiveInfinity;
        for (int round = 0; round < 1000; round++)
        {
            double[] a = Set(random), b = Set(random);
            double[] sa = new double[SceneSignature.LengthFor(Dimension)], sb = new double[sa.Length];
            SceneSignature.Write(a, Dimension, sa);
            SceneSignature.Write(b, Dimension, sb);
            double bound = Math.Sqrt(SetDistance.SquaredDistance(sa, sb));
            double exact = distance.Between(a, b);
            Assert.True(bound <= exact * (1 + 1e-12) + 1e-12);
            closest = Math.Min(closest, exact > 0 ? exact / Math.Max(bound, 1e-300) : closest);
        }

        Assert.True(closest < 2, "a bound that is never near the distance prunes nothing");
    }

    [Fact]
    public void Comparing_allocates_nothing()
    {
        var random = new RandomStream(13);
        double[] a = Set(random), b = Set(random);
        var distance = new SetDistance(Dimension);
        distance.Between(a, b);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            distance.Between(a, b);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Sets_that_are_too_large_or_broken_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new SetDistance(2).Between(new double[24], [0, 1]));
        Assert.Throws<ArgumentException>(() => new SetDistance(2).Between([1, 2, 3], [0, 1]));
    }

    private static double[] Set(RandomStream random)
    {
        var set = new double[random.NextInt(0, SceneOptions.MaxActors + 1) * Dimension];
        foreach (ref double x in set.AsSpan())
        {
            x = random.NextNormal();
        }

        return set;
    }
}
