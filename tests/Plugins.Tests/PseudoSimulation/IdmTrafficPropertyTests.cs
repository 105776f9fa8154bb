using Sim.Geometry;
using Sim.Numerics;
using Sim.Plugins.PseudoSimulation;
using Sim.Plugins.PseudoSimulation.Motion;
using Sim.Plugins.PseudoSimulation.Scenes;
using Sim.Plugins.PseudoSimulation.Traffic;

namespace Sim.Tests.PseudoSimulation;

/// <summary>What holds for the reactive traffic in any scene.</summary>
public sealed class IdmTrafficPropertyTests
{
    private const int Scenes = 60;

    public static TheoryData<Compatibility> Both => [Compatibility.Navsim22, Compatibility.Sane];

    private static EgoState[] Drive(PseudoScene scene, ulong seed)
    {
        var proposal = new Pose2d[Horizon.Samples];
        var states = new EgoState[Horizon.Samples];
        PlanInterpolation.ToProposal(scene.Ego, scene.TimeUs, DrawnScenes.Plan(seed, 0), proposal);
        new ProposalSimulator(scene.Shape).Simulate(proposal, scene.Ego, states);
        return states;
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Agents_never_drive_backwards_and_are_always_somewhere(Compatibility compatibility)
    {
        for (ulong seed = 0; seed < Scenes; seed++)
        {
            var scene = DrawnScenes.Draw(seed);
            var log = scene.Objects.ToDictionary(o => o.Token, StringComparer.Ordinal);
            foreach (var moved in new IdmTraffic(null, compatibility).Move(scene, Drive(scene, seed)))
            {
                for (int i = 1; i < Horizon.Samples; i++)
                {
                    if (!moved.Present[i])
                    {
                        continue;
                    }

                    var pose = moved.Poses[i];
                    Assert.True(double.IsFinite(pose.X + pose.Y + pose.HeadingRad + moved.Velocities[i].Length));
                    bool follows = log[moved.Token].Present[i] && log[moved.Token].Poses[i] == pose;
                    bool stays = moved.Present[i] && pose == log[moved.Token].Poses[0];
                    if (moved.Type == SceneObjectType.Vehicle && !follows && !stays && i > 1 && moved.Present[i - 1])
                    {
                        Assert.True((pose.Position - moved.Poses[i - 1].Position).Dot(pose.ToDirection()) >= -1e-9, $"scene {seed} {moved.Token} at {i}");
                    }
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void The_same_scene_gives_the_same_traffic(Compatibility compatibility)
    {
        var policy = new IdmTraffic(null, compatibility);
        for (ulong seed = 0; seed < 10; seed++)
        {
            var scene = DrawnScenes.Draw(seed);
            var ego = Drive(scene, seed);
            Same(policy.Move(scene, ego), policy.Move(scene, ego), static pose => pose, 0);
        }
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void A_rigid_motion_changes_nothing(Compatibility compatibility)
    {
        var frame = new Pose2d(1234.5, -678.25, 0.7);
        var policy = new IdmTraffic(null, compatibility);
        for (ulong seed = 0; seed < 25; seed++)
        {
            var scene = DrawnScenes.Draw(seed);
            var ego = Drive(scene, seed);
            // The reference subtracts headings as numbers, so that where the circle is cut matters.
            if (compatibility == Compatibility.Navsim22 && scene.Objects.Any(o => Math.Abs(o.Poses[0].HeadingRad) > 2))
            {
                continue;
            }

            EgoState[] turnedEgo = [.. ego.Select(e => Turned(frame, e))];
            Same(policy.Move(scene, ego), policy.Move(Turned(frame, scene), turnedEgo), frame.PoseToWorld, 1e-6);
        }
    }

    [Fact]
    public void Nobody_passes_through_his_lead()
    {
        for (ulong seed = 0; seed < 200; seed++)
        {
            var random = new RandomStream(seed).Fork("queue");
            double x = 0;
            var queue = new List<SceneObject>();
            for (int i = 0; i < 5; i++)
            {
                double speed = random.NextUniform(0, 14);
                queue.Add(FlatRoad.Other(x, 0, speed, token: $"car-{i}"));
                // The next, further back, can just stop in time.
                x -= 4 + 2 + random.NextUniform(15, 40);
            }

            var lane = new MapPolygon("a", MapPolygonType.Lane, [new(-300, -2), new(300, -2), new(300, 2), new(-300, 2)], [new(-300, 0, 0), new(300, 0, 0)], 14);
            var scene = new PseudoScene
            {
                Name = "queue",
                TimeUs = 0,
                Ego = new EgoState(0, 50, 0, 0),
                Shape = FlatRoad.Shape,
                Map = new SceneMap([lane], new HashSet<string> { "a" }, [new(-300, 0, 0), new(300, 0, 0)]),
                Objects = queue,
            };
            var moved = new IdmTraffic(new IdmTrafficOptions(RadiusM: 500), Compatibility.Sane).Move(scene, [.. Enumerable.Repeat(scene.Ego, Horizon.Samples)]);
            Assert.Equal(5, moved.Count);
            for (int i = 1; i < moved.Count; i++)
            {
                for (int k = 0; k < Horizon.Samples; k++)
                {
                    Assert.True(moved[i].Poses[k].X + 4 <= moved[i - 1].Poses[k].X + 1e-9, $"queue {seed}: car {i} at sample {k}");
                }
            }
        }
    }

    private static void Same(IReadOnlyList<SceneObject> a, IReadOnlyList<SceneObject> b, Func<Pose2d, Pose2d> turn, double toleranceM)
    {
        Assert.Equal(a.Select(o => o.Token), b.Select(o => o.Token));
        for (int o = 0; o < a.Count; o++)
        {
            Assert.Equal(a[o].Present, b[o].Present);
            for (int i = 0; i < Horizon.Samples; i++)
            {
                if (a[o].Present[i])
                {
                    Assert.True(turn(a[o].Poses[i]).Position.DistanceTo(b[o].Poses[i].Position) <= toleranceM, $"{a[o].Token} at {i}");
                }
            }
        }
    }

    private static EgoState Turned(Pose2d frame, EgoState e)
    {
        var pose = frame.PoseToWorld(e.Pose);
        return e with { X = pose.X, Y = pose.Y, HeadingRad = pose.HeadingRad };
    }

    private static PseudoScene Turned(Pose2d frame, PseudoScene scene) => scene with
    {
        Ego = Turned(frame, scene.Ego),
        Map = new SceneMap(
            [.. scene.Map.Polygons.Select(p => p with { Exterior = [.. p.Exterior.Select(frame.PointToWorld)], Baseline = p.Baseline is null ? null : [.. p.Baseline.Select(frame.PoseToWorld)] })],
            scene.Map.RouteLaneIds,
            [.. scene.Map.Centreline.Select(frame.PoseToWorld)]),
        Objects = [.. scene.Objects.Select(o => o with
        {
            Poses = [.. o.Poses.Select(frame.PoseToWorld)],
            Velocities = [.. o.Velocities.Select(v => v.FromAxis(frame.ToDirection()))],
        })],
    };
}
