using System.Text.Json;
using Sim.Numerics;
using Sim.Storyboards;

namespace Sim.Tests.Storyboards;

/// <summary>Storyboards made of random actions and conditions, some with senseless numbers: they run to an end or are refused, and twice the same.</summary>
public class RandomStoryTests
{
    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    [InlineData(4, true)]
    public void Any_storyboard_runs_to_the_same_end_or_is_refused(ulong seed, bool wild)
    {
        int ran = 0;
        for (ulong i = 0; i < 50; i++)
        {
            var scenario = Draw(new RandomStream(seed * 1000 + i), wild);
            string? first = Outcome(scenario);
            Assert.Equal(first, Outcome(scenario));
            ran += first is null ? 0 : 1;
        }

        Assert.True(ran > (wild ? 8 : 40), $"{ran} of 50 ran");
    }

    [Fact]
    public void A_storyboard_is_the_same_after_its_byte_form()
    {
        for (ulong i = 0; i < 20; i++)
        {
            var scenario = Draw(new RandomStream(7000 + i), wild: false);
            string bytes = JsonSerializer.Serialize(scenario, SimJson.Default.Scenario);
            var back = JsonSerializer.Deserialize(bytes, SimJson.Default.Scenario)!;
            Assert.Equal(Outcome(scenario), Outcome(back));
        }
    }

    private static string? Outcome(Scenario scenario)
    {
        Recording recording;
        try
        {
            recording = Stories.Run(scenario, Setting.Map(("unsupported", Setting.Scalar("warn"))));
        }
        catch (InputException)
        {
            return null;
        }

        if (recording.End == RecordingEnd.SimulatorFailed)
        {
            Assert.Contains("more than 1e9 m", recording.Events[^1].Text, StringComparison.Ordinal);
        }

        // Serialisation refuses what is not finite.
        return JsonSerializer.Serialize(recording, SimJson.Default.Recording);
    }

    private static Scenario Draw(RandomStream random, bool wild)
    {
        double Number(double low, double high) => wild && random.NextInt(8) == 0
            ? new[] { 0, -1, 1e-12, 1e12, 1e300, -1e300 }[random.NextInt(6)]
            : random.NextUniform(low, high);
        T Pick<T>(params T[] values) => values[random.NextInt(values.Length)];
        string Someone() => Pick("a", "b", "c");
        StoryPosition Position() => random.NextInt(8) switch
        {
            0 => new WorldPosition { X = Number(0, 400), Y = Number(-8, 8) },
            1 => new RelativeWorldPosition { EntityId = Someone(), DxM = Number(-20, 40), DyM = Number(-4, 4) },
            2 => new RelativeObjectPosition { EntityId = Someone(), DxM = Number(-20, 40), DyM = Number(-4, 4), Orientation = new StoryOrientation(true, Number(-1, 1)) },
            3 => new RoadPosition { RoadId = Pick("1", "2"), AlongM = Math.Abs(Number(0, 300)), AcrossM = Number(-6, 6) },
            4 => new RelativeRoadPosition { EntityId = Someone(), DsM = Number(-20, 40), DtM = Number(-3, 3) },
            5 => new RelativeLanePosition { EntityId = Someone(), DLane = random.NextInt(5) - 2, DsM = Number(-30, 60) },
            6 => new RelativeLanePosition { EntityId = Someone(), DLane = random.NextInt(3) - 1, DsLaneM = Number(-30, 60), OffsetM = Number(-1, 1) },
            _ => Stories.Lane(Pick(-2, -1, 1, 2), Math.Abs(Number(0, 200)), Number(-1, 1), Pick("1", "2")),
        };
        TransitionDynamics Dynamics() => new(
            Pick(TransitionShape.Linear, TransitionShape.Cubic, TransitionShape.Sinusoidal, TransitionShape.Step),
            Pick(TransitionDimension.Time, TransitionDimension.Rate, TransitionDimension.Distance),
            Math.Abs(Number(0.2, 6)));
        DynamicConstraints? Limits() => random.NextInt(2) == 0 ? null : new DynamicConstraints(Math.Abs(Number(5, 40)), Math.Abs(Number(1, 5)), Math.Abs(Number(1, 8)));
        StoryTrajectory Trajectory() => new()
        {
            Closed = random.NextInt(4) == 0,
            Shape = random.NextInt(3) switch
            {
                0 => new ClothoidShape { Position = Position(), CurvaturePerM = Number(-0.05, 0.05), CurvatureChangePerM2 = Number(-0.001, 0.001), LengthM = Math.Abs(Number(1, 80)) },
                1 => new NurbsShape { Order = 3, ControlPoints = [new(Position()), new(Position(), 2), new(Position()), new(Position())], Knots = [0, 0, 0, 1, 2, 2, 2] },
                _ => new PolylineShape { Vertices = [new(Position(), 0), new(Position(), Math.Abs(Number(0, 3))), new(Position(), 5)] },
            },
        };
        DistanceMeasure Measure() => new(
            Pick(StoryCoordinates.Entity, StoryCoordinates.Road, StoryCoordinates.Lane, StoryCoordinates.World, StoryCoordinates.Trajectory),
            Pick(StoryDistanceType.Euclidian, StoryDistanceType.Longitudinal, StoryDistanceType.Lateral),
            random.NextInt(2) == 0);
        ValueRule Rule() => (ValueRule)random.NextInt(6);
        StoryboardAction Action() => random.NextInt(15) switch
        {
            0 => new SpeedAction { Dynamics = Dynamics(), Target = new SpeedTarget { Value = Number(-5, 30) } },
            1 => new SpeedAction { Dynamics = Dynamics(), Target = new SpeedTarget { EntityId = Someone(), Value = Number(0.5, 2), Factor = true, Continuous = random.NextInt(2) == 0 } },
            2 => new SpeedProfileAction { Entries = [new(Number(0, 20), Math.Abs(Number(0, 3))), new(Number(0, 20))], FollowPosition = random.NextInt(2) == 0, Constraints = Limits() },
            3 => new LongitudinalDistanceAction { EntityId = Someone(), DistanceM = Math.Abs(Number(1, 40)), Constraints = Limits(), Continuous = random.NextInt(2) == 0, Freespace = random.NextInt(2) == 0, Displacement = (Displacement)random.NextInt(3) },
            4 or 5 => new LaneChangeAction { Dynamics = Dynamics(), EntityId = Someone(), RelativeLanes = random.NextInt(5) - 2, TargetOffsetM = Number(-1, 1) },
            6 => new LaneOffsetAction { Shape = Pick(TransitionShape.Cubic, TransitionShape.Sinusoidal, TransitionShape.Step), MaxLateralAccelMps2 = Math.Abs(Number(0.2, 2)), OffsetM = Number(-1, 1), Continuous = random.NextInt(3) == 0 },
            7 => new LateralDistanceAction { EntityId = Someone(), DistanceM = Math.Abs(Number(0, 5)), Constraints = Limits(), Freespace = random.NextInt(2) == 0, Coordinates = StoryCoordinates.Road },
            8 => new SynchronizeAction { MasterId = Someone(), MasterPosition = Position(), Position = Position(), FinalSpeed = random.NextInt(2) == 0 ? null : new SynchronizeFinalSpeed { Value = Number(0, 20), SteadyTimeS = random.NextInt(2) } },
            9 => new TeleportAction { Position = Position() },
            10 => new AssignRouteAction { Route = new StoryRoute { Waypoints = [new(Position()), new(Position())] } },
            11 => new AcquirePositionAction { Position = Position() },
            12 => new FollowTrajectoryAction { Trajectory = Trajectory(), FollowPosition = random.NextInt(2) == 0, Timing = random.NextInt(2) == 0 ? null : new TrajectoryTiming(random.NextInt(2) == 0, Math.Abs(Number(0.5, 2)), Number(-1, 1)) },
            13 => new DeleteEntityAction { EntityId = Pick("b", "c") },
            _ => new AddEntityAction { EntityId = Pick("b", "c"), Position = Position() },
        };
        TriggerCondition Condition()
        {
            string[] who = [Someone()];
            TriggerCondition condition = random.NextInt(13) switch
            {
                0 => new SpeedCondition { Entities = who, ValueMps = Number(0, 20), Rule = Rule() },
                1 => new RelativeSpeedCondition { Entities = who, EntityId = Someone(), ValueMps = Number(-5, 5), Rule = Rule(), Direction = Pick<DirectionalDimension?>(null, DirectionalDimension.Lateral, DirectionalDimension.Longitudinal) },
                2 => new AccelerationCondition { Entities = who, ValueMps2 = Number(-3, 3), Rule = Rule() },
                3 => new TraveledDistanceCondition { Entities = who, ValueM = Number(0, 50) },
                4 => new ReachPositionCondition { Entities = who, Position = Position(), ToleranceM = Math.Abs(Number(1, 20)) },
                5 => new DistanceCondition { Entities = who, Position = Position(), ValueM = Number(0, 60), Rule = Rule(), Measure = Measure() },
                6 or 7 => new RelativeDistanceCondition { Entities = who, EntityId = Someone(), ValueM = Number(0, 60), Rule = Rule(), Measure = Measure() },
                8 => new TimeHeadwayCondition { Entities = who, EntityId = Someone(), ValueS = Number(0, 4), Rule = Rule(), Measure = Measure() },
                9 => new TimeToCollisionCondition { Entities = who, EntityId = Someone(), ValueS = Number(0, 8), Rule = Rule(), Measure = Measure() },
                10 => new RelativeClearanceCondition { Entities = who, ForwardM = Math.Abs(Number(0, 40)), BackwardM = Math.Abs(Number(0, 40)), Freespace = random.NextInt(2) == 0, OppositeLanes = random.NextInt(2) == 0 },
                11 => new OffroadCondition { Entities = who, DurationS = Math.Abs(Number(0, 2)) },
                _ => new SimulationTimeCondition { ValueS = Number(0, 6), Rule = ValueRule.GreaterThan },
            };
            return condition with { Edge = (ConditionEdge)random.NextInt(4), DelayS = random.NextInt(3) == 0 ? Math.Abs(Number(0, 2)) : 0 };
        }

        StoryEvent Event(string name) => Stories.Event(name, random.NextInt(3) == 0 ? Stories.At(random.NextUniform(0, 4)) : Stories.When(Condition()), [.. Enumerable.Range(0, 1 + random.NextInt(2)).Select(_ => Action())]) with
        {
            Priority = (EventPriority)random.NextInt(3),
            MaxExecutions = 1 + random.NextInt(3),
        };
        var board = Stories.Board(
            [Stories.Start("a", Pick(-1, -2), 20, Number(5, 20)), Stories.Start("b", Pick(-1, -2), 60, Number(0, 20)), new EntityInit("c", [new TeleportAction { Position = Position() }, Stories.Speed(Number(-3, 15))])],
            ("a", [Event("e0"), Event("e1"), Event("e2")]),
            ("b", [Event("e3"), Event("e4")]),
            ("c", [Event("e5"), Event("e6")]));
        return Stories.Scene(random.NextInt(2) == 0 ? Stories.Opposed() : Stories.Straight(300), 8, board, "a", "b", "c");
    }
}
