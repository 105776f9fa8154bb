using Sim.Plugins.Sdk;
using Sim.Simulation;
using Sim.Simulation.Drivers;
using Sim.Simulation.Storyboards;
using Sim.Storyboards;

namespace Sim.Tests.Storyboards;

/// <summary>Positions, routes, trajectories, presence, and what is not performed.</summary>
public class PlaceTests
{
    private static Recording Run(IEnumerable<EntityInit> init, double seconds, StoryEvent[]? events = null, Sim.Maps.RoadMap? map = null, Func<Storyboard, Storyboard>? change = null)
    {
        var all = init.ToList();
        var board = Stories.Board(all, ("a", events ?? []));
        return Stories.Run(Stories.Scene(map ?? Stories.Straight(), seconds, change?.Invoke(board) ?? board, [.. all.Select(i => i.EntityId).Distinct()]));
    }

    private static EntityInit At(string id, StoryPosition position, double speed = 0) => new(id, [new TeleportAction { Position = position }, Stories.Speed(speed)]);

    public static TheoryData<StoryPosition, double, double, double> Positions => new()
    {
        // "b" is at (100, -5.25) looking along +x, "c" at (200, 1.75) looking along -x.
        { new WorldPosition { X = 5, Y = 6, Orientation = new StoryOrientation(false, 0.5) }, 5, 6, 0.5 },
        { new RelativeWorldPosition { EntityId = "b", DxM = 5, DyM = 1 }, 105, -4.25, 0 },
        { new RelativeObjectPosition { EntityId = "c", DxM = 5, DyM = 1 }, 195, 0.75, Math.PI },
        { new RelativeObjectPosition { EntityId = "c", DxM = 5, DyM = 1, Orientation = new StoryOrientation(true, 0.1) }, 195, 0.75, Math.PI + 0.1 },
        { new RoadPosition { RoadId = "1", AlongM = 30, AcrossM = 2 }, 30, 2, 0 },
        { new RelativeRoadPosition { EntityId = "b", DsM = 10, DtM = 2 }, 110, -3.25, 0 },
        { Stories.Lane(-1, 30, 0.5), 30, -1.25, 0 },
        { Stories.Lane(2, 30), 30, 5.25, Math.PI },
        { new LanePosition { RoadId = "1", LaneId = "1", AlongM = 30, Orientation = new StoryOrientation(true, 0.2) }, 30, 1.75, Math.PI + 0.2 },
        { new RelativeLanePosition { EntityId = "b", DLane = 1, DsM = 20, OffsetM = 0.5 }, 120, -1.25, 0 },
        { new RelativeLanePosition { EntityId = "b", DLane = 2, DsM = -20 }, 80, 1.75, Math.PI },
        { new RelativeLanePosition { EntityId = "c", DLane = 1, DsLaneM = 20 }, 180, -1.75, 0 },
        { new RoutePosition { Route = Route(Stories.Lane(-1, 10), Stories.Lane(-1, 300)), PathAlongM = 40, LaneId = "-2" }, 50, -5.25, 0 },
        { new RoutePosition { Route = Route(Stories.Lane(-1, 10), Stories.Lane(-1, 300)), PathAlongM = 40, AcrossM = 1 }, 50, 1, 0 },
        { new RoutePosition { Route = Route(Stories.Lane(-1, 10), Stories.Lane(-1, 300)), FromEntityId = "b" }, 100, -5.25, 0 },
        { new TrajectoryPosition { Trajectory = Line((0, 0), (10, 0), (10, 20)), AlongM = 15, AcrossM = 1 }, 9, 5, Math.PI / 2 },
    };

    [Theory]
    [MemberData(nameof(Positions))]
    public void Every_kind_of_position_has_its_place(StoryPosition position, double x, double y, double heading)
    {
        var pose = Run([At("b", Stories.Lane(-2, 100)), At("c", Stories.Lane(1, 200)), At("a", position)], 0.1).Axle("a", 0);
        Assert.Equal(x, pose.X, 9);
        Assert.Equal(y, pose.Y, 9);
        Assert.Equal(0, Numerics.Pinned.AngleDifference(pose.HeadingRad, heading), 9);
    }

    [Fact]
    public void Recordings_tell_the_box_s_centre()
    {
        var state = Run([At("a", Stories.Lane(1, 30))], 0.1).Find("a")!.At(0);
        Assert.Equal(29, state.X, 12);
        Assert.Equal(1.75, state.Y, 9);
    }

    [Fact]
    public void Without_an_action_entities_keep_their_speed_in_their_lane()
    {
        var recording = Run([At("a", Stories.Lane(-2, 40, 0.3), 10), At("b", Stories.Lane(1, 500), 20), At("c", Stories.Lane(1, 40), -5)], 5, map: Stories.Straight(510));
        Assert.Equal((90, -4.95), (Math.Round(recording.Axle("a", 5).X, 9), Math.Round(recording.Axle("a", 5).Y, 9)));
        Assert.Equal(400, recording.Axle("b", 5).X, 9);
        Assert.Equal(65, recording.Axle("c", 5).X, 9);
    }

    [Fact]
    public void At_the_end_of_the_road_they_stand()
    {
        var recording = Run([At("a", Stories.Lane(-1, 80), 10)], 5, map: Stories.Straight(100));
        Assert.Equal(100, recording.Axle("a", 5).X, 9);
        Assert.Equal(0, recording.SpeedAt("a", 5));
    }

    [Fact]
    public void Entities_that_look_across_their_lane_walk_straight_on()
    {
        var recording = Run([At("a", new WorldPosition { X = 20, Y = -5, Orientation = new StoryOrientation(false, Math.PI / 2) }, 2)], 4);
        Assert.Equal(20, recording.Axle("a", 4).X, 9);
        Assert.Equal(3, recording.Axle("a", 4).Y, 9);
    }

    [Fact]
    public void The_way_goes_on_over_roads_whose_coordinates_run_against_each_other()
    {
        var recording = Run([At("a", Stories.Lane(-2, 80, 0.4), 10)], 5, map: Stories.Opposed());
        for (int i = 0; i <= 50; i++)
        {
            var pose = recording.Axle("a", 0.1 * i);
            Assert.Equal(80 + i, pose.X, 9);
            Assert.Equal(-4.85, pose.Y, 9);
            Assert.Equal(0, pose.HeadingRad, 9);
        }
    }

    [Fact]
    public void At_a_fork_the_route_decides_and_without_one_the_straightest_way()
    {
        static double Y(params StoryboardAction[] more) => Run([Stories.Start("a", -1, 80, 10, more)], 8, map: Stories.Fork()).Axle("a", 8).Y;
        Assert.Equal(-1.75, Y(), 6);
        double left = -1.75 * Math.Cos(0.3) + 60 * Math.Sin(0.3);
        Assert.Equal(left, Y(new AssignRouteAction { Route = Route(Stories.Lane(-1, 50), Stories.Lane(-1, 100, road: "3")) }), 6);
        Assert.Equal(left, Y(new AcquirePositionAction { Position = Stories.Lane(-1, 100, road: "3") }), 6);
        Assert.Equal(-1.75, Y(new AcquirePositionAction { Position = Stories.Lane(-1, 100, road: "2") }), 6);
    }

    [Fact]
    public void A_teleport_is_no_motion()
    {
        var recording = Run([At("a", Stories.Lane(-1, 10), 10)], 4, [Stories.Event("e", Stories.At(2), new TeleportAction { Position = Stories.Lane(-2, 300) })]);
        Assert.Equal(30, recording.Axle("a", 2).X, 9);
        Assert.Equal((300, -5.25), (Math.Round(recording.Axle("a", 2.1).X, 9), Math.Round(recording.Axle("a", 2.1).Y, 9)));
        Assert.Equal(310, recording.Axle("a", 3.1).X, 9);
        Assert.Equal(0, recording.Find("a")!.At(21).YawRateRps);
    }

    [Fact]
    public void A_path_is_followed_at_the_present_speed_and_left_at_its_end()
    {
        var follow = new FollowTrajectoryAction { Trajectory = Line((10, -1.75), (30, -1.75), (30, 18.25)) };
        var recording = Run([At("a", Stories.Lane(-1, 10), 10)], 6, [Stories.Event("e", Stories.At(0), follow)]);
        Assert.Equal((25, -1.75), (Math.Round(recording.Axle("a", 1.5).X, 9), Math.Round(recording.Axle("a", 1.5).Y, 9)));
        var up = recording.Axle("a", 3);
        Assert.Equal((30, 8.25), (Math.Round(up.X, 9), Math.Round(up.Y, 9)));
        Assert.Equal(Math.PI / 2, up.HeadingRad, 9);
        Assert.Equal([3.9], recording.Times("e", StoryTransitionKind.End));
        // Off the road it goes straight on.
        Assert.Equal(28.25, recording.Axle("a", 5).Y, 9);
    }

    [Theory]
    [InlineData(false, 1, 0)]
    [InlineData(false, 2, 0)]
    [InlineData(false, 1, 0.5)]
    [InlineData(true, 1, 0)]
    public void Times_of_a_trajectory_are_scaled_and_shifted(bool absolute, double scale, double offset)
    {
        var line = new PolylineShape { Vertices = [Vertex(10, -1.75, 0), Vertex(20, -1.75, 2), Vertex(50, -1.75, 4)] };
        var follow = new FollowTrajectoryAction { Trajectory = new StoryTrajectory { Shape = line }, Timing = new TrajectoryTiming(absolute, scale, offset) };
        var recording = Run([At("a", Stories.Lane(-1, 10), 10)], 6, [Stories.Event("e", Stories.At(1), follow)]);
        for (int i = 11; i < 60; i++)
        {
            double time = (absolute ? i * 0.1 : (i - 10) * 0.1) * scale + offset;
            if (time < 4)
            {
                Assert.Equal(time < 2 ? 10 + 5 * time : 20 + 15 * (time - 2), recording.Axle("a", 0.1 * i).X, 9);
            }
        }
    }

    [Fact]
    public void A_followed_trajectory_may_change_its_speed_steadily()
    {
        // 20 m in 2 s from 10 m/s: at a constant 10 m/s; 40 m in 2 s: to 30 m/s.
        var line = new PolylineShape { Vertices = [Vertex(10, -1.75, 0), Vertex(30, -1.75, 2), Vertex(70, -1.75, 4)] };
        var follow = new FollowTrajectoryAction { Trajectory = new StoryTrajectory { Shape = line }, FollowPosition = false, Timing = new TrajectoryTiming(false) };
        var recording = Run([At("a", Stories.Lane(-1, 10), 10)], 5, [Stories.Event("e", Stories.At(0), follow)]);
        Assert.Equal(20, recording.Axle("a", 1).X, 9);
        Assert.Equal(30 + 10 + 5, recording.Axle("a", 3).X, 9);
    }

    [Fact]
    public void A_clothoid_turns_as_its_curvature_grows()
    {
        var shape = new ClothoidShape { Position = new WorldPosition { X = 0, Y = 100 }, CurvaturePerM = 0.01, CurvatureChangePerM2 = 0.001, LengthM = 30 };
        var recording = Run([At("a", Stories.Lane(-1, 10), 10)], 3, [Stories.Event("e", Stories.At(0), new FollowTrajectoryAction { Trajectory = new StoryTrajectory { Shape = shape } })]);
        double heading = 0, x = 0, y = 100;
        for (int i = 0; i < 200_000; i++)
        {
            double s = (i + 0.5) * 1e-4;
            heading = 0.01 * s + 0.0005 * s * s;
            (x, y) = (x + 1e-4 * Math.Cos(heading), y + 1e-4 * Math.Sin(heading));
        }

        // After 2 s and 20 m.
        var pose = recording.Axle("a", 2);
        Assert.Equal(x, pose.X, 0.002);
        Assert.Equal(y, pose.Y, 0.002);
        Assert.Equal(0.4, pose.HeadingRad, 0.002);
    }

    [Fact]
    public void A_nurbs_of_a_circle_is_one()
    {
        // A quarter of a circle of 20 m around (0, 120): order 3, weight 1/√2 in the middle.
        var shape = new NurbsShape
        {
            Order = 3,
            ControlPoints = [new(new WorldPosition { X = 0, Y = 100 }), new(new WorldPosition { X = 20, Y = 100 }, 1 / Math.Sqrt(2)), new(new WorldPosition { X = 20, Y = 120 })],
            Knots = [0, 0, 0, 1, 1, 1],
        };
        var recording = Run([At("a", Stories.Lane(-1, 10), 10)], 3, [Stories.Event("e", Stories.At(0), new FollowTrajectoryAction { Trajectory = new StoryTrajectory { Shape = shape } })]);
        for (int i = 0; i <= 30; i++)
        {
            var pose = recording.Axle("a", 0.1 * i);
            Assert.Equal(20, Math.Sqrt(pose.X * pose.X + (pose.Y - 120) * (pose.Y - 120)), 0.01);
            Assert.Equal(i / 20.0, pose.HeadingRad, 0.03);
        }
    }

    [Fact]
    public void A_closed_path_has_no_end()
    {
        var square = Line((0, 100), (10, 100), (10, 110), (0, 110)) with { Closed = true };
        var recording = Run([At("a", Stories.Lane(-1, 10), 10)], 10, [Stories.Event("e", Stories.At(0), new FollowTrajectoryAction { Trajectory = square })]);
        Assert.Empty(recording.Times("e", StoryTransitionKind.End));
        Assert.Equal((5, 100), (Math.Round(recording.Axle("a", 4.5).X, 6), Math.Round(recording.Axle("a", 4.5).Y, 6)));
    }

    [Fact]
    public void Entities_appear_and_vanish()
    {
        var add = Stories.Event("add", Stories.At(1), new AddEntityAction { EntityId = "b", Position = Stories.Lane(-2, 50) });
        var delete = Stories.Event("delete", Stories.At(3), new DeleteEntityAction { EntityId = "b" });
        var again = Stories.Event("again", Stories.At(4), new AddEntityAction { EntityId = "b", Position = Stories.Lane(-1, 80) });
        var recording = Run(
            [At("a", Stories.Lane(-1, 10), 10), new EntityInit("b", [Stories.Speed(10)])],
            6,
            [add, delete, again],
            change: b => b with { Entities = [new StoryboardEntity { Id = "a" }, new StoryboardEntity { Id = "b", PresentAtStart = false }] });
        var track = recording.Find("b")!;
        Assert.Equal(11, track.FirstStep);
        Assert.Equal(50, recording.Axle("b", 1.1).X, 9);
        Assert.Equal(60, recording.Axle("b", 2.1).X, 9);
        Assert.True(track.IsPresent(30));
        Assert.False(track.IsPresent(31));
        Assert.False(track.IsPresent(40));
        Assert.Equal(80, recording.Axle("b", 4.1).X, 9);
        Assert.Equal(["appear", "vanish", "appear"], recording.Events.Where(e => e.Kind is "appear" or "vanish").Select(e => e.Kind));
    }

    [Fact]
    public void What_is_not_performed_is_refused_by_name_or_left_out_with_a_warning()
    {
        var swarm = Stories.Event("e", Stories.At(1), new TrafficSwarmAction { CentralEntityId = "a", InnerRadiusM = 1, SemiMajorM = 10, SemiMinorM = 10, OffsetM = 0, Count = 3 });
        var value = Stories.Event("f", Stories.When(new UserDefinedValueCondition { ValueName = "x", Value = "1", Rule = ValueRule.EqualTo }), Stories.Speed(0));
        var scenario = Stories.Scene(Stories.Straight(), 3, Stories.Board([At("a", Stories.Lane(-1, 10), 10)], ("a", [swarm, value])), "a");
        var refused = Assert.Throws<InputException>(() => Stories.Run(scenario));
        Assert.Contains("TrafficSwarmAction (event 'e', action 'e-action') (and 1 more), which the embedded engine does not perform", refused.Message, StringComparison.Ordinal);
        var recording = Stories.Run(scenario, Setting.Map(("unsupported", Setting.Scalar("warn"))));
        Assert.Equal(2, recording.Events.Count(e => e.Kind == "warning"));
        Assert.Equal([1.0], recording.Times("e", StoryTransitionKind.End));
        Assert.Empty(recording.Times("f", StoryTransitionKind.Start));
        Assert.Throws<InputException>(() => Stories.Run(scenario, Setting.Map(("unsupported", Setting.Scalar("ignore")))));
    }

    [Fact]
    public void Foreign_controllers_are_named_and_the_own_one_is_the_default()
    {
        static StoryEvent Activate(StoryController controller) =>
            Stories.Event("e", Stories.At(1), new ControllerAction { Assign = new AssignController(controller, new ActivateController(true, true)) });
        var alien = Stories.Scene(Stories.Straight(), 3, Stories.Board([At("a", Stories.Lane(-1, 10), 10)], ("a", [Activate(new StoryController { Name = "ACC" })])), "a");
        Assert.Contains("the controller 'ACC' of 'a'", Assert.Throws<InputException>(() => Stories.Run(alien)).Message, StringComparison.Ordinal);
        var own = Run([At("a", Stories.Lane(-1, 10), 10)], 3, [Activate(new StoryController { Name = "DefaultController" })]);
        Assert.Equal(40, own.Axle("a", 3).X, 9);
    }

    [Fact]
    public void Unknown_entities_roads_and_lanes_are_refused()
    {
        var someone = Stories.Scene(Stories.Straight(), 3, Stories.Board([At("a", Stories.Lane(-1, 10))], ("nobody", [Stories.Event("e", Stories.At(0), Stories.Speed(1))])), "a");
        Assert.Contains("'nobody'", Assert.Throws<InputException>(() => Stories.Run(someone)).Message, StringComparison.Ordinal);
        Assert.Contains("the road '9'", Assert.Throws<InputException>(() => Run([At("a", Stories.Lane(-1, 10, road: "9"))], 1)).Message, StringComparison.Ordinal);
        Assert.Contains(Run([At("a", Stories.Lane(-7, 10))], 1).Events, e => e.Kind == "warning" && e.Text.Contains("lane -7", StringComparison.Ordinal));
    }

    [Fact]
    public void A_driver_may_take_the_ego_s_place_while_the_storyboard_moves_the_others()
    {
        var ahead = new RelativeDistanceCondition { Entities = ["b"], EntityId = "ego", ValueM = 45, Rule = ValueRule.LessThan };
        var board = Stories.Board(
            [Stories.Start("ego", -1, 10, 15), Stories.Start("b", -1, 80, 5)],
            ("b", [Stories.Event("brake", Stories.When(ahead), Stories.Speed(0, TransitionShape.Linear, TransitionDimension.Rate, 2))]),
            ("ego", [Stories.Event("for-nobody", Stories.At(2), Stories.Speed(30))]));
        var scenario = Stories.Scene(Stories.Straight(), 20, board, "ego", "b");
        scenario = scenario with { Actors = [scenario.Actors[0] with { Behaviour = new DriverBehaviour() }, scenario.Actors[1]] };
        var recording = Stories.Run(scenario, driver: new IdmDriver());
        Assert.Equal(10, recording.Axle("ego", 0).X, 9);
        Assert.Equal(15, recording.SpeedAt("ego", 0));
        Assert.Single(recording.Times("brake", StoryTransitionKind.Start));
        Assert.Equal(0, recording.SpeedAt("b", 20), 9);
        Assert.Contains(recording.Events, e => e.Kind == "note" && e.Text.Contains("'for-nobody-action' is left to them", StringComparison.Ordinal));
        // It has stopped behind, without a touch, whatever the storyboard wanted of it.
        Assert.Empty(recording.Contacts);
        Assert.Equal(0, recording.SpeedAt("ego", 20), 0.1);
        Assert.InRange(recording.Axle("ego", 20).X, 40, recording.Axle("b", 20).X - 4);
        Assert.Equal(RecordingEnd.Horizon, recording.End);
    }

    [Fact]
    public void A_scenario_is_checked_where_the_init_puts_its_entities()
    {
        // As data both are at the origin; the init parts them, or puts one into the other.
        static Scenario Driven(double s, StoryEvent[] events)
        {
            var scenario = Stories.Scene(Stories.Straight(), 4, Stories.Board([Stories.Start("ego", -1, 10, 10), Stories.Start("b", -1, s, 10)], ("b", events)), "ego", "b");
            return scenario with { Actors = [scenario.Actors[0] with { Behaviour = new DriverBehaviour() }, scenario.Actors[1]] };
        }

        Assert.Null(ScenarioCheck.Check(Driven(60, [])).Refusal);
        Assert.Equal("collides at its first instant: the ego overlaps 'b'", ScenarioCheck.Check(Driven(12, [])).Refusal);
        // What is not performed is for the simulator to refuse, which may be told not to.
        Assert.Null(ScenarioCheck.Check(Driven(60, [Stories.Event("e", Stories.At(1), new TrafficStopAction { Name = "x" })])).Refusal);
        var nowhere = Driven(60, [Stories.Event("e", Stories.At(1), new LongitudinalDistanceAction { EntityId = "nobody", DistanceM = 1 })]);
        Assert.Contains("'nobody'", ScenarioCheck.Check(nowhere).Refusal, StringComparison.Ordinal);
    }

    private static StoryRoute Route(params StoryPosition[] waypoints) => new() { Name = "r", Waypoints = [.. waypoints.Select(w => new StoryWaypoint(w))] };

    private static StoryTrajectory Line(params (double X, double Y)[] points) => new()
    {
        Name = "line",
        Shape = new PolylineShape { Vertices = [.. points.Select(p => new TrajectoryVertex(new WorldPosition { X = p.X, Y = p.Y }))] },
    };

    private static TrajectoryVertex Vertex(double x, double y, double time) => new(new WorldPosition { X = x, Y = y }, time);
}
