using Sim.Interp.Benchmark;

namespace Sim.Tests.Interp.Benchmark;

public class KnownTruthBenchmarkTests
{
    private static readonly BenchmarkOptions Tiny = new() { Steps = 30, Batch = 32, Seeds = 2, Tokens = 256, Rates = 1, Searches = 3 };

    public static TheoryData<int> Variants => [.. Enumerable.Range(0, BenchmarkVariants.All.Count)];

    [Theory]
    [MemberData(nameof(Variants))]
    public void Every_variant_learns_something_and_the_same_for_any_number_of_threads(int number)
    {
        var task = new BenchmarkTask("easy", seed => new IndependentData(seed, truths: 12, width: 12, active: 2), 16);
        BenchmarkVariant variant = BenchmarkVariants.All[number];
        BenchmarkResult one = Assert.Single(KnownTruthBenchmark.Run(task, [variant], Tiny with { Threads = 1 }));
        BenchmarkResult two = Assert.Single(KnownTruthBenchmark.Run(task, [variant], Tiny with { Threads = 2 }));
        Assert.Equal(one.Scores, two.Scores);
        Assert.Equal(2, one.Scores.Count);
        Assert.All(one.Scores, score =>
        {
            Assert.NotNull(score.Measures);
            Assert.InRange(score.Measures.Recovery, 0.3, 1.0001);
            Assert.InRange(score.Measures.Dead, 0, 1);
            Assert.True(double.IsFinite(score.Measures.Unexplained));
        });
    }

    [Fact]
    public void Names_of_variants_with_their_libraries_are_unique() => Assert.Distinct(BenchmarkVariants.All.Select(v => (v.Name, v.Library)));

    [Fact]
    public void Few_directions_in_many_dimensions_are_found_and_the_rate_is_one_that_was_offered()
    {
        var task = new BenchmarkTask("easy", seed => new IndependentData(seed, truths: 12, width: 24, active: 2), 12);
        BenchmarkVariant variant = BenchmarkVariants.All.Single(v => v is { Name: "TopK", Library: "dictionary_learning" });
        BenchmarkScore score = Assert.Single(Assert.Single(KnownTruthBenchmark.Run(task, [variant], Tiny with { Steps = 400, Batch = 64, Rates = 3, Seeds = 1, Tokens = 1024 })).Scores);
        Assert.Contains(score.Rate, variant.Rates);
        Assert.InRange(score.Measures!.Recovery, 0.9, 1.0001);
        Assert.InRange(score.Measures.Active, 1, 2);
    }

    [Fact]
    public void A_penalty_is_turned_until_codes_are_as_many_as_wanted()
    {
        var task = new BenchmarkTask("easy", seed => new IndependentData(seed, truths: 12, width: 24, active: 2), 12);
        BenchmarkVariant variant = BenchmarkVariants.All.Single(v => v is { Name: "Standard", Library: "dictionary_learning" });
        BenchmarkScore score = Assert.Single(Assert.Single(KnownTruthBenchmark.Run(task, [variant], Tiny with { Steps = 300, Batch = 64, Searches = 8, Seeds = 1, Tokens = 1024 })).Scores);
        Assert.InRange(score.Measures!.Active, 1.8, 2.2);
        Assert.InRange(score.Knob, variant.Knob!.Low, variant.Knob.High);
    }
}
