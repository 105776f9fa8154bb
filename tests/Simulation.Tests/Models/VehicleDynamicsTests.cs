using Sim.Numerics;
using Sim.Simulation.Models;

namespace Sim.Tests.Models;

public sealed class VehicleDynamicsTests
{
    private static VehicleDynamics Make(VehicleModel model, int set = 2, double? cap = null) =>
        new(VehicleSpec.Sedan with { Model = model, ParameterSet = set, FrictionCap = cap });

    [Fact]
    public void Ks_and_the_bicycle_agree_at_small_steps()
    {
        var bicycle = new VehicleDynamics(VehicleSpec.Sedan with { WheelbaseM = VehicleParameterSet.Bmw320i.WheelbaseM, MaxSteerRateRps = 0.4 });
        var ks = Make(VehicleModel.Ks);
        var a = new RearAxleState(0, 0, 0.2, 12);
        var b = a;
        for (int k = 0; k < 300; k++)
        {
            var controls = new Controls(1.5, 0.05);
            a = bicycle.Step(in a, controls, 0.01);
            b = ks.Step(in b, controls, 0.01);
        }

        // They differ in the one step in which the wheels arrive: KS spreads the rest of the turn over it.
        Assert.InRange(Math.Abs(a.X - b.X), 0, 2e-3);
        Assert.InRange(Math.Abs(a.Y - b.Y), 0, 2e-3);
        Assert.Equal(a.SpeedMps, b.SpeedMps, 9);
        Assert.Equal(a.SteerRad, b.SteerRad, 12);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void St_settles_on_its_steady_turn(int set)
    {
        // Equal tyres front and rear without load transfer: the yaw rate settles at v delta / (a + b).
        var dynamics = Make(VehicleModel.St, set);
        var p = VehicleParameterSet.Get(set);
        var s = new RearAxleState(0, 0, 0, 15, 0.02);
        for (int k = 0; k < 300; k++)
            s = dynamics.Step(in s, new Controls(0, 0.02), 0.02);
        double expected = 15 * 0.02 / p.WheelbaseM;
        Assert.InRange(s.YawRateRps, expected * 0.97, expected * 1.03);
    }

    [Theory]
    [InlineData(VehicleModel.KinematicBicycle)]
    [InlineData(VehicleModel.Ks)]
    [InlineData(VehicleModel.St)]
    public void Any_controls_give_finite_states_within_the_limits(VehicleModel model)
    {
        var dynamics = Make(model, cap: 0.8);
        var random = new RandomStream(5);
        for (int run = 0; run < 40; run++)
        {
            var s = new RearAxleState(0, 0, random.NextDouble() * 6, random.NextDouble() * 30);
            for (int k = 0; k < 60; k++)
            {
                s = dynamics.Step(in s, new Controls(random.NextDouble() * 16 - 10, random.NextDouble() * 2 - 1), 0.1);
                Assert.True(double.IsFinite(s.X + s.Y + s.HeadingRad + s.YawRateRps + s.LateralMps + s.AccelMps2));
                Assert.InRange(s.SpeedMps, 0, dynamics.Limits.MaxSpeedMps + 1e-9);
                Assert.InRange(Math.Abs(s.SteerRad), 0, dynamics.Limits.MaxSteerRad);
            }
        }
    }

    [Theory]
    [InlineData(VehicleModel.KinematicBicycle)]
    [InlineData(VehicleModel.Ks)]
    public void The_friction_cap_holds_at_every_instant(VehicleModel model)
    {
        var dynamics = Make(model, cap: 0.8);
        var random = new RandomStream(9);
        double most = 0.0;
        for (int run = 0; run < 40; run++)
        {
            var s = new RearAxleState(0, 0, 0, random.NextDouble() * 30);
            for (int k = 0; k < 200; k++)
            {
                s = dynamics.Step(in s, new Controls(random.NextDouble() * 16 - 10, run % 2 - 0.5), 0.01);
                double lateral = s.SpeedMps * s.YawRateRps;
                most = Math.Max(most, Math.Sqrt(lateral * lateral + s.AccelMps2 * s.AccelMps2));
            }
        }

        Assert.InRange(most, 0.79 * 9.81, 0.8 * 9.81 * 1.0001);
    }

    [Theory]
    [InlineData(VehicleModel.KinematicBicycle)]
    [InlineData(VehicleModel.Ks)]
    [InlineData(VehicleModel.St)]
    public void Braking_stops_and_stays_stopped(VehicleModel model)
    {
        var dynamics = Make(model);
        var s = new RearAxleState(0, 0, 0, 10, 0.05);
        for (int k = 0; k < 40; k++)
            s = dynamics.Step(in s, new Controls(-5, 0.05), 0.1);
        Assert.Equal(0.0, s.SpeedMps);
        Assert.Equal(0.0, s.YawRateRps);
        Assert.InRange(Math.Sqrt(s.X * s.X + s.Y * s.Y), 9.7, 10.01);
        var later = dynamics.Step(in s, new Controls(-5, 0.05), 0.1);
        Assert.Equal(s.X, later.X);
        Assert.Equal(s.HeadingRad, later.HeadingRad);
    }

    [Theory]
    [InlineData(VehicleModel.Ks)]
    [InlineData(VehicleModel.St)]
    public void Reverse_goes_backwards_within_the_parameter_set(VehicleModel model)
    {
        var dynamics = Make(model);
        var s = new RearAxleState(0, 0, 0, 0);
        for (int k = 0; k < 10; k++)
            s = dynamics.Step(in s, new Controls(-1, 0), 0.1, reverse: true);
        Assert.Equal(-1.0, s.SpeedMps, 9);
        Assert.Equal(-0.5, s.X, 9);
    }

    [Fact]
    public void A_truck_without_tyre_data_is_refused_for_st() =>
        Assert.Contains("no tyre data", Assert.Throws<ArgumentException>(() => Make(VehicleModel.St, 4)).Message, StringComparison.Ordinal);

    [Fact]
    public void An_unknown_parameter_set_is_refused() => Assert.Throws<ArgumentException>(() => Make(VehicleModel.Ks, 5));

    [Fact]
    public void St_stays_finite_over_the_whole_speed_range_of_the_published_equations()
    {
        Span<double> f = stackalloc double[7];
        foreach (double v in new[] { -50.0, -0.1, -0.0999, 0.0, 0.0999, 0.1, 60.0 })
        {
            StModel.Derivative([0, 0, 0.2, v, 0.1, 0.3, 0.02], new ModelInput(0.1, 1), VehicleParameterSet.Bmw320i, f);
            foreach (double value in f)
                Assert.True(double.IsFinite(value));
        }
    }
}
