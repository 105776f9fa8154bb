using Sim.Geometry;
using Sim.Plugins.PseudoSimulation;
using Sim.Plugins.PseudoSimulation.Scenes;
using Sim.Plugins.PseudoSimulation.Stages;

namespace Sim.Tests.PseudoSimulation;

public sealed class StartStateTests
{
    private static readonly Polyline Line = new([new(0, 0), new(500, 0)]);

    [Fact]
    public void The_grid_reaches_from_the_stopping_distance_to_the_reachable_distance()
    {
        // 10 m/s: stops in 12.5 m, reaches 72 m; an expert at 40 m has 5 rows behind it and 6 ahead.
        var cells = StartGrid.Of(Line, new Pose2d(140, 0, 0), 40, 10, new StageTwoOptions());

        Assert.Equal(12 * 9, cells.Count);
        Assert.Equal((-5, 6), (cells.Min(c => c.Along), cells.Max(c => c.Along)));
        Assert.Equal(115, cells.Min(c => c.Pose.X), 9);
        Assert.Equal(170, cells.Max(c => c.Pose.X), 9);
        Assert.Equal((-2, 2), (cells.Min(c => c.Pose.Y), cells.Max(c => c.Pose.Y)));
        Assert.Equal(new Pose2d(140, 0, 0), cells.Single(c => c is { Along: 0, Across: 0 }).Pose);
    }

    [Fact]
    public void A_fast_ego_cannot_stop_within_four_seconds()
    {
        // 20 m/s: 48 m to 112 m.
        var cells = StartGrid.Of(Line, new Pose2d(180, 0, 0), 80, 20, new StageTwoOptions());
        Assert.Equal((-6, 6), (cells.Min(c => c.Along), cells.Max(c => c.Along)));
    }

    [Fact]
    public void In_a_bend_places_stay_beside_the_centre_line()
    {
        var arc = new Polyline([.. Enumerable.Range(0, 200).Select(i => new Vector2d(60 * Math.Sin(i * 0.02), 60 - 60 * Math.Cos(i * 0.02)))]);
        var cells = StartGrid.Of(arc, arc.PoseAt(40), 40, 10, new StageTwoOptions());

        Assert.All(cells, c => Assert.Equal(Math.Abs(c.Across * 0.5), arc.DistanceTo(c.Pose.Position), 2));
    }

    [Fact]
    public void A_smaller_share_of_the_starts_is_a_subset_of_a_larger_one()
    {
        var all = StartStates.Thin(40, 1, 20, 7);
        var half = StartStates.Thin(40, 0.5, 20, 7);
        var quarter = StartStates.Thin(40, 0.25, 20, 7);

        Assert.Equal((20, 10, 5), (all.Length, half.Length, quarter.Length));
        Assert.Subset(all.ToHashSet(), half.ToHashSet());
        Assert.Subset(half.ToHashSet(), quarter.ToHashSet());
        Assert.Equal(all.Order(), all);
        Assert.NotEqual(all, StartStates.Thin(40, 1, 20, 8));
        Assert.Equal([0, 1, 2], StartStates.Thin(3, 1, 20, 8));
    }

    [Theory]
    [InlineData(100, 0, null)]
    [InlineData(108, 0, "nc")]
    [InlineData(100, 1.2, "dac")]
    [InlineData(100, 9.5, "ddc")]
    [InlineData(300, 0, "tlc")]
    public void A_start_is_rejected_by_the_term_it_violates(double x, double y, string? expected)
    {
        MapPolygon Area(string id, MapPolygonType type, double x0, double y0, double x1, double y1) => new(id, type, [new(x0, y0), new(x1, y0), new(x1, y1), new(x0, y1)]);
        var world = new PseudoScene
        {
            Name = "w",
            TimeUs = 0,
            Ego = default,
            Shape = new EgoShape(4, 2, 2.5, 1),
            Map = new SceneMap(
                [
                    Area("b", MapPolygonType.Roadblock, 0, -2, 400, 2), Area("other", MapPolygonType.Roadblock, 0, 7, 400, 12),
                    Area("l", MapPolygonType.Lane, 0, -2, 290, 2), Area("c", MapPolygonType.LaneConnector, 290, -2, 400, 2), Area("o", MapPolygonType.Lane, 0, 7, 400, 12),
                ],
                new HashSet<string> { "l", "c" },
                [new(0, 0, 0), new(400, 0, 0)]),
            Objects = [new SceneObject("car", SceneObjectType.Vehicle, 4, 2, Present(true), Poses(new Pose2d(112, 0, 0)), new Vector2d[41])],
            RedConnectors = [["c"]],
        };

        Assert.Equal(expected, new StartRejection(world).Violated(new Pose2d(x, y, 0)));
    }

    [Fact]
    public void The_nearest_recorded_motion_lends_heading_and_history_and_else_the_expert()
    {
        var recording = Recorded.Of(12, others: [Recorded.Track("twin", 20, 0, 10.8, 121)]);
        var test = PseudoSimulationTest.Prepare(recording, 1_500_000, new PseudoSimulationOptions { Stages = 2, Plan = PlanSource.Driver, StageTwo = new StageTwoOptions { Expert = Expert.Recorded, MaxStarts = 1000 } }, 3);

        Assert.True(test.NoStageTwo.Length == 0, test.NoStageTwo);
        var starts = test.Starts!.Starts;
        var centre = starts.Single(s => s.Cell is { Along: 0, Across: 0 });
        Assert.StartsWith("ego at", centre.Source, StringComparison.Ordinal);
        Assert.Contains(starts, s => s.Source.StartsWith("twin at", StringComparison.Ordinal));
        Assert.Contains(starts, s => s.Source == "the expert, shifted");
        Assert.All(starts, s => Assert.Equal(5, s.States.Count));
        Assert.Equal(75 - 1.3, centre.Now.X, 6);
        Assert.Equal(70 - 1.3, centre.States[^2].X, 6);
        Assert.All(starts, s => Assert.InRange(s.Now.Vx, 9, 11));
        Assert.Equal(test.Starts.Candidates, test.Starts.Survivors + test.Starts.Rejected.Sum(r => r.Value));
    }

    [Fact]
    public void Too_few_starts_drop_the_scene_and_log_replay_needs_eight_seconds()
    {
        var options = new PseudoSimulationOptions { Stages = 2, Plan = PlanSource.Driver, StageTwo = new StageTwoOptions { MinStarts = 500 } };
        Assert.Contains("survive, fewer than 500", PseudoSimulationTest.Prepare(Recorded.Of(12), 1_500_000, options, 3).NoStageTwo, StringComparison.Ordinal);

        var replay = new PseudoSimulationOptions { Stages = 2, Plan = PlanSource.Driver, Traffic = TrafficRule.LogReplay };
        Assert.Contains("8 s after t0", PseudoSimulationTest.Prepare(Recorded.Of(8), 1_500_000, replay, 3).NoStageTwo, StringComparison.Ordinal);
        Assert.Empty(PseudoSimulationTest.Prepare(Recorded.Of(12), 1_500_000, replay, 3).NoStageTwo);
    }

    private static bool[] Present(bool value)
    {
        var present = new bool[Horizon.Samples];
        Array.Fill(present, value);
        return present;
    }

    private static Pose2d[] Poses(Pose2d pose)
    {
        var poses = new Pose2d[Horizon.Samples];
        Array.Fill(poses, pose);
        return poses;
    }
}
