using Sim.Geometry;
using Sim.Maps;
using Sim.Numerics;
using Sim.Plugins.PseudoSimulation.Planning;
using Sim.Plugins.Sdk;
using Sim.Simulation;

namespace Sim.Tests.PseudoSimulation;

/// <summary>The driver pdm-closed in the closed loop.</summary>
public sealed class PdmClosedDriverTests
{
    private static readonly BodyBox Car = new(4.5, 1.8, 1.5, 1.35);

    private static Scenario Scene(RoadMap map, double seconds, double speed, EgoTask? task = null, Actor[]? others = null, Pose2d? start = null) => new()
    {
        Name = "scene",
        Map = map,
        StepUs = 100_000,
        HorizonUs = (long)(seconds * 1e6),
        EgoId = "ego",
        Task = task ?? new EgoTask(),
        Actors =
        [
            new Actor
            {
                Id = "ego",
                Class = ActorClass.Car,
                Body = Car,
                Initial = new ActorState(start?.X ?? 10, start?.Y ?? 0, start?.HeadingRad ?? 0, speed),
                Behaviour = new DriverBehaviour(),
            },
            .. others ?? [],
        ],
        Provenance = new Provenance { Generator = "test" },
    };

    private static Actor Standing(string id, double x, double y, ActorClass kind = ActorClass.Car, BodyBox? body = null) => new()
    {
        Id = id,
        Class = kind,
        Body = body ?? Car,
        Initial = new ActorState(x, y, 0, 0),
        Behaviour = new StationaryBehaviour(),
    };

    private static Recording Run(Scenario scenario, Setting? options = null) => ClosedLoop.Run(
        new EmbeddedSimulator(), new SimulatorUse(), scenario, new PdmClosedDriver(), options ?? Setting.Empty, 1, 2, TestContext.Current.CancellationToken);

    private static ActorState End(Recording recording) => recording.Ego()!.At(recording.StepCount - 1);

    [Fact]
    public void On_a_free_road_it_drives_near_the_limit_in_the_middle_of_its_lane()
    {
        var recording = Run(Scene(Roads.Straight(600, 2, 15), 20, 8));
        Assert.InRange(End(recording).SpeedMps, 13, 15.5);
        Assert.InRange(End(recording).Y, -0.3, 0.3);
    }

    [Fact]
    public void It_keeps_to_the_desired_speed_of_the_task()
    {
        Assert.InRange(End(Run(Scene(Roads.Straight(600, 1, 15), 15, 8, new EgoTask { DesiredSpeedMps = 9 }))).SpeedMps, 8, 9.5);
    }

    [Fact]
    public void It_stops_behind_a_car_that_blocks_the_lane()
    {
        // 2.4 m wide: no offset path leads past it.
        var recording = Run(Scene(Roads.Straight(600, 1, 14), 20, 14, others: [Standing("wall", 120, 0, body: new BodyBox(4.5, 3.4))]));
        Assert.Empty(recording.Contacts);
        Assert.InRange(End(recording).SpeedMps, -0.1, 0.2);
        Assert.InRange(End(recording).X, 100, 120 - 4.5);
    }

    [Fact]
    public void It_follows_the_route_through_a_junction()
    {
        var left = End(Run(Scene(Roads.Crossing(), 20, 8, new EgoTask { Route = ["in", "left", "up"] })));
        Assert.True(left.Y > 30, "it turned");
        Assert.InRange(left.X, 114, 116);
        var straight = End(Run(Scene(Roads.Crossing(), 12, 8)));
        Assert.True(straight.X > 100 && Math.Abs(straight.Y) < 1.2);
    }

    [Fact]
    public void It_finds_the_way_to_a_goal()
    {
        var end = End(Run(Scene(Roads.Crossing(), 20, 8, new EgoTask { Goals = [new GoalRegion { LaneIds = ["up"] }] })));
        Assert.True(end.Y > 10, "it turned");
    }

    [Theory]
    [InlineData(SignalState.Red, true)]
    [InlineData(SignalState.Green, false)]
    public void It_stops_at_a_red_light(SignalState state, bool stops)
    {
        var crossing = Roads.Crossing();
        var map = crossing with
        {
            Lanes = [.. crossing.Lanes.Select(lane => lane.Id == "in" ? lane with { SignalIds = ["light"] } : lane)],
            Signals = [new MapSignal { Id = "light", Kind = MapSignalKind.Light, Cycle = [new SignalPhase(state, 100_000_000)] }],
        };
        var end = End(Run(Scene(map, 20, 8)));
        Assert.Equal(stops, end.X + (Car.LengthM / 2) < 100.5);
        Assert.Equal(stops, end.SpeedMps < 0.2);
    }

    [Fact]
    public void Without_lanes_it_drives_straight_on()
    {
        var recording = Run(Scene(RoadMap.Empty, 6, 10, start: new Pose2d(5, 7, 1)));
        var end = End(recording);
        Assert.Equal(0, new Pose2d(5, 7, 1).PointToBody(end.Pose.Position).Y, 3);
        Assert.True(end.SpeedMps > 9);
    }

    [Fact]
    public void A_bend_is_taken_no_faster_than_the_option_says()
    {
        Vector2d At(double radius, double angle) => new(100 + (radius * Math.Sin(angle)), 40 - (radius * Math.Cos(angle)));
        Vector2d[] line = [new(0, 0), .. Enumerable.Range(0, 40).Select(i => At(40, i * Math.PI / 80)), new(140, 40), new(140, 200)];
        var map = new RoadMap { Name = "bend", Lanes = [Roads.Lane("bend", line, limit: 20)] };
        var recording = Run(Scene(map, 18, 15), Setting.Map(("bend_accel", Setting.Scalar("2 m/s^2"))));
        var ego = recording.Ego()!;
        double fastest = Enumerable.Range(0, recording.StepCount).Select(ego.At).Where(s => s.X > 110 && s.Y is > 3 and < 36).Max(s => s.SpeedMps);
        Assert.InRange(fastest, 5, 10.3);
        Assert.Equal(140, End(recording).X, 0);
    }

    [Fact]
    public void Equal_observations_give_equal_answers()
    {
        var scenario = Scene(Roads.Straight(400, 2, 14), 8, 12, others: [Standing("wall", 90, 0.8)]);
        Recording a = Run(scenario), b = Run(scenario);
        for (int i = 0; i < a.StepCount; i++)
        {
            Assert.Equal(a.Ego()!.At(i), b.Ego()!.At(i));
        }
    }

    [Fact]
    public void Plans_begin_where_the_ego_is_and_reach_four_seconds()
    {
        using var session = new PdmClosedDriver().Start(Task(Roads.Straight(400, 1, 14)), Setting.Empty, CancellationToken.None);
        var answer = session.Decide(new Observation { TimeUs = 3_000_000, Ego = new ActorState(50, 0.3, 0.02, 10) }, CancellationToken.None);
        Assert.Null(answer.Fault());
        var plan = answer.Plan!;
        var axle = new Pose2d(50, 0.3, 0.02).CentreToRearAxle(Car.RearAxleToCentreM);
        Assert.Equal(3_000_000, plan[0].TimeUs);
        Assert.Equal(0, plan[0].Pose.Position.DistanceTo(axle.Position), 9);
        Assert.Equal(7_000_000, plan[^1].TimeUs);
        Assert.All(plan, p => Assert.True(p.SpeedMps >= 0));
    }

    [Fact]
    public void Between_two_plans_the_answer_is_the_last()
    {
        using var session = new PdmClosedDriver().Start(Task(Roads.Straight(400, 1, 14)), Setting.Map(("replan", Setting.Scalar("0.5 s"))), CancellationToken.None);
        DriverAnswer At(long us) => session.Decide(new Observation { TimeUs = us, Ego = new ActorState(50 + us * 1e-5, 0, 0, 10) }, CancellationToken.None);
        var first = At(0);
        Assert.Same(first, At(400_000));
        Assert.NotSame(first, At(500_000));
    }

    [Theory]
    [InlineData("speed_fractions", "fast")]
    [InlineData("max_accel", "3 m")]
    [InlineData("headwey", "1 s")]
    [InlineData("follow", "nobody")]
    public void Wrong_options_are_refused(string key, string value) =>
        Assert.Throws<InputException>(() => PdmClosedDriverOptions.Read(Setting.Map((key, Setting.Scalar(value)))));

    [Fact]
    public void A_route_over_an_unknown_lane_is_refused() =>
        Assert.Contains("'7'", Assert.Throws<InputException>(() => new PdmClosedDriver().Start(Task(Roads.Straight(100)) with { Task = new EgoTask { Route = ["7"] } }, Setting.Empty, CancellationToken.None)).Message, StringComparison.Ordinal);

    private static DriverTask Task(RoadMap map) => new()
    {
        Scenario = "scene",
        Map = map,
        StepUs = 100_000,
        HorizonUs = 10_000_000,
        Actors = [new ActorInfo("ego", ActorClass.Car, Car)],
        EgoIndex = 0,
        Vehicle = VehicleSpec.Sedan,
        Task = new EgoTask(),
    };
}
