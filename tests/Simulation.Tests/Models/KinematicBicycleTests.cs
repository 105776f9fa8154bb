using Sim.Numerics;
using Sim.Simulation.Models;

namespace Sim.Tests.Models;

public sealed class KinematicBicycleTests
{
    private static readonly BicycleLimits Car = new(2.5, 0.6, 0.5, 3.0, 8.0, 50.0, double.PositiveInfinity);

    [Fact]
    public void A_straight_run_is_uniformly_accelerated()
    {
        var s = new RearAxleState(1, 2, 0, 10);
        for (int i = 0; i < 10; i++)
            s = KinematicBicycle.Step(in s, new Controls(2, 0), in Car, 0.1);
        Assert.Equal(1 + 10 + 0.5 * 2, s.X, 12);
        Assert.Equal(2, s.Y, 12);
        Assert.Equal(12, s.SpeedMps, 12);
        Assert.Equal(2, s.AccelMps2, 12);
    }

    [Fact]
    public void A_held_angle_stays_on_its_circle_whatever_the_step()
    {
        const double steer = 0.3;
        double radius = 2.5 / Math.Tan(steer);
        foreach (double dt in new[] { 0.5, 0.1, 0.013 })
        {
            var s = new RearAxleState(0, 0, 0, 8, steer);
            for (int i = 0; i < 40; i++)
            {
                s = KinematicBicycle.Step(in s, new Controls(0.5, steer), in Car, dt);
                Assert.Equal(radius, Math.Sqrt(s.X * s.X + (s.Y - radius) * (s.Y - radius)), 9);
            }
        }
    }

    [Fact]
    public void Braking_ends_at_standstill_after_v_squared_over_two_a()
    {
        var s = new RearAxleState(0, 0, 0, 7.3);
        for (int i = 0; i < 30; i++)
            s = KinematicBicycle.Step(in s, new Controls(-100, 0), in Car, 0.1);
        Assert.Equal(0.0, s.SpeedMps);
        Assert.Equal(7.3 * 7.3 / 16, s.X, 12);
        Assert.Equal(0.0, s.AccelMps2);
    }

    [Fact]
    public void Standstill_is_left_backwards_only_when_reverse_is_asked()
    {
        var still = new RearAxleState(0, 0, 0, 0);
        Assert.Equal(0.0, KinematicBicycle.Step(in still, new Controls(-2, 0), in Car, 0.1).SpeedMps);
        var back = KinematicBicycle.Step(in still, new Controls(-2, 0), in Car, 0.1, reverse: true);
        Assert.Equal(-0.2, back.SpeedMps, 12);
        Assert.Equal(-0.01, back.X, 12);
    }

    [Fact]
    public void A_step_never_crosses_standstill_even_in_reverse()
    {
        var s = new RearAxleState(0, 0, 0, 0.3);
        Assert.Equal(0.0, KinematicBicycle.Step(in s, new Controls(-8, 0), in Car, 0.1, reverse: true).SpeedMps);
        var back = new RearAxleState(0, 0, 0, -0.3);
        Assert.Equal(0.0, KinematicBicycle.Step(in back, new Controls(8, 0), in Car, 0.1).SpeedMps);
    }

    [Fact]
    public void The_wheels_turn_at_their_rate_and_stop_at_their_limit()
    {
        var s = new RearAxleState(0, 0, 0, 5);
        s = KinematicBicycle.Step(in s, new Controls(0, 2), in Car, 0.1);
        Assert.Equal(0.05, s.SteerRad, 12);
        for (int i = 0; i < 20; i++)
            s = KinematicBicycle.Step(in s, new Controls(0, 2), in Car, 0.1);
        Assert.Equal(0.6, s.SteerRad);
    }

    [Fact]
    public void The_mean_angle_counts_the_moment_when_the_target_is_reached()
    {
        // 0.02 rad at 0.5 rad/s take 0.04 s of the 0.1 s: mean = 0.02 (0.04 / 2 + 0.06) / 0.1.
        Assert.Equal(0.02, KinematicBicycle.Approach(0, 0.02, in Car, 0.1, out double mean), 15);
        Assert.Equal(0.016, mean, 15);
    }

    [Fact]
    public void Speed_stays_within_the_largest()
    {
        var s = new RearAxleState(0, 0, 0, 49.9);
        s = KinematicBicycle.Step(in s, new Controls(3, 0), in Car, 0.1);
        Assert.Equal(50.0, s.SpeedMps, 12);
    }

    [Fact]
    public void The_friction_cap_holds_for_any_controls()
    {
        var car = Car with { MaxTotalAccelMps2 = 0.5 * 9.81 };
        var random = new RandomStream(11);
        for (int run = 0; run < 200; run++)
        {
            var s = new RearAxleState(0, 0, random.NextDouble() * 6, random.NextDouble() * 40, random.NextDouble() - 0.5);
            for (int k = 0; k < 20; k++)
            {
                var controls = new Controls(random.NextDouble() * 20 - 12, random.NextDouble() * 2 - 1);
                var next = KinematicBicycle.Step(in s, controls, in car, 0.1);
                double turn = Math.Abs(next.HeadingRad - s.HeadingRad);
                double distance = Math.Max(1e-12, Math.Sqrt((next.X - s.X) * (next.X - s.X) + (next.Y - s.Y) * (next.Y - s.Y)));
                double fastest = Math.Max(s.SpeedMps, next.SpeedMps);
                double lateral = fastest * fastest * turn / distance;
                Assert.True(Math.Sqrt(lateral * lateral + next.AccelMps2 * next.AccelMps2) <= 0.5 * 9.81 * 1.001 || distance < 1e-3);
                Assert.InRange(next.SpeedMps, 0, 50);
                s = next;
            }
        }
    }

    [Fact]
    public void Rear_axle_and_centre_are_one_motion()
    {
        var rear = new RearAxleState(3, -4, 1.1, 9, 0.1, 0.5, 0.4, -0.2);
        var centre = rear.ToCentre(1.354);
        Assert.Equal(3 + 1.354 * Math.Cos(1.1), centre.X, 12);
        Assert.Equal(-0.2 + 1.354 * 0.4, centre.LateralMps, 12);
        var back = RearAxleState.FromCentre(in centre, 1.354);
        Assert.Equal(rear.X, back.X, 12);
        Assert.Equal(rear.Y, back.Y, 12);
        Assert.Equal(rear.LateralMps, back.LateralMps, 12);
        Assert.Equal(rear.SteerRad, back.SteerRad);
    }
}
