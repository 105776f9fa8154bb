using Sim.Simulation.Models;

namespace Sim.Tests.Models;

public sealed class MobilTests
{
    private static readonly MobilParameters Parameters = new() { Politeness = 0.5, MinGainMps2 = 0.2, MaxImposedDecelMps2 = 2.0 };

    [Fact]
    public void Gain_weighs_the_followers_by_politeness()
    {
        var a = new MobilAccelerations(0.1, 1.0, 0.5, -0.3, -1.0, 0.2);
        Assert.Equal(0.9 + 0.5 * (-0.8 + 1.2), Mobil.GainMps2(in a, 0.5), 12);
        Assert.True(Mobil.Recommends(in a, Parameters));
    }

    [Fact]
    public void Harder_braking_than_allowed_forbids_any_gain()
    {
        var a = new MobilAccelerations(-5, 2, 0, -2.001, 0, 0);
        Assert.False(Mobil.Recommends(in a, Parameters));
        Assert.True(Mobil.Recommends(a with { NewFollowerAfter = -2.0 }, Parameters));
    }

    [Fact]
    public void A_gain_at_the_threshold_is_enough_and_below_is_not()
    {
        var parameters = Parameters with { MinGainMps2 = 0.25 };
        Assert.True(Mobil.Recommends(new MobilAccelerations(0, 0.25, 0, 0, 0, 0), parameters));
        Assert.False(Mobil.Recommends(new MobilAccelerations(0, 0.2499, 0, 0, 0, 0), parameters));
    }

    [Fact]
    public void A_polite_driver_stays_where_a_selfish_one_goes()
    {
        var a = new MobilAccelerations(0, 0.5, 0, -1.5, 0, 0);
        Assert.True(Mobil.Recommends(in a, Parameters with { Politeness = 0 }));
        Assert.False(Mobil.Recommends(in a, Parameters with { Politeness = 1 }));
    }
}
