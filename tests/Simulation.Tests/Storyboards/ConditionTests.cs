using Sim.Geometry;
using Sim.Maps;
using Sim.Simulation.Storyboards;
using Sim.Storyboards;

namespace Sim.Tests.Storyboards;

/// <summary>Each condition at the time that a pencil finds. "a" goes along lane -1 from s = 10, "b" along lane -1 ahead of it or as the case says.</summary>
public class ConditionTests
{
    private static readonly string[] A = ["a"];

    /// <summary>When an event with this condition starts, s; NaN when it never does.</summary>
    private static double Start(TriggerCondition condition, EntityInit[] init, double seconds = 6, StoryEvent[]? events = null, RoadMap? map = null, Func<Storyboard, Storyboard>? change = null)
    {
        var marker = Stories.Event("marker", Stories.When(condition), new ParameterSetAction { Parameter = "p", Value = "1" });
        var board = Stories.Board(init, ("a", [.. events ?? [], marker])) with { Parameters = [new StoryboardValue("p", StoryboardValueType.Number, "0")] };
        board = change?.Invoke(board) ?? board;
        var recording = Stories.Run(Stories.Scene(map ?? Stories.Straight(), seconds, board, [.. init.Select(i => i.EntityId)]));
        double[] starts = recording.Times("marker", StoryTransitionKind.Start);
        return starts.Length > 0 ? starts[0] : double.NaN;
    }

    private static EntityInit[] One(double speed = 10, double s = 10, params StoryboardAction[] more) => [Stories.Start("a", -1, s, speed, more)];

    // The reference points are 30 m apart, the boxes 26 m.
    private static EntityInit[] Two(double speedA = 10, double speedB = 5, int laneB = -1, double sB = 40) =>
        [Stories.Start("a", -1, 10, speedA), Stories.Start("b", laneB, sB, speedB)];

    [Theory]
    [InlineData(ValueRule.GreaterThan, 1.1)]
    [InlineData(ValueRule.GreaterOrEqual, 1.0)]
    [InlineData(ValueRule.EqualTo, 1.0)]
    [InlineData(ValueRule.LessThan, 0.0)]
    [InlineData(ValueRule.LessOrEqual, 0.0)]
    [InlineData(ValueRule.NotEqualTo, 0.0)]
    public void Simulation_time_compares(ValueRule rule, double expected) => Assert.Equal(expected, Start(new SimulationTimeCondition { ValueS = 1, Rule = rule }, One()));

    [Theory]
    [InlineData(ConditionEdge.None, ValueRule.GreaterOrEqual, 0, 1.0)]
    [InlineData(ConditionEdge.Rising, ValueRule.GreaterOrEqual, 0, 1.0)]
    [InlineData(ConditionEdge.Falling, ValueRule.LessThan, 0, 1.0)]
    [InlineData(ConditionEdge.RisingOrFalling, ValueRule.LessThan, 0, 1.0)]
    [InlineData(ConditionEdge.Rising, ValueRule.LessThan, 0, double.NaN)]
    [InlineData(ConditionEdge.None, ValueRule.GreaterOrEqual, 0.25, 1.3)]
    [InlineData(ConditionEdge.Rising, ValueRule.GreaterOrEqual, 0.5, 1.5)]
    [InlineData(ConditionEdge.Falling, ValueRule.LessThan, 2, 3.0)]
    [InlineData(ConditionEdge.None, ValueRule.LessThan, 0.5, 0.5)]
    [InlineData(ConditionEdge.None, ValueRule.GreaterOrEqual, 1e9, double.NaN)]
    public void Edges_and_delays_shift_when_a_condition_holds(ConditionEdge edge, ValueRule rule, double delay, double expected) =>
        Assert.Equal(expected, Start(new SimulationTimeCondition { ValueS = 1, Rule = rule, Edge = edge, DelayS = delay }, One()));

    [Fact]
    public void Groups_are_alternatives_and_their_conditions_must_hold_together()
    {
        static SimulationTimeCondition From(double s) => new() { ValueS = s, Rule = ValueRule.GreaterOrEqual };
        static SimulationTimeCondition Until(double s) => new() { ValueS = s, Rule = ValueRule.LessThan };
        var marker = Stories.Event("marker", new StoryTrigger([new TriggerGroup([From(3), From(1)]), new TriggerGroup([From(2), Until(1)]), new TriggerGroup([From(2.5)])]));
        var recording = Stories.Run(Stories.Scene(Stories.Straight(), 5, Stories.Board(One(), ("a", [marker])), "a"));
        Assert.Equal([2.5], recording.Times("marker", StoryTransitionKind.Start));
    }

    [Theory]
    [InlineData(StoryboardElementKind.Event, "e", StoryboardElementState.StandbyState, 0.0)]
    [InlineData(StoryboardElementKind.Event, "e", StoryboardElementState.RunningState, 1.0)]
    [InlineData(StoryboardElementKind.Event, "manoeuvre0::e", StoryboardElementState.StartTransition, 1.0)]
    [InlineData(StoryboardElementKind.Action, "e-action", StoryboardElementState.EndTransition, 1.5)]
    [InlineData(StoryboardElementKind.Event, "e", StoryboardElementState.CompleteState, 1.5)]
    [InlineData(StoryboardElementKind.Act, "act", StoryboardElementState.RunningState, 0.0)]
    [InlineData(StoryboardElementKind.Event, "e", StoryboardElementState.StopTransition, double.NaN)]
    [InlineData(StoryboardElementKind.Event, "nobody", StoryboardElementState.RunningState, double.NaN)]
    public void States_and_transitions_of_elements_are_seen(StoryboardElementKind kind, string name, StoryboardElementState state, double expected) =>
        // Half a second from 1.0 s on: its last step begins at 1.4 s, so the look at 1.5 s finds it over.
        Assert.Equal(expected, Start(
            new StoryboardElementStateCondition { Element = kind, ElementName = name, State = state },
            One(), events: [Stories.Event("e", Stories.At(1), Stories.Speed(12, TransitionShape.Linear, TransitionDimension.Time, 0.5))]));

    [Fact]
    public void Parameters_and_variables_are_seen_when_they_change()
    {
        var set = Stories.Event("e", Stories.At(1), new ParameterSetAction { Parameter = "q", Value = "go" });
        static Storyboard Declare(Storyboard b) => b with
        {
            Parameters = [.. b.Parameters, new StoryboardValue("q", StoryboardValueType.Text, "wait")],
            Variables = [new StoryboardValue("v", StoryboardValueType.Whole, "3")],
        };
        Assert.Equal(1.0, Start(new ParameterCondition { Parameter = "q", Value = "go", Rule = ValueRule.EqualTo }, One(), events: [set], change: Declare));
        Assert.Equal(0.0, Start(new ParameterCondition { Parameter = "q", Value = "wait", Rule = ValueRule.EqualTo }, One(), change: Declare));
        var add = Stories.Event("add", Stories.At(1), new VariableModifyAction { Variable = "v", Multiply = false, Value = 2 });
        var twice = Stories.Event("twice", Stories.At(2), new VariableModifyAction { Variable = "v", Multiply = true, Value = 2 });
        // 3 + 2 = 5, then 10: as numbers, not as text.
        Assert.Equal(2.0, Start(new VariableCondition { Variable = "v", Value = "9.5", Rule = ValueRule.GreaterThan }, One(), events: [add, twice], change: Declare));
        Assert.Equal(1.0, Start(new VariableCondition { Variable = "v", Value = "5", Rule = ValueRule.EqualTo }, One(), events: [add, twice], change: Declare));
        Assert.Equal(double.NaN, Start(new ParameterCondition { Parameter = "nobody", Value = "", Rule = ValueRule.EqualTo }, One(), change: Declare));
    }

    [Fact]
    public void The_time_of_day_runs_on_when_the_environment_says_so()
    {
        static Func<Storyboard, Storyboard> Day(bool runs) => b => b with
        {
            Init = b.Init with { Actions = [new EnvironmentAction { Environment = new StoryEnvironment { DateTime = "2026-05-01T12:00:00", DateTimeRuns = runs } }] },
        };
        var later = new TimeOfDayCondition { DateTime = "2026-05-01T12:00:02", Rule = ValueRule.GreaterThan };
        Assert.Equal(2.1, Start(later, One(), change: Day(true)));
        Assert.Equal(double.NaN, Start(later, One(), change: Day(false)));
    }

    [Fact]
    public void Speeds_and_accelerations_are_those_of_the_motion()
    {
        // 10 m/s and 2 m/s² from the start: 10 + 0.2 k m/s after k steps.
        var init = One(10, 10, Stories.Speed(30, TransitionShape.Linear, TransitionDimension.Rate, 2));
        Assert.Equal(0.6, Start(new SpeedCondition { Entities = A, ValueMps = 11, Rule = ValueRule.GreaterThan }, init));
        Assert.Equal(0.6, Start(new SpeedCondition { Entities = A, ValueMps = 11, Rule = ValueRule.GreaterThan, Direction = DirectionalDimension.Longitudinal }, init));
        Assert.Equal(double.NaN, Start(new SpeedCondition { Entities = A, ValueMps = 0.01, Rule = ValueRule.GreaterThan, Direction = DirectionalDimension.Lateral }, init));
        // 2 m/s² from the first step on.
        Assert.Equal(0.1, Start(new AccelerationCondition { Entities = A, ValueMps2 = 1.9, Rule = ValueRule.GreaterThan }, init));
        Assert.Equal(0.1, Start(new AccelerationCondition { Entities = A, ValueMps2 = 1.9, Rule = ValueRule.GreaterThan, Direction = DirectionalDimension.Longitudinal }, init));
        // "b" keeps 5 m/s, so the difference is 5 + 0.2 k.
        Assert.Equal(1.1, Start(new RelativeSpeedCondition { Entities = A, EntityId = "b", ValueMps = 7, Rule = ValueRule.GreaterThan }, [.. init, Stories.Start("b", -2, 10, 5)]));
    }

    [Fact]
    public void Standing_going_and_leaving_take_their_time()
    {
        Assert.Equal(0.5, Start(new StandStillCondition { Entities = A, DurationS = 0.5 }, One(0)));
        Assert.Equal(double.NaN, Start(new StandStillCondition { Entities = A, DurationS = 0.5 }, One(1)));
        Assert.Equal(0.5, Start(new TraveledDistanceCondition { Entities = A, ValueM = 5 }, One()));
        // The road of 50 m ends 40 m ahead: reached in 4 s, stood at for another second.
        Assert.Equal(5.1, Start(new EndOfRoadCondition { Entities = A, DurationS = 1 }, One(), 8, map: Stories.Straight(50)), 1);
        // Across the road at 10 m/s from t = 0: the lanes end at t = 7 m.
        EntityInit[] aside = [new("a", [new TeleportAction { Position = new WorldPosition { X = 20, Y = 0, Orientation = new StoryOrientation(false, Math.PI / 2) } }, Stories.Speed(10)])];
        Assert.Equal(1.3, Start(new OffroadCondition { Entities = A, DurationS = 0.5 }, aside));
    }

    [Fact]
    public void Positions_are_reached_within_their_tolerance()
    {
        // x = 10 + k: nearer than 2 m to 50 from 49 on.
        Assert.Equal(3.9, Start(new ReachPositionCondition { Entities = A, Position = Stories.Lane(-1, 50), ToleranceM = 2 }, One()));
        // The front is 3 m ahead of the axle: 50 - (x + 3) < 10 from x = 37.1 on.
        var measure = new DistanceMeasure(StoryCoordinates.Road, StoryDistanceType.Longitudinal, true);
        Assert.Equal(2.8, Start(new DistanceCondition { Entities = A, Position = Stories.Lane(-1, 50), ValueM = 10, Rule = ValueRule.LessThan, Measure = measure }, One()));
        Assert.Equal(3.1, Start(new DistanceCondition { Entities = A, Position = Stories.Lane(-1, 50), ValueM = 10, Rule = ValueRule.LessThan }, One()));
        // Beside the reference line of lane -2: 3.5 m to the right all the time.
        Assert.Equal(0.0, Start(new DistanceCondition { Entities = A, Position = Stories.Lane(-2, 50), ValueM = 3.5, Rule = ValueRule.EqualTo, Measure = measure with { Type = StoryDistanceType.Lateral, Freespace = false } }, One()));
    }

    [Theory]
    [InlineData(StoryCoordinates.Entity, StoryDistanceType.Longitudinal, false, 4.1)]
    [InlineData(StoryCoordinates.Road, StoryDistanceType.Longitudinal, false, 4.1)]
    [InlineData(StoryCoordinates.Entity, StoryDistanceType.Euclidian, false, 4.1)]
    [InlineData(StoryCoordinates.Entity, StoryDistanceType.Longitudinal, true, 3.3)]
    [InlineData(StoryCoordinates.Road, StoryDistanceType.Longitudinal, true, 3.3)]
    [InlineData(StoryCoordinates.World, StoryDistanceType.Longitudinal, true, 3.3)]
    [InlineData(StoryCoordinates.Entity, StoryDistanceType.Lateral, false, 0.0)]
    public void Distances_to_entities_shrink_with_their_closing_speed(StoryCoordinates coordinates, StoryDistanceType type, bool freespace, double expected) =>
        // 30 - 5 t < 9.8 from 4.04 s on; between the boxes 26 - 5 t < 9.8 from 3.24 s on.
        Assert.Equal(expected, Start(
            new RelativeDistanceCondition { Entities = A, EntityId = "b", ValueM = 9.8, Rule = ValueRule.LessThan, Measure = new DistanceMeasure(coordinates, type, freespace) }, Two()));

    [Fact]
    public void Lateral_distances_are_between_sides_or_reference_points()
    {
        static RelativeDistanceCondition Beside(double value, bool freespace, StoryCoordinates coordinates) => new()
        {
            Entities = A,
            EntityId = "b",
            ValueM = value,
            Rule = ValueRule.EqualTo,
            Measure = new DistanceMeasure(coordinates, StoryDistanceType.Lateral, freespace),
        };
        foreach (var coordinates in (StoryCoordinates[])[StoryCoordinates.Entity, StoryCoordinates.Road])
        {
            Assert.Equal(0.0, Start(Beside(3.5, false, coordinates), Two(laneB: -2)));
            Assert.Equal(0.0, Start(Beside(1.5, true, coordinates), Two(laneB: -2)));
        }
    }

    [Fact]
    public void Headway_and_time_to_collision_follow_from_distance_and_speeds()
    {
        var free = new DistanceMeasure(StoryCoordinates.Road, StoryDistanceType.Longitudinal, true);
        // (30 - 5 t) / 10 < 1.98 from 2.04 s on.
        Assert.Equal(2.1, Start(new TimeHeadwayCondition { Entities = A, EntityId = "b", ValueS = 1.98, Rule = ValueRule.LessThan, Measure = new DistanceMeasure(StoryCoordinates.Road, StoryDistanceType.Longitudinal) }, Two()));
        // (26 - 5 t) / 5 < 3.98 from 1.22 s on.
        Assert.Equal(1.3, Start(new TimeToCollisionCondition { Entities = A, EntityId = "b", ValueS = 3.98, Rule = ValueRule.LessThan, Measure = free }, Two()));
        // A car behind has no headway to one ahead of it, and cars that part do not collide.
        Assert.Equal(double.NaN, Start(new TimeHeadwayCondition { Entities = ["b"], EntityId = "a", ValueS = 99, Rule = ValueRule.LessThan, Measure = free }, Two(), 4));
        Assert.Equal(double.NaN, Start(new TimeToCollisionCondition { Entities = A, EntityId = "b", ValueS = 99, Rule = ValueRule.LessThan, Measure = free }, Two(5, 10)));
        // To a place 40 m ahead at 10 m/s, 37 m from the front: 3.7 - t < 2 from 1.8 s on.
        Assert.Equal(1.8, Start(new TimeToCollisionCondition { Entities = A, Position = Stories.Lane(-1, 50), ValueS = 2, Rule = ValueRule.LessThan, Measure = free }, One()));
    }

    [Fact]
    public void Collisions_are_of_one_entity_or_of_a_kind()
    {
        // The boxes, 26 m apart, close at 5 m/s: touching at 5.2 s.
        Assert.Equal(5.2, Start(new CollisionCondition { Entities = A, EntityId = "b" }, Two()));
        Assert.Equal(5.2, Start(new CollisionCondition { Entities = A, ByKind = StoryboardEntityKind.Vehicle }, Two()));
        Assert.Equal(double.NaN, Start(new CollisionCondition { Entities = A, ByKind = StoryboardEntityKind.Pedestrian }, Two()));
    }

    [Fact]
    public void Any_and_all_of_the_triggering_entities()
    {
        static TraveledDistanceCondition Gone(bool all) => new() { Entities = ["a", "b"], ValueM = 5, All = all };
        Assert.Equal(0.5, Start(Gone(false), Two()));
        Assert.Equal(1.0, Start(Gone(true), Two()));
    }

    [Fact]
    public void A_selection_stands_for_its_members() => Assert.Equal(1.0, Start(
        new TraveledDistanceCondition { Entities = ["both"], ValueM = 5, All = true }, Two(), change: b => b with { Selections = [new EntitySelection("both", ["a", "b"])] }));

    [Fact]
    public void Clearance_asks_for_free_lanes_that_exist()
    {
        static RelativeClearanceCondition Free(int lane, double ahead, bool opposite = false) => new()
        {
            Entities = A,
            ForwardM = ahead,
            BackwardM = 5,
            Lanes = [new RelativeLaneRange(lane, lane)],
            OppositeLanes = opposite,
        };
        // "b" is in the right lane, 30 m ahead and 5 m/s slower; a car of 10 m/s has it 5 m behind after 7 s.
        Assert.Equal(0.0, Start(Free(-1, 29), Two(laneB: -2)));
        Assert.Equal(7.1, Start(Free(-1, 31), Two(laneB: -2), 9));
        Assert.Equal(0.0, Start(Free(0, 31), Two(laneB: -2)));
        // There is no second lane to the right, and the left ones are of the other direction.
        Assert.Equal(double.NaN, Start(Free(-2, 31), Two(laneB: -2)));
        Assert.Equal(double.NaN, Start(Free(1, 31), Two(laneB: -2)));
        Assert.Equal(0.0, Start(Free(1, 31, opposite: true), Two(laneB: -2)));
    }

    [Fact]
    public void Distances_go_along_roads_whose_coordinates_run_against_each_other()
    {
        EntityInit[] init = [Stories.Start("a", -1, 90, 10), new("b", [new TeleportAction { Position = Stories.Lane(1, 170, road: "2") }, Stories.Speed(10)])];
        // "b" is at x = 130, 40 m ahead and driving the same way: its lane 1 is "a"'s lane -1.
        static RelativeDistanceCondition Is(double value, StoryDistanceType type) => new()
        {
            Entities = A,
            EntityId = "b",
            ValueM = value,
            Rule = ValueRule.EqualTo,
            Measure = new DistanceMeasure(StoryCoordinates.Road, type),
        };
        Assert.Equal(0.0, Start(Is(40, StoryDistanceType.Longitudinal), init, map: Stories.Opposed()));
        Assert.Equal(0.0, Start(Is(0, StoryDistanceType.Lateral), init, map: Stories.Opposed()));
    }

    [Fact]
    public void Signals_and_their_programmes_are_seen()
    {
        var map = Stories.Straight(signals: [new MapSignal { Id = "7", Kind = MapSignalKind.Light, Pose = new Pose2d(50, 0, 0) }]);
        static Storyboard Programme(Storyboard b) => b with
        {
            SignalControllers =
            [
                new SignalController { Name = "c", Phases = [new SignalControllerPhase("stop", 2, [new SignalControllerState("7", "on;off;off")]), new SignalControllerPhase("go", 3, [new SignalControllerState("7", "green")])] },
            ],
        };
        Assert.Equal(2.0, Start(new TrafficSignalCondition { SignalId = "7", State = "green" }, One(), map: map, change: Programme));
        Assert.Equal(0.0, Start(new TrafficSignalCondition { SignalId = "id=7", State = "red" }, One(), map: map, change: Programme));
        Assert.Equal(5.0, Start(new TrafficSignalControllerCondition { Controller = "c", Phase = "stop", Edge = ConditionEdge.Rising }, One(), map: map, change: Programme));
        var force = Stories.Event("e", Stories.At(1), new TrafficSignalStateAction { SignalId = "7", State = "green" });
        Assert.Equal(1.0, Start(new TrafficSignalCondition { SignalId = "7", State = "green" }, One(), map: map, events: [force]));
        var phase = Stories.Event("e", Stories.At(1), new TrafficSignalControllerAction { Controller = "c", Phase = "go" });
        Assert.Equal(1.0, Start(new TrafficSignalControllerCondition { Controller = "c", Phase = "go" }, One(), map: map, events: [phase], change: Programme));
    }

    [Fact]
    public void What_a_light_shows_is_in_the_recording()
    {
        var map = Stories.Straight(signals: [new MapSignal { Id = "7", Kind = MapSignalKind.Light, Pose = new Pose2d(50, 0, 0) }]);
        var board = Stories.Board(One(), ("a", [Stories.Event("e", Stories.At(1), new TrafficSignalStateAction { SignalId = "7", State = "red" })]));
        var recording = Stories.Run(Stories.Scene(map, 3, board, "a"));
        Assert.Equal(SignalState.Unknown, recording.Signals[0].At(9));
        Assert.Equal(SignalState.Red, recording.Signals[0].At(11));
    }
}
