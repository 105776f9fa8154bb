using Sim.Geometry;
using Sim.Numerics;
using Sim.Plugins.PseudoSimulation;
using Sim.Plugins.PseudoSimulation.Motion;
using Sim.Plugins.PseudoSimulation.Scenes;
using Sim.Plugins.PseudoSimulation.Scoring;
using Sim.Plugins.PseudoSimulation.Traffic;

namespace Sim.Tests.PseudoSimulation;

/// <summary>What must hold of every scene, over drawn ones, in both modes.</summary>
public sealed class ScorerPropertyTests
{
    private const ulong Scenes = 40;
    private const int Plans = 3;

    [Theory]
    [InlineData(Compatibility.Navsim22)]
    [InlineData(Compatibility.Sane)]
    public void A_rigid_motion_of_the_scene_changes_no_score(Compatibility compatibility)
    {
        int changed = 0;
        foreach (var (scene, plan, seed) in Drawn())
        {
            var random = new RandomStream(seed).Fork("motion");
            var frame = new Pose2d(random.NextUniform(-1000, 1000), random.NextUniform(-1000, 1000), random.NextUniform(-3, 3));
            var here = Evaluate(scene, plan, compatibility);
            var there = Evaluate(scene.Moved(frame), plan, compatibility);
            AssertSame(here, there, $"{scene.Name}");
            changed += here.Final != here.Raw.Scores ? 1 : 0;
        }

        Assert.True(changed > 5, $"only {changed} cases were filtered: the scenes are too tame");
    }

    [Theory]
    [InlineData(Compatibility.Navsim22)]
    [InlineData(Compatibility.Sane)]
    public void A_mirrored_scene_has_the_same_scores(Compatibility compatibility)
    {
        int handed = 0;
        foreach (var (scene, plan, _) in Drawn(2 * Scenes))
        {
            var here = Evaluate(scene, plan, compatibility);
            var there = Evaluate(scene.Mirrored(), [.. plan.Select(ScenesInMotion.Mirrored)], compatibility);
            if (here.Raw.Comfort != there.Raw.Comfort || here.Reference.Comfort != there.Reference.Comfort)
            {
                handed++;
                (here, there) = (WithoutComfort(here), WithoutComfort(there));
            }

            AssertSame(here, there, scene.Name);
        }

        // The reference adds the yaw acceleration to the one along the vehicle: a bend to the left is less comfortable than one to the right.
        Assert.Equal(compatibility == Compatibility.Navsim22, handed > 0);

        static SceneScore WithoutComfort(SceneScore score) => score with
        {
            Raw = Comfortable(score.Raw),
            Reference = Comfortable(score.Reference),
            Final = score.Final with { HistoryComfort = 1 },
        };

        static ProposalScore Comfortable(ProposalScore score) =>
            score with { Comfort = ComfortFlags.Comfortable, Scores = score.Scores with { HistoryComfort = 1 } };
    }

    [Theory]
    [InlineData(Compatibility.Navsim22)]
    [InlineData(Compatibility.Sane)]
    public void Somebody_far_away_changes_nothing(Compatibility compatibility)
    {
        foreach (var (scene, plan, _) in Drawn())
        {
            var far = FlatRoad.Other(i => new Vector2d(scene.Ego.X + 400, scene.Ego.Y + i), _ => new Vector2d(0, 10), token: "far");
            var here = Evaluate(scene, plan, compatibility);
            var there = Evaluate(scene with { Objects = [far, .. scene.Objects] }, plan, compatibility);
            Assert.Equal(here.Raw, there.Raw);
            Assert.Equal(here.Final, there.Final);
        }
    }

    [Theory]
    [InlineData(Compatibility.Navsim22)]
    [InlineData(Compatibility.Sane)]
    public void The_order_of_objects_and_areas_does_not_matter(Compatibility compatibility)
    {
        foreach (var (scene, plan, _) in Drawn())
        {
            var turned = scene with
            {
                Objects = [.. scene.Objects.Reverse()],
                Map = scene.Map with { Polygons = [.. scene.Map.Polygons.Reverse()] },
            };
            var (here, there) = (Evaluate(scene, plan, compatibility).Raw, Evaluate(turned, plan, compatibility).Raw);
            Assert.Equal(here with { AtFaultCollisionToken = null, TtcInfractionToken = null }, there with { AtFaultCollisionToken = null, TtcInfractionToken = null });
        }
    }

    [Fact]
    public void Every_sub_score_takes_its_own_values_and_every_kind_of_outcome_occurs()
    {
        double[] thirds = [0, 0.5, 1], halves = [0, 1];
        var seen = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (scene, plan, _) in Drawn(2 * Scenes))
        {
            foreach (var mode in new[] { Compatibility.Navsim22, Compatibility.Sane })
            {
                foreach (ITrafficPolicy traffic in new ITrafficPolicy[] { new LogReplayTraffic(), new ConstantVelocityTraffic() })
                {
                    var score = new SceneEvaluator(new ScoringScene(scene, mode), traffic).EvaluatePlan(plan);
                    foreach (var s in new[] { score.Raw.Scores, score.Reference.Scores, score.Final })
                    {
                        Assert.Contains(s.NoAtFaultCollisions, thirds);
                        Assert.Contains(s.DrivableAreaCompliance, halves);
                        Assert.Contains(s.DrivingDirectionCompliance, thirds);
                        Assert.Contains(s.TrafficLightCompliance, halves);
                        Assert.InRange(s.EgoProgress, 0, 1);
                        Assert.Contains(s.TimeToCollision, halves);
                        Assert.Contains(s.LaneKeeping, halves);
                        Assert.Contains(s.HistoryComfort, halves);
                        Assert.InRange(s.Epdms(0.0), 0, 1);
                        Note("NC", s.NoAtFaultCollisions);
                        Note("DAC", s.DrivableAreaCompliance);
                        Note("DDC", s.DrivingDirectionCompliance);
                        Note("TLC", s.TrafficLightCompliance);
                        Note("TTC", s.TimeToCollision);
                        Note("LK", s.LaneKeeping);
                        Note("HC", s.HistoryComfort);
                    }

                    Assert.Equal(score.Raw.Scores.NoAtFaultCollisions < 1, score.Raw.AtFaultCollisionSample is not null);
                    Assert.Equal(score.Raw.Scores.TimeToCollision < 1, score.Raw.TtcInfractionToken is not null);
                    Assert.Equal(score.Raw.Scores.DrivableAreaCompliance < 1, score.Raw.NonDrivable != 0);
                    Assert.True(score.Final.Product >= score.Raw.Scores.Product);
                    Assert.InRange(new SceneEvaluator(new ScoringScene(scene, mode), traffic).ScorePdms(score).Pdms, 0, 1);
                }
            }
        }

        Assert.Equal(
            ["DAC 0", "DAC 1", "DDC 0", "DDC 0.5", "DDC 1", "HC 0", "HC 1", "LK 0", "LK 1", "NC 0", "NC 0.5", "NC 1", "TLC 0", "TLC 1", "TTC 0", "TTC 1"],
            seen);

        void Note(string name, double value) => seen.Add(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name} {value}"));
    }

    [Fact]
    public void Odd_scenes_are_scored_too()
    {
        foreach (var (scene, plan, _) in Drawn().Take(40))
        {
            var line = scene.Map.Centreline;
            Vector2d at = new(scene.Ego.X + 8, scene.Ego.Y);
            PseudoScene[] odd =
            [
                scene with { Map = new SceneMap([], new HashSet<string>(), line) },
                scene with { Map = scene.Map with { Centreline = [line[0]] } },
                scene with { Map = scene.Map with { Centreline = [line[0], line[0], line[0]] } },
                scene with { Map = scene.Map with { RouteLaneIds = new HashSet<string>() } },
                scene with { Map = scene.Map with { Polygons = [.. scene.Map.Polygons, new MapPolygon("flat", MapPolygonType.Lane, [at, at, at]), new MapPolygon("line", MapPolygonType.Roadblock, [at, at + new Vector2d(9, 0), at])] } },
                scene with { Objects = [], History = [], HumanPlan = null, RedConnectors = [] },
                scene with { History = [scene.History[^1]], RedConnectors = [["nobody", "own-0-junction"]] },
                scene with { Objects = [.. scene.Objects, FlatRoad.Other(_ => at, _ => default, token: "dot") with { LengthM = 0, WidthM = 0 }] },
                scene with { Objects = [.. scene.Objects.Select(o => o with { Present = new bool[Horizon.Samples] })] },
            ];
            foreach (var one in odd)
            {
                foreach (var mode in new[] { Compatibility.Navsim22, Compatibility.Sane })
                {
                    Assert.InRange(Evaluate(one, plan, mode).Epdms(null), 0, 1);
                }
            }
        }
    }

    [Fact]
    public void The_scorer_and_its_plain_twin_agree_on_every_drive_even_a_senseless_one()
    {
        int collisions = 0, infractions = 0, clean = 0;
        foreach (var (scene, plan, seed) in Drawn(2 * Scenes))
        {
            var prepared = new ScoringScene(scene, Compatibility.Navsim22);
            foreach (ITrafficPolicy policy in new ITrafficPolicy[] { new LogReplayTraffic(), new ConstantVelocityTraffic() })
            {
                var drive = policy is LogReplayTraffic ? Driven(prepared, seed, 1) : Senseless(scene, seed);
                var traffic = policy.Move(scene, drive);
                var plain = new PlainScorer(scene, traffic).Score(drive);
                var scorer = new ProposalScorer(prepared);
                scorer.UseTraffic(traffic);
                var found = new ProposalScore[1];
                scorer.Score(drive, found, testComfort: false);
                var f = found[0];
                Assert.Equal(plain, new PlainScorer.Result(
                    f.Scores.NoAtFaultCollisions, f.AtFaultCollisionSample, f.Scores.DrivableAreaCompliance, f.Scores.TrafficLightCompliance,
                    f.Scores.DrivingDirectionCompliance, f.Scores.TimeToCollision, f.TtcInfractionSample, f.Scores.LaneKeeping, f.ProgressM,
                    Bits(f.MultipleLanes), Bits(f.NonDrivable), Bits(f.Oncoming)) with
                { ProgressM = plain.ProgressM });
                Assert.Equal(plain.ProgressM, f.ProgressM, 9);
                collisions += plain.Nc < 1 ? 1 : 0;
                infractions += plain.Ttc < 1 ? 1 : 0;
                clean += plain.Dac == 1 ? 1 : 0;
            }
        }

        Assert.True(collisions > 40 && infractions > 40 && clean > 40, $"too tame: {collisions} collisions, {infractions} infractions, {clean} on the road");

        static string Bits(ulong bits) => string.Concat(Enumerable.Range(0, Horizon.Samples).Select(i => (bits >> i & 1) != 0 ? '1' : '0'));

        // Jumps about near the start with any heading and speed.
        static EgoState[] Senseless(PseudoScene scene, ulong seed)
        {
            var random = new RandomStream(seed).Fork("senseless");
            return [.. Enumerable.Range(0, Horizon.Samples).Select(i => new EgoState(
                scene.Ego.X + random.NextUniform(-25, 40),
                scene.Ego.Y + random.NextUniform(-25, 40),
                i % 2 == 0 ? scene.Ego.HeadingRad : random.NextUniform(-7, 7),
                i % 7 == 0 ? 0 : random.NextUniform(-3, 20),
                random.NextUniform(-1, 1)))];
        }
    }

    [Fact]
    public void What_is_not_a_number_is_refused_and_not_passed()
    {
        var scene = DrawnScenes.Draw(1);
        var drive = FlatRoad.Drive(5);
        drive[7] = drive[7] with { Y = double.NaN };
        Assert.Throws<ArgumentException>(() => new ProposalScorer(new ScoringScene(scene, Compatibility.Navsim22)).Score(drive, new ProposalScore[1]));
        var lost = FlatRoad.Other(i => new Vector2d(i == 3 ? double.NaN : 0, 0), _ => default);
        Assert.Throws<ArgumentException>(() => new ScoringScene(scene with { Objects = [lost] }, Compatibility.Navsim22));
    }

    [Fact]
    public void A_proposal_scores_the_same_in_a_batch_as_alone_but_for_its_progress()
    {
        for (ulong seed = 0; seed < 20; seed++)
        {
            var scene = new ScoringScene(DrawnScenes.Draw(seed), Compatibility.Navsim22);
            var states = Driven(scene, seed, 12);
            var batch = new ProposalScore[12];
            var alone = new ProposalScore[1];
            new ProposalScorer(scene).Score(states, batch);
            var scorer = new ProposalScorer(scene);
            for (int n = batch.Length - 1; n >= 0; n--)
            {
                scorer.Score(states.AsSpan(n * Horizon.Samples, Horizon.Samples), alone);
                Assert.Equal(alone[0], batch[n] with { Scores = batch[n].Scores with { EgoProgress = alone[0].Scores.EgoProgress } });
            }
        }
    }

    [Fact]
    public void Scoring_allocates_nothing()
    {
        var scene = new ScoringScene(DrawnScenes.Draw(3), Compatibility.Navsim22);
        var scorer = new ProposalScorer(scene);
        var states = Driven(scene, 3, 32);
        var scores = new ProposalScore[32];
        scorer.Score(states, scores);
        scorer.Score(states, scores);
        long before = GC.GetAllocatedBytesForCurrentThread();
        scorer.Score(states, scores);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static EgoState[] Driven(ScoringScene scene, ulong seed, int count)
    {
        var simulator = new ProposalSimulator(scene.Scene.Shape, scene.Compatibility);
        var states = new EgoState[count * Horizon.Samples];
        var proposal = new Pose2d[Horizon.Samples];
        for (int n = 0; n < count; n++)
        {
            PlanInterpolation.ToProposal(scene.Scene.Ego, scene.Scene.TimeUs, DrawnScenes.Plan(seed, n), proposal);
            simulator.Simulate(proposal, scene.Scene.Ego, states.AsSpan(n * Horizon.Samples, Horizon.Samples));
        }

        return states;
    }

    private static IEnumerable<(PseudoScene Scene, Pose2d[] Plan, ulong Seed)> Drawn(ulong scenes = Scenes)
    {
        for (ulong seed = 0; seed < scenes; seed++)
        {
            var scene = DrawnScenes.Draw(seed);
            for (int which = 0; which < Plans; which++)
            {
                yield return (scene, DrawnScenes.Plan(seed, which), seed);
            }
        }
    }

    private static SceneScore Evaluate(PseudoScene scene, Pose2d[] plan, Compatibility compatibility) =>
        new SceneEvaluator(new ScoringScene(scene, compatibility), new LogReplayTraffic()).EvaluatePlan(plan);

    private static void AssertSame(SceneScore here, SceneScore there, string where)
    {
        Assert.True(Rounded(here.Final) == Rounded(there.Final), $"{where}: {here.Final} became {there.Final}");
        Assert.Equal(here.Excused, there.Excused);
        foreach (var (a, b) in new[] { (here.Raw, there.Raw), (here.Reference, there.Reference) })
        {
            Assert.Equal(a.ProgressM, b.ProgressM, 6);
            Assert.Equal(
                a with { Scores = Rounded(a.Scores), ProgressM = 0, AtFaultCollisionToken = null, TtcInfractionToken = null },
                b with { Scores = Rounded(b.Scores), ProgressM = 0, AtFaultCollisionToken = null, TtcInfractionToken = null });
        }
    }

    private static SubScores Rounded(SubScores scores) => scores with { EgoProgress = Math.Round(scores.EgoProgress, 6) };
}
