using Sim.Geometry;
using Sim.Plugins.PseudoSimulation;
using Sim.Plugins.PseudoSimulation.Scenes;
using Sim.Plugins.PseudoSimulation.Scoring;

namespace Sim.Tests.PseudoSimulation;

/// <summary>Sub-scores by hand on a straight road (specs/pseudo-simulation.md §8).</summary>
public sealed class ProposalScorerTests
{
    [Fact]
    public void Driving_into_a_slower_vehicle_is_the_egos_fault_at_the_sample_in_which_they_touch()
    {
        // Front at 3 + i, the other's rear at 18 + 0.5 i: they touch, and touching counts, at i = 30.
        var score = FlatRoad.Score(FlatRoad.Scene([FlatRoad.Other(20, 0, 5)]), FlatRoad.Drive(10));
        Assert.Equal(0, score.Scores.NoAtFaultCollisions);
        Assert.Equal(30, score.AtFaultCollisionSample);
        Assert.Equal("other", score.AtFaultCollisionToken);
        Assert.Equal(0, score.Scores.Product);
    }

    [Fact]
    public void A_touch_that_rounding_could_hide_is_decided_exactly()
    {
        // Side by side: the ego's left side is at y = 1, the other's right side at 1 or just above.
        var touching = FlatRoad.Score(FlatRoad.Scene([FlatRoad.Other(40, 2, 0)]), FlatRoad.Drive(10));
        var apart = FlatRoad.Score(FlatRoad.Scene([FlatRoad.Other(40, Math.BitIncrement(2.0), 0)]), FlatRoad.Drive(10));
        Assert.Equal(35, touching.AtFaultCollisionSample);
        Assert.Null(apart.AtFaultCollisionSample);
        Assert.Equal(1, apart.Scores.NoAtFaultCollisions);
    }

    [Fact]
    public void A_cone_costs_half()
    {
        var score = FlatRoad.Score(FlatRoad.Scene([FlatRoad.Other(30, 0, 0, SceneObjectType.TrafficCone)]), FlatRoad.Drive(10));
        Assert.Equal(0.5, score.Scores.NoAtFaultCollisions);
        Assert.Equal(25, score.AtFaultCollisionSample);
    }

    [Fact]
    public void After_a_cone_a_pedestrian_still_costs_all_and_the_first_sample_is_kept()
    {
        var scene = FlatRoad.Scene([FlatRoad.Other(30, 0, 0, SceneObjectType.Pedestrian, "walker"), FlatRoad.Other(20, 0, 0, SceneObjectType.Barrier, "barrier")]);
        var score = FlatRoad.Score(scene, FlatRoad.Drive(10));
        Assert.Equal(0, score.Scores.NoAtFaultCollisions);
        Assert.Equal(15, score.AtFaultCollisionSample);
        Assert.Equal("barrier", score.AtFaultCollisionToken);
    }

    [Fact]
    public void A_standing_ego_that_is_hit_is_not_at_fault()
    {
        var score = FlatRoad.Score(FlatRoad.Scene([FlatRoad.Other(30, 0, -10)]), FlatRoad.Drive(0));
        Assert.Equal(1, score.Scores.NoAtFaultCollisions);
        Assert.Null(score.AtFaultCollisionSample);
        Assert.Equal(1, score.Scores.TimeToCollision);
    }

    [Fact]
    public void Whoever_runs_into_the_ego_from_behind_is_ignored_from_then_on()
    {
        // Touches from behind at 10 m/s against 5, passes through and ends ahead of the ego, which then stays in contact.
        var score = FlatRoad.Score(FlatRoad.Scene([FlatRoad.Other(-8, 0, 10)]), FlatRoad.Drive(5));
        Assert.Equal(1, score.Scores.NoAtFaultCollisions);
        Assert.Null(score.AtFaultCollisionSample);
    }

    [Fact]
    public void A_touch_from_the_side_counts_only_outside_ones_own_lane()
    {
        // Comes from the left at 1 m/s beside the ego's rear, with the ego's speed: the front bumper is not touched.
        SceneObject beside = FlatRoad.Other(i => new Vector2d(-0.5 + i, 4 - (0.1 * i)), _ => new Vector2d(10, -1));
        var inLane = FlatRoad.Score(FlatRoad.Scene([beside]), FlatRoad.Drive(10));
        Assert.Equal(1, inLane.Scores.NoAtFaultCollisions);
        Assert.Equal(0UL, inLane.MultipleLanes);

        var acrossLanes = FlatRoad.Score(FlatRoad.Scene([beside]), FlatRoad.Drive(10, _ => 1.25));
        Assert.Equal((1UL << Horizon.Samples) - 1, acrossLanes.MultipleLanes);
        Assert.Equal(0, acrossLanes.Scores.NoAtFaultCollisions);
    }

    [Fact]
    public void A_corner_on_the_border_is_outside_the_drivable_area()
    {
        var inside = FlatRoad.Score(FlatRoad.Scene(), FlatRoad.Drive(10, _ => -0.999));
        var border = FlatRoad.Score(FlatRoad.Scene(), FlatRoad.Drive(10, i => i == 7 ? -1 : 0));
        Assert.Equal(1, inside.Scores.DrivableAreaCompliance);
        Assert.Equal(0, border.Scores.DrivableAreaCompliance);
        Assert.Equal(1UL << 7, border.NonDrivable);
    }

    [Fact]
    public void Two_areas_with_a_common_edge_leave_a_gap_for_a_corner_on_it()
    {
        // The road ends at x = 150; more road begins there. A corner exactly on the seam is in neither.
        var scene = FlatRoad.Scene(null, FlatRoad.Rectangle("more", MapPolygonType.Roadblock, 150, 300, -2, 6));
        var score = FlatRoad.Score(scene, FlatRoad.Drive(10, fromX: 120));
        Assert.Equal((1UL << 27) | (1UL << 31), score.NonDrivable);
    }

    [Theory]
    [InlineData(14, 1)]
    [InlineData(16, 0)]
    public void Progress_is_relative_to_the_best_of_the_batch_once_that_is_more_than_five_metres(double slow, double full)
    {
        var scorer = new ProposalScorer(new ScoringScene(FlatRoad.Scene(), Compatibility.Navsim22));
        var scores = new ProposalScore[2];
        double best = full == 1 ? 4.9 : 20;
        scorer.Score([.. FlatRoad.Drive(slow / 4 * best / 20), .. FlatRoad.Drive(best / 4)], scores, testComfort: false);
        Assert.Equal(slow * best / 20, scores[0].ProgressM, 9);
        Assert.Equal(full == 1 ? 1 : slow / 20, scores[0].Scores.EgoProgress, 9);
        Assert.Equal(1, scores[1].Scores.EgoProgress);
    }

    [Fact]
    public void The_progress_of_a_proposal_that_breaks_a_rule_is_not_the_measure()
    {
        var scorer = new ProposalScorer(new ScoringScene(FlatRoad.Scene(), Compatibility.Navsim22));
        var scores = new ProposalScore[2];
        scorer.Score([.. FlatRoad.Drive(2), .. FlatRoad.Drive(10, _ => -1.5)], scores, testComfort: false);
        Assert.Equal(0, scores[1].Scores.DrivableAreaCompliance);
        Assert.Equal([1.0, 1.0], scores.Select(s => s.Scores.EgoProgress));
        Assert.Equal([8.0, 40.0], scores.Select(s => s.ProgressM));
    }

    [Fact]
    public void Time_to_collision_looks_nine_tenths_of_a_second_ahead()
    {
        // Front at 3 + i, the standing other's rear at 40: reached within 0.9 s from i = 28 on. It is never touched before sample 37.
        var score = FlatRoad.Score(FlatRoad.Scene([FlatRoad.Other(42, 0, 0)]), FlatRoad.Drive(10));
        Assert.Equal(0, score.Scores.TimeToCollision);
        Assert.Equal(28, score.TtcInfractionSample);
        Assert.Equal("other", score.TtcInfractionToken);
        Assert.Equal(37, score.AtFaultCollisionSample);
    }

    [Fact]
    public void Time_to_collision_asks_only_samples_whose_look_ahead_lies_within_the_stage()
    {
        // Reached within 0.9 s from sample 32 on: too late to count.
        var score = FlatRoad.Score(FlatRoad.Scene([FlatRoad.Other(46, 0, 0)]), FlatRoad.Drive(10));
        Assert.Equal(1, score.Scores.TimeToCollision);
        Assert.Null(score.TtcInfractionSample);
    }

    [Fact]
    public void A_red_connector_on_the_route_may_not_be_touched_and_one_off_the_route_may()
    {
        MapPolygon[] connectors =
        [
            FlatRoad.Rectangle("c", MapPolygonType.LaneConnector, 20, 40, -2, 2, 0),
            FlatRoad.Rectangle("d", MapPolygonType.LaneConnector, 20, 40, -2, 2, 0),
        ];
        var scene = FlatRoad.Scene(null, connectors);
        Assert.Equal(1, FlatRoad.Score(scene, FlatRoad.Drive(10)).Scores.TrafficLightCompliance);
        Assert.Equal(0, FlatRoad.Score(scene with { RedConnectors = RedLights.ToSamples([["c"]]) }, FlatRoad.Drive(10)).Scores.TrafficLightCompliance);
        Assert.Equal(1, FlatRoad.Score(scene with { RedConnectors = RedLights.ToSamples([["d"]]) }, FlatRoad.Drive(10)).Scores.TrafficLightCompliance);
        // Red for 1.5 s only; the front reaches x = 20 at sample 17.
        var turnsGreen = scene with { RedConnectors = RedLights.ToSamples([["c"], ["c"], ["c"], []]) };
        Assert.Equal(1, FlatRoad.Score(turnsGreen, FlatRoad.Drive(10)).Scores.TrafficLightCompliance);
        Assert.Equal(0, FlatRoad.Score(turnsGreen, FlatRoad.Drive(20)).Scores.TrafficLightCompliance);
        // An ego that stands wholly inside touches it too.
        Assert.Equal(0, FlatRoad.Score(turnsGreen, FlatRoad.Drive(0, fromX: 30)).Scores.TrafficLightCompliance);
    }

    [Theory]
    [InlineData(1.8, 1)]
    [InlineData(2.0, 0.5)]
    [InlineData(5.4, 0.5)]
    [InlineData(5.5, 0)]
    public void Driving_direction_is_judged_by_the_metres_against_traffic_within_a_second(double speed, double expected)
    {
        // All the way on the wrong lane: eleven steps count, speed · 1.1 s.
        Assert.Equal(expected, FlatRoad.Score(FlatRoad.Scene(), FlatRoad.Drive(speed, _ => 4)).Scores.DrivingDirectionCompliance);
    }

    [Fact]
    public void The_wrong_lane_in_a_junction_is_not_against_traffic()
    {
        var scene = FlatRoad.Scene(null, FlatRoad.Rectangle("x", MapPolygonType.Intersection, -50, 150, -10, 10));
        var score = FlatRoad.Score(scene, FlatRoad.Drive(10, _ => 4));
        Assert.Equal(1, score.Scores.DrivingDirectionCompliance);
        Assert.Equal((1UL << Horizon.Samples) - 1, score.Oncoming);
    }

    [Theory]
    [InlineData(19, 1)]
    [InlineData(20, 0)]
    public void Lane_keeping_fails_after_two_seconds_beyond_half_a_metre(int samples, double expected)
    {
        var score = FlatRoad.Score(FlatRoad.Scene(), FlatRoad.Drive(10, i => i >= 5 && i < 5 + samples ? 0.6 : 0.5));
        Assert.Equal(expected, score.Scores.LaneKeeping);
    }

    [Fact]
    public void Without_a_centre_line_there_is_no_scene_to_score()
    {
        var scene = FlatRoad.Scene();
        Assert.Throws<ArgumentException>(() => new ScoringScene(scene with { Map = scene.Map with { Centreline = [] } }, Compatibility.Navsim22));
        Assert.Throws<ArgumentException>(() => new ProposalScorer(new ScoringScene(scene, Compatibility.Navsim22)).Score(new EgoState[40], new ProposalScore[1]));
    }
}
