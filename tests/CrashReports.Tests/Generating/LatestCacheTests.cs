using Sim.Plugins.CrashReports.Generating;

namespace Sim.Tests.CrashReports;

public sealed class LatestCacheTests
{
    [Fact]
    public void What_is_kept_is_made_once_and_the_oldest_makes_room()
    {
        var cache = new LatestCache<string>(5);
        string Get(string key, long weight) => cache.Get(key, weight, () => key + cache.Made);

        Assert.Equal(["a1", "b2", "a1"], [Get("a", 2), Get("b", 3), Get("a", 2)]);
        Assert.Equal(["c3", "b2", "a4"], [Get("c", 1), Get("b", 3), Get("a", 2)]);
        Assert.Equal(4, cache.Made);
    }

    [Fact]
    public void The_latest_is_kept_whatever_it_weighs()
    {
        var cache = new LatestCache<string>(5);

        Assert.Same(cache.Get("large", 1_000, () => new string('x', 3)), cache.Get("large", 1_000, () => new string('y', 3)));
    }

    [Fact]
    public void What_could_not_be_made_is_tried_again()
    {
        var cache = new LatestCache<string>(5);

        Assert.Throws<InputException>(() => cache.Get("a", 1, () => throw new InputException("no")));
        Assert.Equal("made", cache.Get("a", 1, () => "made"));
    }
}
