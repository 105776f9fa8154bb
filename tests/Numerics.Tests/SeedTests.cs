using System.Text;
using Sim.Numerics;

namespace Sim.Tests.Numerics;

public sealed class SeedTests
{
    // Made once with an independent SHA-256; a change here changes every recorded result of the project.
    [Theory]
    [InlineData(0UL, "", 0, "", 0x9a6015e7a2784544UL)]
    [InlineData(7UL, "cut-ins-3f2a", 0, "traffic", 0x9e3cb1a6fc82a0ceUL)]
    [InlineData(18446744073709551615UL, "fußgänger-1", -1, "noise", 0x1ca4888da8b70072UL)]
    [InlineData(7UL, "cut-ins-3f2a", 1, "traffic", 0x2337df7561903f6cUL)]
    public void Seeds_have_their_pinned_values(ulong suiteSeed, string caseId, int replica, string purpose, ulong expected)
    {
        Assert.Equal(expected, Seed.Derive(suiteSeed, caseId, replica, purpose));
    }

    [Fact]
    public void Moving_a_letter_between_the_strings_changes_the_seed()
    {
        Assert.NotEqual(Seed.Derive(1, "ab", 0, "c"), Seed.Derive(1, "a", 0, "bc"));
        Assert.NotEqual(Seed.Derive(1, "a", 0, ""), Seed.Derive(1, "", 0, "a"));
    }

    [Fact]
    public void A_long_id_works_and_a_broken_one_is_refused()
    {
        string text = new('x', 5000);
        Assert.NotEqual(Seed.Derive(1, text, 0, "p"), Seed.Derive(1, text + "x", 0, "p"));
        Assert.Throws<EncoderFallbackException>(() => Seed.Derive(1, "\ud800", 0, "p"));
    }
}
