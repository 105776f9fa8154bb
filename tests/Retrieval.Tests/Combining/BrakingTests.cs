using Sim.Plugins.Retrieval.Combining;

namespace Sim.Tests.Retrieval.Combining;

public sealed class BrakingTests
{
    [Fact]
    public void Without_a_stop_there_is_no_bound() => Assert.Equal(double.PositiveInfinity, Braking.LatestStop(10, double.PositiveInfinity, 2, 3));

    [Fact]
    public void A_far_stop_is_approached_at_full_speed_and_then_with_comfort()
    {
        // 10 m/s and 2 m/s²: 25 m of braking, so 5 s at full speed over the first 50 m of 75.
        Assert.Equal(40, Braking.LatestStop(10, 75, 2, 4), 9);
        Assert.Equal(50, Braking.LatestStop(10, 75, 2, 5), 9);
        Assert.Equal(50 + 10 - 1, Braking.LatestStop(10, 75, 2, 6), 9);
        Assert.Equal(75, Braking.LatestStop(10, 75, 2, 60), 9);
    }

    [Fact]
    public void A_near_stop_takes_even_braking() => Assert.Equal(20, Braking.LatestStop(10, 20, 2, 100), 9);

    [Fact]
    public void A_stop_that_is_too_near_is_overrun_with_hard_braking() => Assert.Equal(100 / 8.0, Braking.LatestStop(10, 1, 2, 100), 9);
}
