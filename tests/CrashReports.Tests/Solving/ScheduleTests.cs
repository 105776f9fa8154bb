using Sim.Geometry;
using Sim.Plugins.CrashReports.Solving.Motions;
using Sim.Plugins.CrashReports.Solving.Ways;
using Xunit;

namespace Sim.Tests.CrashReports.Solving;

public sealed class ScheduleTests
{
    private static readonly DrivePath Straight = DrivePath.Through([new(0, 0), new(200, 0)]);

    [Fact]
    public void A_constant_speed_runs_back_from_the_contact()
    {
        var plan = new SpeedPlan(Straight, 10, 1.5, 2.5, null);
        var schedule = Schedule.Solve(plan, 100, new Pace { GoOnS = 20 }, 4, 4);
        foreach (double t in (double[])[-4, -1.3, 0, 2])
        {
            var (s, v, a) = schedule.At(t);
            Assert.Equal(100 + 10 * t, s, 6);
            Assert.Equal(10, v, 9);
            Assert.Equal(0, a, 9);
        }
    }

    [Fact]
    public void Braking_before_the_contact_ends_at_its_speed_and_begins_at_the_cruising_one()
    {
        var plan = new SpeedPlan(Straight, 15, 1.5, 2.5, null);
        var schedule = Schedule.Solve(plan, 100, new Pace { BrakeMps2 = 6, BrakeS = 1 }, 4, 4);
        Assert.Equal(9, schedule.ImpactMps, 9);
        Assert.Equal(15, schedule.At(-2).V, 6);
        double before = schedule.At(-3).V;
        for (double t = -3; t < 0; t += 0.1)
        {
            // Jerk: 25 m/s³ is the limit of R8.
            double jerk = (schedule.At(t + 0.2).V - 2 * schedule.At(t + 0.1).V + schedule.At(t).V) / 0.01;
            Assert.InRange(jerk, -25, 25);
            Assert.True(schedule.At(t).V <= before + 1e-9);
            before = schedule.At(t).V;
        }
    }

    [Fact]
    public void A_start_from_rest_stands_until_it_starts()
    {
        var plan = new SpeedPlan(Straight, 20, 2, 2.5, 50);
        var schedule = Schedule.Solve(plan, 66, new Pace(), 8, 4);

        // 16 m at 2 m/s² take 4 s and end at 8 m/s.
        Assert.Equal(8, schedule.ImpactMps, 6);
        Assert.Equal(0, schedule.At(-6).V);
        Assert.InRange(schedule.At(-6).S, 49.8, 50.2);
        Assert.InRange(schedule.StartsBeforeS()!.Value, 3.9, 4.4);
    }

    [Fact]
    public void Bends_are_taken_at_the_speed_of_the_lateral_acceleration()
    {
        var points = new List<Vector2d> { new(-100, 0) };
        for (int i = 0; i <= 90; i++)
        {
            double angle = i * Math.PI / 180;
            points.Add(new(20 * Math.Sin(angle), 20 - 20 * Math.Cos(angle)));
        }

        points.Add(new(20, 120));
        var path = DrivePath.Through(points);
        Assert.InRange(path.GreatestCurvature(), 0.045, 0.055);
        var plan = new SpeedPlan(path, 20, 1.5, 2.5, null);
        Assert.Equal(Math.Sqrt(2.5 * 20), plan.SpeedAt(100 + 15.7), 0.2);
        Assert.InRange(plan.SpeedAt(50), 10, 20);
    }
}
