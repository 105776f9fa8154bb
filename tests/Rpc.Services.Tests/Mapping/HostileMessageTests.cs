using Sim.Formats.Messages;
using Sim.Plugins.Sdk;
using Sim.Rpc.Services;
using Messages = Sim.Rpc.Messages;

namespace Sim.Tests.Rpc;

/// <summary>Messages of a peer are hostile: every refusal names the field.</summary>
public class HostileMessageTests
{
    public static TheoryData<string, Action<Messages.DriverTask>> WrongTasks => new()
    {
        { "field 'task.step_us' is 0, but must be positive", t => t.StepUs = 0 },
        { "field 'task.horizon_us' is -1, but must not be negative", t => t.HorizonUs = -1 },
        { "field 'task.ego_index' is 9, but there are 2 actors", t => t.EgoIndex = 9 },
        { "field 'task.map' is missing", t => t.Map = null },
        { "field 'task.vehicle' is missing", t => t.Vehicle = null },
        { "field 'task.vehicle.length_m' is 0, but must be positive", t => t.Vehicle.ClearLengthM() },
        { "field 'task.vehicle.rear_overhang_m' is 9, but must be from 0 to 4", t => t.Vehicle.RearOverhangM = 9 },
        { "field 'task.vehicle.max_accel_mps2' is not finite", t => t.Vehicle.MaxAccelMps2 = double.NaN },
        { "field 'task.vehicle.class' has the number 77, which this version does not know", t => t.Vehicle.Class = (Messages.ActorClass)77 },
        { "field 'task.vehicle.model' is not set", t => t.Vehicle.Model = 0 },
        { "field 'task.actors[1].id' is empty", t => t.Actors[1].Id = "" },
        { "field 'task.actors[1].id' has 300 characters, more than 256", t => t.Actors[1].Id = new string('x', 300) },
        { "field 'task.actors[0].body' is missing", t => t.Actors[0].Body = null },
        { "field 'task.map.lanes[0].left' is missing", t => t.Map.Lanes[0].Left = null },
        { "field 'task.map.lanes[0].left' has 3 numbers, but x and y come in pairs", t => t.Map.Lanes[0].Left.Xy.RemoveAt(3) },
        { "field 'task.map.lanes[0].right' has 1 points, but needs at least 2", t => Keep(t.Map.Lanes[0].Right, 2) },
        { "field 'task.map.lanes[0].centre' is not finite", t => t.Map.Lanes[0].Centre.Xy[1] = double.PositiveInfinity },
        { "field 'task.map.lanes[0].centre' has 3 points, but left has 2 and right 2", t => t.Map.Lanes[0].Centre.Xy.Add([20, 0]) },
        { "field 'task.map.lanes[0].elevation_m' has 1 numbers, but centre has 2 points", t => t.Map.Lanes[0].ElevationM.Add(1) },
        { "field 'task.map.lanes[1].id' is 'a', as an earlier lane's", t => t.Map.Lanes.Add(t.Map.Lanes[0].Clone()) },
        { "field 'task.map.stop_lines[0].xy' has 1 points, but needs at least 2", t => t.Map.StopLines.Add(new Messages.StopLine { Id = "s", Xy = { 1, 2 } }) },
        { "field 'task.task.goals[0].speed_mps' has a max below its min", t => t.Task.Goals.Add(new Messages.GoalRegion { SpeedMps = new() { Min = 2, Max = 1 } }) },
        { "field 'task.environment.friction' is 2, but must be from 0 to 1.5", t => t.Environment.Friction = 2 },
        { "field 'task.ego_log[1].time_us' is not later than the one before it", t => t.EgoLog.Add([Logged(5), Logged(5)]) },
        { "field 'task.ego_log[0].steer_rad' is not finite", t => t.EgoLog.Add(new Messages.TimedState { State = new ActorFrame { SteerRad = double.NaN } }) },
    };

    public static TheoryData<string, Action<WorldFrame>> WrongWorlds => new()
    {
        { "field 'world.step' is -1, but must not be negative", w => w.Step = -1 },
        { "field 'world.time_us' is 300001, but step 3 is at 300000", w => w.TimeUs++ },
        { "field 'world.actors' lacks the ego (index 0)", w => w.Actors.RemoveAt(0) },
        { "field 'world.actors[1].index' is 0, but must grow from actor to actor", w => w.Actors[1].Index = 0 },
        { "field 'world.actors[1].index' is 4000000000, but there are 2 actors", w => w.Actors[1].Index = 4_000_000_000 },
        { "field 'world.actors' has 3 items, more than 2", w => w.Actors.Add(new ActorFrame { Index = 2 }) },
        { "field 'world.actors[1].speed_mps' is not finite", w => w.Actors[1].SpeedMps = double.NegativeInfinity },
        { "field 'world.signals.state' has the number 9, which this version does not know", w => w.Signals.Add(new SignalFrame { Id = "s", State = (SignalState)9 }) },
    };

    public static TheoryData<string, AnswerFrame?> WrongAnswers => new()
    {
        { "field 'answer' is missing", null },
        { "field 'answer' holds neither a plan nor controls", new AnswerFrame() },
        { "field 'answer' holds both a plan and controls", new AnswerFrame { Controls = new(), Plan = { new Formats.Messages.PlanPoint() } } },
        { "field 'answer' is malformed: controls are not finite", new AnswerFrame { Controls = new() { SteerRad = double.NaN } } },
        { "field 'answer' is malformed: a plan has 2 to 2000 points, found 1", new AnswerFrame { Plan = { new Formats.Messages.PlanPoint() } } },
        { "field 'answer.plan' has 2001 items, more than 2000", new AnswerFrame { Plan = { Enumerable.Range(0, 2001).Select(i => new Formats.Messages.PlanPoint { TimeUs = i }) } } },
    };

    [Theory]
    [MemberData(nameof(WrongTasks))]
    public void A_wrong_task_is_refused_by_the_name_of_its_field(string expected, Action<Messages.DriverTask> spoil)
    {
        var task = Task();
        DriverTaskMessages.From(task);
        spoil(task);
        Assert.Equal(expected, Assert.Throws<InputException>(() => DriverTaskMessages.From(task)).Message);
    }

    [Theory]
    [MemberData(nameof(WrongWorlds))]
    public void A_wrong_world_is_refused_by_the_name_of_its_field(string expected, Action<WorldFrame> spoil)
    {
        var observations = new FrameObservations(DriverTaskMessages.From(Task()));
        var world = new WorldFrame { Step = 3, TimeUs = 300_000, Actors = { new ActorFrame { Index = 0 }, new ActorFrame { Index = 1 } } };
        observations.From(world);
        spoil(world);
        Assert.Equal(expected, Assert.Throws<InputException>(() => observations.From(world)).Message);
    }

    [Theory]
    [MemberData(nameof(WrongAnswers))]
    public void A_wrong_answer_is_refused_with_its_reason(string expected, AnswerFrame? answer) =>
        Assert.Equal(expected, Assert.Throws<InputException>(() => AnswerMessages.From(answer)).Message);

    [Theory]
    [InlineData("{", "is not JSON")]
    [InlineData("{\"a\":1,\"a\":2}", "has the key 'a' twice")]
    [InlineData("\"\\ud800\"", "is not JSON")]
    public void Wrong_options_are_refused(string json, string expected) =>
        Assert.Contains(expected, Assert.Throws<InputException>(() => OptionsJson.Parse(json, "options_json")).Message, StringComparison.Ordinal);

    [Fact]
    public void Options_that_are_nested_too_deep_are_refused_both_ways()
    {
        string deep = new string('[', 100) + new string(']', 100);
        Assert.Throws<InputException>(() => OptionsJson.Parse(deep, "options_json"));
        var list = Setting.Scalar("1");
        for (int i = 0; i < 100; i++)
        {
            list = new Setting { Kind = SettingKind.List, Items = [list] };
        }

        Assert.Throws<InputException>(() => OptionsJson.Of(list));
    }

    [Fact]
    public void A_guard_that_does_not_decide_blocks() =>
        Assert.Equal(GuardOutcome.Block, GuardMessages.From(new Messages.CheckReply()).Outcome);

    [Fact]
    public void Activations_must_fit_their_shape() => Assert.Equal(
        "field 'shape' stands for 2147483647 activations, but 1 came",
        Assert.Throws<InputException>(() => GuardMessages.From(new Messages.CheckRequest { Activations = { 1 }, Shape = { 2_000_000_000, 2_000_000_000, 2_000_000_000 } })).Message);

    [Fact]
    public void A_measurement_without_its_value_is_refused() => Assert.Equal(
        "field 'assessment.metrics[0].value' is missing, but the state is Value",
        Assert.Throws<InputException>(() => AssessmentMessages.From(new Messages.Assessment
        {
            Assessor = "a",
            Metrics = { new Messages.Metric { Name = "m", Worse = Messages.WorseDirection.Lower, State = Messages.MeasuredState.Value } },
        })).Message);

    [Fact]
    public void A_second_reading_is_checked_like_the_first() => Assert.Equal(
        "field 'assessment.metrics[0].second_reading.value' is given, but the state is NoConflict",
        Assert.Throws<InputException>(() => AssessmentMessages.From(new Messages.Assessment
        {
            Assessor = "a",
            Metrics =
            {
                new Messages.Metric
                {
                    Name = "m", Worse = Messages.WorseDirection.Lower, State = Messages.MeasuredState.Failed,
                    SecondReading = new Messages.Measurement { State = Messages.MeasuredState.NoConflict, Value = 1 },
                },
            },
        })).Message);

    [Fact]
    public void A_band_cannot_avoid_more_often_than_it_was_run() => Assert.Equal(
        "field 'assessment.counterfactuals[0].band_avoids' is 3 of 2 runs; give 0 to band_runs",
        Assert.Throws<InputException>(() => AssessmentMessages.From(new Messages.Assessment
        {
            Assessor = "a",
            Counterfactuals = { new Messages.Counterfactual { Model = "m", Outcome = Messages.CounterfactualOutcome.Avoids, BandRuns = 2, BandAvoids = 3 } },
        })).Message);

    [Fact]
    public void A_quaternion_must_have_length_one()
    {
        var frame = FrameMessages.Of(new Drawn(1).Frame(), 0);
        frame.PoseWorld[3] += 1;
        Assert.Equal("field 'frame.pose_world' holds a quaternion that has not length 1", Assert.Throws<InputException>(() => FrameMessages.From(frame)).Message);
        var observations = new FrameObservations(DriverTaskMessages.From(Task()));
        var world = new WorldFrame { Actors = { new ActorFrame { Index = 0 } } };
        Assert.Equal("field 'sensors[0].pose_world' holds a quaternion that has not length 1", Assert.Throws<InputException>(() => observations.From(world, [frame])).Message);
    }

    private static void Keep(Messages.Polyline line, int numbers)
    {
        while (line.Xy.Count > numbers)
        {
            line.Xy.RemoveAt(line.Xy.Count - 1);
        }
    }

    private static Messages.TimedState Logged(long timeUs) => new() { TimeUs = timeUs, State = new ActorFrame() };

    private static Messages.DriverTask Task()
    {
        var line = new Messages.Polyline { Xy = { 0, 0, 10, 0 } };
        var actor = new Messages.ActorInfo { Id = "ego", Body = new() { LengthM = 4, WidthM = 2, HeightM = 1 } };
        return new Messages.DriverTask
        {
            Scenario = "s",
            Map = new() { Lanes = { new Messages.Lane { Id = "a", Type = Messages.LaneType.Driving, Left = line.Clone(), Right = line.Clone(), Centre = line.Clone() } } },
            StepUs = 100_000,
            HorizonUs = 1_000_000,
            Actors = { actor, actor.Clone() },
            Vehicle = VehicleMessages.Of(VehicleSpec.Sedan with { LengthM = 4 }),
            Task = new(),
            Environment = new(),
        };
    }
}
