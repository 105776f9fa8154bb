using Sim.Reports.Reducing;

namespace Sim.Tests.Reports;

public sealed class DeltaDebuggingTests
{
    private static readonly Action<IReadOnlyList<IReadOnlyList<int>>> Nothing = static _ => { };

    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "0")]
    [InlineData(8, "2,7")]
    [InlineData(13, "")]
    [InlineData(13, "0,1,2,3,4,5,6,7,8,9,10,11,12")]
    [InlineData(100, "17,18,63")]
    public void It_finds_exactly_what_is_needed(int count, string needed)
    {
        int[] wanted = [.. needed.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];
        int asked = 0;
        var found = DeltaDebugging.Minimise(count, kept => ++asked > 0 && wanted.All(kept.Contains), Nothing);

        Assert.Equal(wanted, found);
        Assert.True(asked <= count * count + 4 * count + 1, $"{asked} questions");
    }

    [Fact]
    public void Whatever_the_predicate_the_result_holds_and_no_single_item_can_go()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            int count = random.Next(1, 10);

            // Any function of the set at all; only the whole is known to hold.
            bool[] table = [.. Enumerable.Range(0, 1 << count).Select(_ => random.Next(3) == 0)];
            table[^1] = true;
            bool Holds(IReadOnlyList<int> kept) => table[kept.Sum(i => 1 << i)];

            var found = DeltaDebugging.Minimise(count, Holds, Nothing);
            Assert.True(Holds(found));
            Assert.All(found, gone => Assert.False(Holds([.. found.Where(i => i != gone)])));
            Assert.Equal(found, DeltaDebugging.Sweep(found, Holds, Nothing));
        }
    }

    [Fact]
    public void What_is_announced_is_what_is_asked_next()
    {
        var announced = new List<string>();
        string Text(IReadOnlyList<int> kept) => string.Join(',', kept);
        DeltaDebugging.Minimise(
            9,
            kept =>
            {
                Assert.True(announced.Count == 0 || announced[0] == Text(kept));
                return kept.Contains(3) && kept.Contains(8);
            },
            next => announced = [.. next.Select(Text)]);

        Assert.NotEmpty(announced);
    }

    [Fact]
    public void A_sweep_starts_anew_after_each_success()
    {
        // 0 can only go once 2 is gone.
        bool Holds(IReadOnlyList<int> kept) => kept.Contains(1) && (kept.Contains(0) || !kept.Contains(2));
        Assert.Equal([1], DeltaDebugging.Sweep([0, 1, 2], Holds, Nothing));
    }
}
