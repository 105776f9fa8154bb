using Sim.Geometry;
using Sim.Plugins.PseudoSimulation;
using Sim.Plugins.PseudoSimulation.Scenes;
using Sim.Plugins.PseudoSimulation.Scoring;
using Sim.Plugins.PseudoSimulation.Traffic;

namespace Sim.Tests.PseudoSimulation;

/// <summary>What is made of sub-scores: EPDMS, human filter, PDMS (specs/pseudo-simulation.md §9).</summary>
public sealed class ScoreAssemblyTests
{
    private static readonly SubScores Perfect = new(1, 1, 1, 1, 1, 1, 1, 1);

    [Fact]
    public void Epdms_weighs_progress_and_time_to_collision_five_and_the_rest_two()
    {
        var scores = new SubScores(0.5, 1, 0.5, 1, 0.6, 1, 0, 1);
        Assert.Equal(0.25 * (3 + 5 + 2 + 2) / 16, scores.Epdms(1), 12);
        Assert.Equal(0.25 * (3 + 5 + 2) / 16, scores.Epdms(0), 12);
        Assert.Equal(0.25 * (3 + 5 + 2) / 14, scores.Epdms(null), 12);
        Assert.Equal(0, (scores with { TrafficLightCompliance = 0 }).Epdms(1));
    }

    [Fact]
    public void The_human_excuses_only_what_he_failed_wholly()
    {
        var plan = new SubScores(0, 0, 0.5, 1, 0.3, 0, 1, 0);
        var human = new SubScores(0.5, 0, 0, 0, 1, 0, 0, 1);
        var final = HumanFilter.Apply(plan, human, out var excused);
        Assert.Equal(new SubScores(0, 1, 1, 1, 0.3, 1, 1, 0), final);
        Assert.Equal(SubScoreSet.DrivableAreaCompliance | SubScoreSet.DrivingDirectionCompliance | SubScoreSet.TimeToCollision, excused);
        Assert.Equal(plan, HumanFilter.Apply(plan, Perfect, out var none));
        Assert.Equal(SubScoreSet.None, none);
    }

    [Fact]
    public void Pdms_has_the_product_in_its_progress_too()
    {
        ProposalScore[] batch = [Proposal(Perfect, 20), Proposal(Perfect with { NoAtFaultCollisions = 0.5 }, 10), Proposal(Perfect with { DrivableAreaCompliance = 0 }, 40)];
        var scores = new PdmsScore[3];
        Pdms.Score(batch, [true, false, true], scores);
        Assert.Equal([1, 0.25, 0], scores.Select(s => s.EgoProgress));
        Assert.Equal([1, 0.5 * (1.25 + 5) / 12, 0], scores.Select(s => s.Pdms));
    }

    [Fact]
    public void Pdms_of_a_batch_that_hardly_moves_gives_full_progress_to_those_that_break_no_rule()
    {
        ProposalScore[] batch = [Proposal(Perfect, 5), Proposal(Perfect with { NoAtFaultCollisions = 0 }, 40), Proposal(Perfect with { TimeToCollision = 0 }, 0)];
        var scores = new PdmsScore[3];
        Pdms.Score(batch, [true, true, true], scores);
        Assert.Equal([1.0, 0, 1], scores.Select(s => s.EgoProgress));
        Assert.Equal([1, 0, 7.0 / 12], scores.Select(s => s.Pdms));
        Assert.Throws<ArgumentException>(() => Pdms.Score(batch, [true], new PdmsScore[3]));
    }

    [Fact]
    public void A_plan_is_scored_against_the_reference_and_says_what_the_filter_did()
    {
        // The reference drives 40 m, the plan half of that; the human leaves the road.
        var scene = FlatRoad.Scene() with
        {
            Reference = [.. Enumerable.Range(0, Horizon.Samples).Select(i => new Pose2d(i, 0, 0))],
            HumanPlan = [.. Enumerable.Range(1, Horizon.PlanPoses).Select(k => new Pose2d(5 * k, -3.0 * k / 8, 0))],
        };
        var evaluator = new SceneEvaluator(new ScoringScene(scene, Compatibility.Navsim22), new LogReplayTraffic());
        Pose2d[] half = [.. Enumerable.Range(1, Horizon.PlanPoses).Select(k => new Pose2d((5 * k) - (k * k * 0.3125), 0, 0))];
        var score = evaluator.EvaluatePlan(half);
        Assert.Equal(Horizon.Samples, score.States.Count);
        Assert.Equal(scene.Ego, score.States[0]);
        Assert.Equal(40, score.Reference.ProgressM, 0.5);
        Assert.Equal(20, score.Raw.ProgressM, 2.5); // the tracker brakes behind the plan
        Assert.Equal(score.Raw.ProgressM / score.Reference.ProgressM, score.Raw.Scores.EgoProgress, 9);
        Assert.Equal(0, score.Human!.Value.Scores.DrivableAreaCompliance);
        Assert.Equal(1, score.Raw.Scores.DrivableAreaCompliance);
        Assert.False(score.Excused.HasFlag(SubScoreSet.DrivableAreaCompliance));
        Assert.Equal(score.Final.Epdms(0.0), score.Epdms(0));

        var unfiltered = new SceneEvaluator(new ScoringScene(scene, Compatibility.Navsim22), new LogReplayTraffic(), humanFilter: false).EvaluatePlan(half);
        Assert.Null(unfiltered.Human);
        Assert.Equal(unfiltered.Raw.Scores, unfiltered.Final);
    }

    [Fact]
    public void An_evaluator_gives_the_same_again()
    {
        for (ulong seed = 0; seed < 15; seed++)
        {
            var scene = new ScoringScene(DrawnScenes.Draw(seed), Compatibility.Navsim22);
            var evaluator = new SceneEvaluator(scene, new ConstantVelocityTraffic());
            var first = evaluator.EvaluatePlan(DrawnScenes.Plan(seed, 0));
            evaluator.EvaluatePlan(DrawnScenes.Plan(seed, 1));
            var again = evaluator.EvaluatePlan(DrawnScenes.Plan(seed, 0));
            var fresh = new SceneEvaluator(scene, new ConstantVelocityTraffic()).EvaluatePlan(DrawnScenes.Plan(seed, 0));
            foreach (var other in new[] { again, fresh })
            {
                Assert.Equal((first.Raw, first.Reference, first.Human, first.Final), (other.Raw, other.Reference, other.Human, other.Final));
                Assert.Equal(first.States, other.States);
            }
        }
    }

    [Fact]
    public void A_scene_without_a_reference_asks_for_one()
    {
        var scene = new ScoringScene(FlatRoad.Scene(), Compatibility.Navsim22);
        Assert.Throws<ArgumentException>(() => new SceneEvaluator(scene, new LogReplayTraffic()));
        Assert.Throws<ArgumentException>(() => new SceneEvaluator(scene, new LogReplayTraffic(), reference: _ => new Pose2d[8]));
        Pose2d[] still = [.. Enumerable.Repeat(new Pose2d(0, 0, 0), Horizon.Samples)];
        var evaluator = new SceneEvaluator(scene, new LogReplayTraffic(), reference: _ => still);
        Assert.Throws<ArgumentException>(() => evaluator.EvaluatePlan(new Pose2d[7]));
        Assert.Equal(1, evaluator.EvaluateProposal(still).Raw.Scores.DrivableAreaCompliance);
    }

    private static ProposalScore Proposal(SubScores scores, double progress) => new(scores, progress, ComfortFlags.Comfortable, 0, 0, 0, null, null, null, null);
}
