using Sim.Formats;

namespace Sim.Tests;

public class ShownTextTests
{
    [Theory]
    [InlineData("car 7", "car 7")]
    [InlineData("", "")]
    [InlineData("\u202eevil\u2066", "evil")]
    [InlineData("  a\r\n\t b\u2028c ", "a b c")]
    [InlineData("\0\u001b[31m", "[31m")]
    [InlineData("a\u0301\u0301\u0301\u0301", "a\u0301\u0301")]
    [InlineData("\u0301a", "a")]
    [InlineData("\ufffe\uffff", "")]
    [InlineData("👩‍🚒", "👩🚒")]
    public void A_text_loses_what_hides_turns_or_piles_up(string text, string expected) => Assert.Equal(expected, ShownText.Clean(text, 100));

    // Attributes cannot hold half a pair.
    [Fact]
    public void Half_a_surrogate_pair_becomes_a_replacement_sign() => Assert.Equal("a\ufffdb", ShownText.Clean("a\ud83db", 100));

    [Theory]
    [InlineData("abcdef", 6, "abcdef")]
    [InlineData("abcdefg", 6, "abcde…")]
    [InlineData("abcde fg", 6, "abcde…")]
    [InlineData("👩👩👩", 2, "👩…")]
    [InlineData("ab", 1, "…")]
    public void A_long_text_ends_in_dots(string text, int most, string expected) => Assert.Equal(expected, ShownText.Clean(text, most));

    [Fact]
    public void Names_differ_whatever_they_were() =>
        Assert.Equal(["a", "a (2)", "a (3)", "?", "? (2)", "a (2) (2)"], ShownText.Names(["a", "a\0", "\u202ea", "", "\u200b", "a (2)"]));
}
