using Sim.Numerics;
using Sim.Simulation.Models;

namespace Sim.Tests.Models;

public sealed class IdmTests
{
    private static readonly IdmParameters Parameters = new() { MaxAccelMps2 = 1.5, ComfortDecelMps2 = 2.0, MinGapM = 2.0, HeadwayS = 1.5, MaxDecelMps2 = 8.0 };
    private static readonly Idm Model = new(Parameters);

    [Fact]
    public void A_hand_calculated_value_is_met()
    {
        // v = 10, v0 = 20, s = 25, dv = 2: s* = 2 + 15 + 20 / (2 sqrt 3) = 22.7735027; a = 1.5 (1 - 1/16 - (s*/25)²).
        double gap = 2 + 15 + 20 / (2 * Math.Sqrt(3.0));
        Assert.Equal(1.5 * (1 - 0.0625 - gap / 25 * (gap / 25)), Model.Accel(10, 20, 25, 2), 12);
    }

    [Fact]
    public void No_leader_is_an_infinite_gap() => Assert.Equal(Model.FreeAccel(10, 20), Model.Accel(10, 20, double.PositiveInfinity, 3));

    [Fact]
    public void The_desired_speed_is_kept() => Assert.Equal(0.0, Model.FreeAccel(20, 20), 15);

    [Theory]
    [InlineData(0.0)]
    [InlineData(-3.0)]
    [InlineData(double.NaN)]
    public void Overlap_answers_with_the_hardest_braking(double gap) => Assert.Equal(-8.0, Model.Accel(0, 10, gap, 0));

    [Fact]
    public void Nothing_brakes_harder_than_allowed()
    {
        Assert.Equal(-8.0, Model.Accel(30, 10, 0.01, 30));
        Assert.Equal(-8.0, Model.FreeAccel(40, 10));
    }

    [Fact]
    public void Who_wants_to_stand_brakes_comfortably_and_then_rests()
    {
        Assert.Equal(-2.0, Model.FreeAccel(5, 0), 12);
        Assert.Equal(0.0, Model.FreeAccel(0, 0));
    }

    [Fact]
    public void An_opening_gap_never_asks_for_less_than_the_standstill_gap() => Assert.Equal(2.0, Model.DesiredGap(10, -30));

    [Fact]
    public void In_highway_env_the_desired_gap_may_fall_below_it() =>
        Assert.Equal(10 + 15 - 300 / (2 * Math.Sqrt(15.0)), Idm.HighwayEnv().DesiredGap(10, -30), 12);

    [Fact]
    public void Acceleration_falls_with_speed_and_closing_speed_and_grows_with_the_gap()
    {
        var random = new RandomStream(3);
        for (int i = 0; i < 2000; i++)
        {
            double v = random.NextDouble() * 40, v0 = 1 + random.NextDouble() * 40, s = 0.5 + random.NextDouble() * 100, dv = random.NextDouble() * 20 - 10;
            double a = Model.Accel(v, v0, s, dv);
            Assert.InRange(a, -8.0, 1.5);
            Assert.True(Model.Accel(v, v0, s + 1, dv) >= a);
            Assert.True(Model.Accel(v, v0, s, dv + 1) <= a);
            Assert.True(Model.FreeAccel(v + 1, v0) <= Model.FreeAccel(v, v0));
        }
    }

    [Fact]
    public void A_platoon_settles_at_the_equilibrium_gap()
    {
        // Behind a leader at 15 m/s with v0 = 30: s = (s0 + v T) / sqrt(1 - (v/v0)^4).
        double v = 10, gap = 40;
        for (int k = 0; k < 20000; k++)
        {
            double a = Model.Accel(v, 30, gap, v - 15);
            gap += (15 - v) * 0.01 - 0.5 * a * 0.0001;
            v = Math.Max(0, v + a * 0.01);
        }

        Assert.Equal(15, v, 6);
        Assert.Equal((2 + 15 * 1.5) / Math.Sqrt(1 - 0.0625), gap, 4);
    }

    [Fact]
    public void Products_and_the_power_function_agree_to_six_parts_in_ten_to_the_sixteen()
    {
        var random = new RandomStream(8);
        for (int i = 0; i < 5000; i++)
        {
            double ratio = random.NextDouble() * 3;
            foreach (double exponent in new[] { 1.0, 2.0, 4.0 })
            {
                double exact = Pinned.Pow(ratio, exponent);
                Assert.InRange(Math.Abs(Idm.Power(ratio, exponent) - exact), 0, 6e-16 * exact);
            }
        }
    }
}
