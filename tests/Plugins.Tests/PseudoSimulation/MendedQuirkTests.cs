using Sim.Geometry;
using Sim.Plugins.PseudoSimulation;
using Sim.Plugins.PseudoSimulation.Scenes;
using Sim.Plugins.PseudoSimulation.Scoring;
using Sim.Plugins.PseudoSimulation.Traffic;

namespace Sim.Tests.PseudoSimulation;

/// <summary>Each quirk of the reference's scorer: what NAVSIM 2.2 makes of it, and what is right (docs/pseudo-simulation/scoring.md).</summary>
public sealed class MendedQuirkTests
{
    [Fact]
    public void An_object_seen_in_one_frame_is_not_there_before_and_after_it()
    {
        // Seen at 2 s only: nobody knows where it was at 0 s and at 4 s.
        var seen = new LoggedObject("ghost", SceneObjectType.Vehicle, new Pose2d(30, 0, 0), 4, 2, default);
        var frames = Enumerable.Range(0, Horizon.Frames).Select(k => k == 4 ? new[] { seen } : []).ToArray();
        var compat = Assert.Single(ObjectInterpolation.ToSamples(frames, Compatibility.Navsim22));
        var sane = Assert.Single(ObjectInterpolation.ToSamples(frames, Compatibility.Sane));
        Assert.All(compat.Present, Assert.True);
        Assert.Equal(20, Array.IndexOf(sane.Present, true));
        Assert.Equal(1, sane.Present.Count(p => p));
        // Driving over the place at 1.5 s and 2.5 s, when it was not seen there, is no collision.
        Assert.Equal(0, FlatRoad.Score(FlatRoad.Scene([compat]), FlatRoad.Drive(20)).Scores.NoAtFaultCollisions);
        Assert.Equal(1, FlatRoad.Score(FlatRoad.Scene([sane]), FlatRoad.Drive(20), Compatibility.Sane).Scores.NoAtFaultCollisions);
    }

    [Fact]
    public void A_car_that_pulls_away_is_not_for_ever_a_standing_one()
    {
        // Stands behind the ego for half a second, then comes at 20 m/s and hits its tail: it is the one that drives.
        var other = FlatRoad.Other(i => new Vector2d(-10 + (2 * Math.Max(0, i - 5)), 0), i => new Vector2d(i < 5 ? 0 : 20, 0));
        Differ([other], FlatRoad.Drive(10), s => s.NoAtFaultCollisions, compat: 0, sane: 1);
    }

    [Fact]
    public void A_car_that_has_stopped_is_a_standing_one()
    {
        // Brakes from 1 m/s to a standstill beside the ego's path; the ego scrapes along its side: the one that drives is at fault.
        var other = FlatRoad.Other(i => new Vector2d(20 + (0.1 * Math.Min(i, 5)), 1.5), i => new Vector2d(i < 5 ? 1 : 0, 0));
        EgoState[] drive = FlatRoad.Drive(10, i => i < 21 ? -0.75 : 0);
        Differ([other], drive, s => s.NoAtFaultCollisions, compat: 1, sane: 0);
    }

    [Fact]
    public void A_window_of_one_second_holds_ten_steps()
    {
        // 1.9 m/s on the wrong lane: 1.9 m in a second are tolerated; in eleven steps they are 2.09 m.
        Differ([], FlatRoad.Drive(1.9, _ => 4), s => s.DrivingDirectionCompliance, compat: 0.5, sane: 1);
    }

    [Fact]
    public void A_lane_off_the_route_that_goes_the_same_way_is_not_oncoming_traffic()
    {
        // Lane "e" to the right of the ego's, same direction, not part of the route: a lane change, not a wrong way.
        MapPolygon[] more = [FlatRoad.Rectangle("block-e", MapPolygonType.Roadblock, -50, 150, -6, -2), FlatRoad.Rectangle("e", MapPolygonType.Lane, -50, 150, -6, -2, 0)];
        Differ([], FlatRoad.Drive(10, _ => -4), s => s.DrivingDirectionCompliance, compat: 0, sane: 1, more);
        // Beside the road there is nobody to come towards: that is what the drivable area is for.
        Differ([], FlatRoad.Drive(10, _ => -20), s => s.DrivingDirectionCompliance, compat: 0, sane: 1);
        Differ([], FlatRoad.Drive(10, _ => -20), s => s.DrivableAreaCompliance, compat: 0, sane: 0);
        // The lane of those who come towards stays what it is.
        Differ([], FlatRoad.Drive(10, _ => 4), s => s.DrivingDirectionCompliance, compat: 0, sane: 0);
    }

    [Fact]
    public void Driving_against_the_direction_of_ones_own_lane_is_oncoming_traffic()
    {
        // Turned round on lane "a": the route's lane, the wrong way.
        Differ([], FlatRoad.Drive(-10, heading: Math.PI, fromX: 100), s => s.DrivingDirectionCompliance, compat: 1, sane: 0);
    }

    [Fact]
    public void A_junction_between_two_short_deviations_parts_them()
    {
        // Twelve samples beside the line before the junction and twelve after it: 1.2 s each, not 2.4 s on end.
        var junction = FlatRoad.Rectangle("x", MapPolygonType.Intersection, 12.5, 28.5, -10, 10);
        Differ([], FlatRoad.Drive(10, _ => 0.8), s => s.LaneKeeping, compat: 0, sane: 1, junction);
    }

    [Fact]
    public void A_reversing_ego_is_taken_to_go_backwards()
    {
        // Reverses at 5 m/s towards a standing car whose front is 3.5 m behind it, away from one 3.5 m ahead.
        EgoState[] drive = [.. Enumerable.Range(0, Horizon.Samples).Select(i => new EgoState(Math.Max(-2, -0.5 * i), 0, 0, i < 5 ? -5 : 0))];
        Differ([FlatRoad.Other(-6.5, 0, 0)], drive, s => s.TimeToCollision, compat: 1, sane: 0);
        Differ([FlatRoad.Other(8.5, 0, 0)], drive, s => s.TimeToCollision, compat: 0, sane: 1);
    }

    [Fact]
    public void Whoever_comes_from_behind_is_not_ahead_of_where_the_ego_will_be()
    {
        // Comes from behind at 10 m/s against 5: when it reaches the ego's tail it lies ahead of where the ego was 0.9 s before.
        Differ([FlatRoad.Other(-8, 0, 10)], FlatRoad.Drive(5), s => s.TimeToCollision, compat: 0, sane: 1);
    }

    [Fact]
    public void Reversing_into_a_driving_car_is_not_being_run_into()
    {
        // The other creeps at 1 m/s the same way; the ego reverses into it at 5 m/s.
        Differ([FlatRoad.Other(-16, 0, 1)], FlatRoad.Drive(-5), s => s.NoAtFaultCollisions, compat: 1, sane: 0);
    }

    [Fact]
    public void The_planners_score_follows_the_human_filter()
    {
        // Human and plan go off the road for a while; the human excuses the plan.
        var scene = FlatRoad.Scene() with { HumanPlan = Straight(-1.5), Reference = [.. Enumerable.Range(0, Horizon.Samples).Select(i => new Pose2d(i, 0, 0))] };
        var compat = new SceneEvaluator(new ScoringScene(scene, Compatibility.Navsim22), new LogReplayTraffic()).EvaluatePlan(Straight(-1.5));
        var sane = new SceneEvaluator(new ScoringScene(scene, Compatibility.Sane), new LogReplayTraffic()).EvaluatePlan(Straight(-1.5));
        Assert.All([compat, sane], s => Assert.True(s.Excused.HasFlag(SubScoreSet.DrivableAreaCompliance)));
        Assert.Equal(0, compat.PlannerScore);
        Assert.True(compat.Epdms(null) > 0);
        Assert.Equal(sane.Epdms(null), sane.PlannerScore);
    }

    private static Pose2d[] Straight(double left) => [.. Enumerable.Range(1, Horizon.PlanPoses).Select(k => new Pose2d(5 * k, left * Math.Min(1, k / 4.0), 0))];

    private static void Differ(
        IReadOnlyList<SceneObject> objects, EgoState[] drive, Func<SubScores, double> which, double compat, double sane, params MapPolygon[] more)
    {
        var scene = FlatRoad.Scene(objects, more);
        Assert.Equal(compat, which(FlatRoad.Score(scene, drive).Scores));
        Assert.Equal(sane, which(FlatRoad.Score(scene, drive, Compatibility.Sane).Scores));
    }
}
