using Sim.Geometry;
using Sim.Plugins.PseudoSimulation;
using Sim.Plugins.PseudoSimulation.Motion;
using Sim.Plugins.PseudoSimulation.Scenes;

namespace Sim.Tests.PseudoSimulation;

public sealed class PlanInterpolationTests
{
    [Fact]
    public void A_plan_is_placed_in_the_world_and_interpolated_linearly()
    {
        var start = new EgoState(10, 20, Math.PI / 2, 4);
        var proposal = Interpolate(start, 0, k => new Pose2d(2 * k, 1, 0), Compatibility.Sane);
        Assert.Equal(start.Pose, proposal[0]);
        for (int i = 5; i < proposal.Length; i++)
        {
            Assert.Equal(9, proposal[i].X, 1e-12);
            Assert.Equal(20 + 0.4 * i, proposal[i].Y, 1e-12);
            Assert.Equal(Math.PI / 2, proposal[i].HeadingRad, 1e-12);
        }

        Assert.Equal(9.6, proposal[2].X, 1e-12);
        Assert.Equal(20.8, proposal[2].Y, 1e-12);
    }

    [Fact]
    public void Headings_turn_the_shorter_way_and_stay_below_pi()
    {
        var proposal = Interpolate(new EgoState(0, 0, 3.1, 0), 0, k => new Pose2d(0, 0, 0.1 * k), Compatibility.Sane);
        for (int i = 0; i < proposal.Length; i++)
        {
            double heading = 3.1 + 0.02 * i;
            Assert.Equal(heading < Math.PI ? heading : heading - 2 * Math.PI, proposal[i].HeadingRad, 1e-12);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_621_000_967_332_381)]
    [InlineData(1_000_100_000)]
    public void Truncated_times_move_the_reference_by_at_most_a_few_microseconds(long timeUs)
    {
        var start = new EgoState(0, 0, 0, 10);
        var published = Interpolate(start, timeUs, k => new Pose2d(5 * k, 0, 0), Compatibility.Navsim22);
        var exact = Interpolate(start, timeUs, k => new Pose2d(5 * k, 0, 0), Compatibility.Sane);
        for (int i = 0; i < exact.Length; i++)
        {
            Assert.Equal(i, exact[i].X, 1e-12);
            Assert.Equal(exact[i].X, published[i].X, 3e-5);
        }
    }

    [Fact]
    public void The_time_of_day_changes_nothing_in_sane_mode()
    {
        var start = new EgoState(5, 6, 0.3, 10);
        var early = Interpolate(start, 0, k => new Pose2d(5 * k, k, 0.1 * k), Compatibility.Sane);
        var late = Interpolate(start, 1_621_000_967_332_381, k => new Pose2d(5 * k, k, 0.1 * k), Compatibility.Sane);
        Assert.Equal(early, late);
    }

    [Fact]
    public void Plans_that_are_not_finite_or_not_eight_poses_long_are_refused()
    {
        var start = new EgoState(0, 0, 0, 10);
        Assert.Throws<ArgumentException>(() => Interpolate(start, 0, k => new Pose2d(k == 3 ? double.NaN : k, 0, 0), Compatibility.Navsim22));
        Assert.Throws<ArgumentException>(() => PlanInterpolation.ToProposal(in start, 0, new Pose2d[7], new Pose2d[Horizon.Samples]));
        Assert.Throws<ArgumentException>(() => PlanInterpolation.ToProposal(in start, 0, new Pose2d[8], new Pose2d[8]));
    }

    private static Pose2d[] Interpolate(EgoState start, long timeUs, Func<int, Pose2d> at, Compatibility compatibility)
    {
        var plan = new Pose2d[Horizon.PlanPoses];
        for (int k = 0; k < plan.Length; k++)
            plan[k] = at(k + 1);
        var proposal = new Pose2d[Horizon.Samples];
        PlanInterpolation.ToProposal(in start, timeUs, plan, proposal, compatibility);
        return proposal;
    }
}
