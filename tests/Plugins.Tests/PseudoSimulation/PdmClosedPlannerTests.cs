using Sim.Geometry;
using Sim.Plugins.PseudoSimulation;
using Sim.Plugins.PseudoSimulation.Planning;
using Sim.Plugins.PseudoSimulation.Scenes;
using Sim.Plugins.PseudoSimulation.Scoring;

namespace Sim.Tests.PseudoSimulation;

/// <summary>PDM-Closed: what it does, and each quirk of the reference with what is right (docs/pseudo-simulation/traffic.md).</summary>
public sealed class PdmClosedPlannerTests
{
    private static readonly PdmClosedOptions OnePath = new() { OffsetsM = [] };

    private static PdmClosedPlan Plan(PseudoScene scene, Compatibility compatibility, PdmClosedOptions? options = null) => new PdmClosedPlanner(options).Plan(new ScoringScene(scene, compatibility));

    private static PseudoScene Road(double speed, params SceneObject[] objects)
    {
        var scene = FlatRoad.Scene(objects);
        return scene with
        {
            Ego = scene.Ego with { Vx = speed },
            Map = scene.Map with { Centreline = [.. Enumerable.Range(0, 401).Select(i => new Pose2d(i - 50, 0, 0))] },
        };
    }

    [Fact]
    public void Fifteen_proposals_are_scored_path_by_path_and_the_first_of_the_best_is_taken()
    {
        foreach (var compatibility in Enum.GetValues<Compatibility>())
        {
            var plan = Plan(Road(10), compatibility);
            Assert.Equal(15, plan.Scores.Count);
            Assert.Equal(51, plan.Trajectory.Count);
            Assert.Equal(Horizon.Samples, plan.Reference.Count);
            double best = plan.Scores.Max(s => s.PlannerScore);
            Assert.Equal(plan.Scores.Select(s => s.PlannerScore).ToList().IndexOf(best), plan.Chosen);
        }
    }

    [Fact]
    public void It_goes_round_what_leaves_room_and_stops_before_what_does_not()
    {
        // 3 m wide lane-half: a box that reaches 0.4 m into the ego's strip can be passed by the path a metre to the left.
        var aside = FlatRoad.Other(25, -1.6, 0, SceneObjectType.GenericObject);
        Assert.Equal(2, Plan(Road(6, aside), Compatibility.Sane).Chosen / 5);
        var blocked = Plan(Road(8, FlatRoad.Other(30, 0, 0) with { WidthM = 8 }), Compatibility.Sane);
        Assert.True(blocked.Trajectory[^1].X + 3 < 28);
        Assert.True(blocked.SpeedsMps[^1] < 2);
    }

    [Fact]
    public void A_red_light_ahead_is_stopped_for()
    {
        var scene = Road(8);
        var connector = FlatRoad.Rectangle("c", MapPolygonType.LaneConnector, 40, 60, -2, 2, 0);
        scene = scene with { Map = scene.Map with { Polygons = [.. scene.Map.Polygons, connector] } };
        var red = scene with { RedConnectors = [.. Enumerable.Repeat<IReadOnlyList<string>>(["c"], Horizon.Samples)] };
        Assert.True(Plan(scene, Compatibility.Navsim22).Trajectory[^1].X > 45);
        Assert.True(Plan(red, Compatibility.Navsim22).Trajectory[^1].X + 3 <= 40);
    }

    [Fact]
    public void A_plan_does_not_begin_by_braking_for_nothing()
    {
        var (compat, sane) = (Plan(Road(8), Compatibility.Navsim22, OnePath), Plan(Road(8), Compatibility.Sane, OnePath));
        // Before its first look the reference follows a lead at the path's origin.
        Assert.Equal(8 - 0.3, compat.SpeedsMps[1], 9);
        Assert.True(sane.SpeedsMps[1] > 8);
    }

    [Fact]
    public void A_plan_does_not_roll_backwards()
    {
        // Oncoming: the closing speed asks for more braking than there is speed left.
        var oncoming = FlatRoad.Other(20, 0, -8);
        oncoming = oncoming with { Poses = [.. oncoming.Poses.Select(p => p with { HeadingRad = Math.PI })] };
        Assert.True(Plan(Road(2, oncoming), Compatibility.Navsim22, OnePath).SpeedsMps.Min() < 0);
        Assert.True(Plan(Road(2, oncoming), Compatibility.Sane, OnePath).SpeedsMps.Min() >= 0);
    }

    [Fact]
    public void What_one_policy_follows_does_not_slow_the_next()
    {
        // A cyclist comes onto the lane at 45°: behind the fast policy, before the slow one.
        double side = 4 / Math.Sqrt(2);
        var cyclist = FlatRoad.Other(i => new Vector2d(33 - (3.5 * side), -3.5 * side), _ => new Vector2d(side, side), SceneObjectType.Bicycle);
        cyclist = cyclist with { Poses = [.. cyclist.Poses.Select(p => p with { HeadingRad = Math.PI / 4 })] };
        var scene = Road(14, cyclist);
        foreach (var compatibility in Enum.GetValues<Compatibility>())
        {
            var both = Plan(scene, compatibility, OnePath with { SpeedFractions = [0.2, 1] });
            var alone = Plan(scene, compatibility, OnePath with { SpeedFractions = [1] });
            Assert.Equal(1, both.Chosen);
            Assert.Equal(compatibility == Compatibility.Sane, both.SpeedsMps.SequenceEqual(alone.SpeedsMps));
        }
    }

    [Fact]
    public void A_moving_lead_is_looked_for_at_every_step()
    {
        var scene = Road(9, FlatRoad.Other(22, 0, 7));
        double compat = Roughness(Plan(scene, Compatibility.Navsim22, OnePath with { SpeedFractions = [1] }));
        double sane = Roughness(Plan(scene, Compatibility.Sane, OnePath with { SpeedFractions = [1] }));
        Assert.True(compat > 3 * sane, $"{compat} against {sane}");

        static double Roughness(PdmClosedPlan plan) => Enumerable.Range(10, 30).Sum(i =>
            Math.Abs(plan.SpeedsMps[i + 2] - (3 * plan.SpeedsMps[i + 1]) + (3 * plan.SpeedsMps[i]) - plan.SpeedsMps[i - 1]));
    }

    [Fact]
    public void The_reference_is_read_at_the_samples_and_not_a_microsecond_early()
    {
        var scene = Road(10) with { TimeUs = 1_621_000_343_135_392 };
        var (compat, sane) = (Plan(scene, Compatibility.Navsim22, OnePath), Plan(scene, Compatibility.Sane, OnePath));
        Assert.Equal(sane.Trajectory.Take(Horizon.Samples), sane.Reference);
        Assert.Contains(Enumerable.Range(1, Horizon.Steps), i => compat.Reference[i].X < compat.Trajectory[i].X);
        Assert.All(Enumerable.Range(1, Horizon.Steps), i => Assert.InRange(compat.Trajectory[i].X - compat.Reference[i].X, 0, 2e-5));
    }

    [Fact]
    public void A_margin_never_reaches_the_ego()
    {
        // 0.1 m beside a parked car: with the margin in full the ego would touch it, which is its fault.
        var beside = FlatRoad.Other(1, 2.1, 0);
        var plan = Plan(Road(5, beside), Compatibility.Sane, new PdmClosedOptions { MarginM = 0.5 });
        Assert.Null(plan.Scores[plan.Chosen].AtFaultCollisionSample);
    }
}
