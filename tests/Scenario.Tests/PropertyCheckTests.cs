using FsCheck;
using FsCheck.Fluent;

namespace Sim.Tests;

public sealed class PropertyCheckTests
{
    [Fact]
    public void Examples_are_the_same_every_time_unless_random_ones_are_asked_for()
    {
        var first = Examples(null);

        Assert.Equal(100, first.Count);
        Assert.Equal(first, Examples(null));
        Assert.Equal(first, Examples("0"));
        Assert.NotEqual(first, Examples("1"));
        Assert.NotEqual(Examples("1"), Examples("1"));
    }

    [Fact]
    public void A_property_that_does_not_hold_throws() =>
        Assert.ThrowsAny<Exception>(() => Prop.ForAll<int>(x => x < 5).Holds());

    private static List<(int, string?)> Examples(string? random)
    {
        var seen = new List<(int, string?)>();
        Prop.ForAll<int, string>((number, text) =>
        {
            seen.Add((number, text));
            return true;
        }).Check(PropertyCheck.Configuration(random));
        return seen;
    }
}
