using Sim.Host.SelfTests;

namespace Sim.Tests.Numerics;

public sealed class PinnedBitsTests
{
    // The figures are those of sim selftest: one source for both.
    [Fact]
    public void Every_machine_gives_the_same_bits() => Assert.Equal(PinnedFigures.Expected, PinnedFigures.Found());
}
