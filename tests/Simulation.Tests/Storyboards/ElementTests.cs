using Sim.Simulation.Storyboards;
using Sim.Storyboards;

namespace Sim.Tests.Storyboards;

public class ElementTests
{
    private static readonly string[] Whole = ["enter 0", "start 1", "end 2.9"];

    private static StoryEvent Slow(string name, double at, double target = 20) =>
        Stories.Event(name, Stories.At(at), Stories.Speed(target, TransitionShape.Linear, TransitionDimension.Time, 2));

    [Fact]
    public void An_event_waits_starts_and_ends_with_its_action()
    {
        var recording = Stories.Run(Stories.Scene(Stories.Straight(), 5, Stories.Board([Stories.Start("a", -1, 10, 10)], ("a", [Slow("e", 1)])), "a"));
        var all = recording.Transitions();
        // The last of the twenty steps of the action begins at 2.9 s.
        Assert.Equal(Whole, all.Where(t => t.Name == "e").Select(t => FormattableString.Invariant($"{Word(t)} {t.TimeUs * 1e-6}")));
        Assert.Equal(["start", "end"], all.Where(t => t.Element == StoryboardElementKind.Action).Select(Word));
        Assert.Equal("story/act/group0/manoeuvre0/e/e-action", all.First(t => t.Element == StoryboardElementKind.Action).Path);
        Assert.Equal("a", all.First(t => t.Element == StoryboardElementKind.Action).Actor);
        foreach (var kind in (StoryboardElementKind[])[StoryboardElementKind.Story, StoryboardElementKind.Act, StoryboardElementKind.ManeuverGroup, StoryboardElementKind.Maneuver])
        {
            Assert.Equal(2.9, all.Last(t => t.Element == kind && t.Transition == StoryTransitionKind.End).TimeUs * 1e-6, 9);
        }
    }

    [Fact]
    public void A_transition_reads_back_from_the_event_that_tells_it()
    {
        var told = new StoryTransition(1_500_000, StoryboardElementKind.ManeuverGroup, StoryTransitionKind.Stop, "running", "complete", "s: x/act/g to y", null) { Name = "g to y" };
        Assert.Equal(told, StoryTransition.FromEvent(told.ToEvent()));
        Assert.Null(StoryTransition.FromEvent(new RecordedEvent(0, "goal", [], "x")));
        Assert.Null(StoryTransition.FromEvent(new RecordedEvent(0, StoryTransition.EventKind, [], "nonsense")));
    }

    [Fact]
    public void Overwrite_ends_the_running_events_of_the_manoeuvre()
    {
        var recording = Stories.Run(Stories.Scene(Stories.Straight(), 5, Stories.Board(
            [Stories.Start("a", -1, 10, 10)], ("a", [Slow("first", 1), Slow("second", 2, 5) with { Priority = EventPriority.Overwrite }])), "a"));
        Assert.Equal([2.0], recording.Times("first", StoryTransitionKind.End));
        Assert.Equal([2.0], recording.Times("second", StoryTransitionKind.Start));
        // 10 + 5 · 1 s, then half way to 5 after another second.
        Assert.Equal(15, recording.SpeedAt("a", 2), 9);
        Assert.Equal(10, recording.SpeedAt("a", 3), 9);
    }

    [Fact]
    public void Skip_waits_while_another_event_runs_and_is_told_once()
    {
        var recording = Stories.Run(Stories.Scene(Stories.Straight(), 6, Stories.Board(
            [Stories.Start("a", -1, 10, 10)], ("a", [Slow("first", 1), Slow("second", 2, 5) with { Priority = EventPriority.Skip }])), "a"));
        Assert.Equal([2.0], recording.Times("second", StoryTransitionKind.Skip));
        // The first ends in the step that begins at 2.9 s.
        Assert.Equal([3.0], recording.Times("second", StoryTransitionKind.Start));
    }

    [Fact]
    public void Parallel_events_run_beside_each_other_unless_they_move_the_same_entity_in_the_same_way()
    {
        var shift = new LaneOffsetAction { Shape = TransitionShape.Cubic, MaxLateralAccelMps2 = 0.5, OffsetM = 0.5 };
        var recording = Stories.Run(Stories.Scene(Stories.Straight(), 6, Stories.Board(
            [Stories.Start("a", -1, 10, 10)], ("a", [Slow("speed", 1), Stories.Event("shift", Stories.At(1.5), shift)]), ("a", [Slow("other", 2, 5)])), "a"));
        Assert.Equal([1.5], recording.Times("shift", StoryTransitionKind.Start));
        // The other manoeuvre's action takes over the speed at 2 s; the shift goes on.
        Assert.Equal([2.0], recording.Times("speed", StoryTransitionKind.End));
        // √(6 · 0.5 / 0.5) = 2.449 s: reached at the look after 25 steps.
        Assert.Equal([4.0], recording.Times("shift", StoryTransitionKind.End));
    }

    [Fact]
    public void An_event_runs_as_often_as_it_may()
    {
        var recording = Stories.Run(Stories.Scene(Stories.Straight(), 8, Stories.Board([Stories.Start("a", -1, 10, 10)], ("a", [Slow("e", 1) with { MaxExecutions = 2 }])), "a"));
        Assert.Equal([1.0, 3.0], recording.Times("e", StoryTransitionKind.Start));
        // The second time nothing is left to change, but the time is taken.
        Assert.Equal([2.9, 4.9], recording.Times("e", StoryTransitionKind.End));
    }

    [Fact]
    public void A_group_runs_as_often_as_it_may()
    {
        var board = Stories.Board([Stories.Start("a", -1, 10, 10)], ("a", [Slow("e", 1)]));
        var act = board.Stories[0].Acts[0];
        board = board with { Stories = [new Story("story", [act with { Groups = [act.Groups[0] with { MaxExecutions = 3 }] }])] };
        var recording = Stories.Run(Stories.Scene(Stories.Straight(), 8, board, "a"));
        Assert.Equal([1.0, 3.0, 5.0], recording.Times("e", StoryTransitionKind.Start));
        Assert.Equal([6.9], recording.Times("act", StoryTransitionKind.End));
    }

    [Fact]
    public void Stop_triggers_stop_what_runs_and_what_waits_and_end_the_recording()
    {
        var board = Stories.Board([Stories.Start("a", -1, 10, 10)], ("a", [Slow("running", 1), Slow("waiting", 9)])) with { StopTrigger = Stories.At(2) };
        var recording = Stories.Run(Stories.Scene(Stories.Straight(), 8, board, "a"));
        Assert.Equal(RecordingEnd.StoryboardEnd, recording.End);
        Assert.Equal(21, recording.StepCount);
        Assert.Equal([2.0], recording.Times("running", StoryTransitionKind.Stop));
        Assert.Equal([2.0], recording.Times("running-action", StoryTransitionKind.Stop));
        Assert.Equal([2.0], recording.Times("waiting", StoryTransitionKind.Stop));
    }

    [Fact]
    public void The_stop_of_an_act_leaves_the_other_acts_alone()
    {
        var one = Stories.Board([Stories.Start("a", -1, 10, 10), Stories.Start("b", -2, 10, 10)], ("a", [Slow("e", 1)])).Stories[0].Acts[0];
        var other = Stories.Board([], ("b", [Slow("f", 1)])).Stories[0].Acts[0];
        var board = Stories.Board([Stories.Start("a", -1, 10, 10), Stories.Start("b", -2, 10, 10)]) with
        {
            Stories = [new Story("story", [one with { StopTrigger = Stories.At(2) }, other with { Name = "other" }])],
        };
        var recording = Stories.Run(Stories.Scene(Stories.Straight(), 5, board, "a", "b"));
        Assert.Equal([2.0], recording.Times("e", StoryTransitionKind.Stop));
        Assert.Equal([2.9], recording.Times("f", StoryTransitionKind.End));
        Assert.Equal(RecordingEnd.Horizon, recording.End);
    }

    [Fact]
    public void Only_the_entities_that_fulfil_the_trigger_act_where_the_group_says_so()
    {
        var fast = new SpeedCondition { Entities = ["a", "b"], ValueMps = 12, Rule = ValueRule.GreaterThan };
        var board = Stories.Board([Stories.Start("a", -1, 10, 10), Stories.Start("b", -2, 10, 15)], ("", [Stories.Event("e", Stories.When(fast), Stories.Speed(0))]));
        var act = board.Stories[0].Acts[0];
        board = board with { Stories = [new Story("story", [act with { Groups = [act.Groups[0] with { SelectTriggeringEntities = true }] }])] };
        var recording = Stories.Run(Stories.Scene(Stories.Straight(), 2, board, "a", "b"));
        Assert.Equal(10, recording.SpeedAt("a", 1));
        Assert.Equal(0, recording.SpeedAt("b", 1));
    }

    [Fact]
    public void The_init_goes_on_acting_until_an_event_takes_over()
    {
        var init = Stories.Start("a", -1, 10, 10, Stories.Speed(30, TransitionShape.Linear, TransitionDimension.Rate, 2));
        var recording = Stories.Run(Stories.Scene(Stories.Straight(), 4, Stories.Board([init], ("a", [Stories.Event("e", Stories.At(2), Stories.Speed(5))])), "a"));
        Assert.Equal(14, recording.SpeedAt("a", 2), 9);
        Assert.Equal(5, recording.SpeedAt("a", 3), 9);
    }

    [Fact]
    public void A_step_without_transitions_allocates_nothing()
    {
        var spread = new LongitudinalDistanceAction { EntityId = "a", DistanceM = 25, Continuous = true, Constraints = new DynamicConstraints(40, 3, 6) };
        var near = new RelativeDistanceCondition { Entities = ["b"], EntityId = "a", ValueM = 1, Rule = ValueRule.LessThan, Measure = new DistanceMeasure(StoryCoordinates.Road, StoryDistanceType.Longitudinal, true), DelayS = 0.3 };
        var soon = new TimeToCollisionCondition { Entities = ["b"], EntityId = "a", ValueS = 0.01, Rule = ValueRule.LessThan, Measure = new DistanceMeasure(Freespace: true) };
        var board = Stories.Board(
            [Stories.Start("a", -1, 60, 10, Stories.Speed(60, TransitionShape.Sinusoidal, TransitionDimension.Time, 100)), Stories.Start("b", -1, 10, 10, spread)],
            ("b", [Stories.Event("never", Stories.When(near, soon), Stories.Speed(0))]));
        var world = new Sim.Simulation.Engine.World(StoryStart.Apply(Stories.Scene(Stories.Straight(20_000), 100, board, "a", "b")));
        for (int i = 0; i < 20; i++)
        {
            world.Advance();
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 500; i++)
        {
            world.Advance();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_session_runs_again_from_its_start_with_the_same_result()
    {
        var scenario = Stories.Scene(Stories.Straight(), 6, Stories.Board(
            [Stories.Start("a", -1, 10, 10), Stories.Start("b", -2, 5, 12)],
            ("a", [Slow("e", 1), Stories.Event("f", Stories.When(new StoryboardElementStateCondition { Element = StoryboardElementKind.Event, ElementName = "e", State = StoryboardElementState.EndTransition }), Stories.Speed(3))])), "a", "b");
        using var session = new Sim.Simulation.EmbeddedSimulator().Open(new SimulatorUse(), TestContext.Current.CancellationToken);
        session.Load(scenario, 1, TestContext.Current.CancellationToken);
        Recording Drive()
        {
            while (!session.IsOver)
            {
                session.Step(null, TestContext.Current.CancellationToken);
            }

            return session.Finish();
        }

        var first = Drive();
        session.Reset();
        var again = Drive();
        Assert.Equal(SimJsonText(first), SimJsonText(again));
        Assert.Equal([3.0], first.Times("f", StoryTransitionKind.Start));
    }

    private static string SimJsonText(Recording recording) => System.Text.Json.JsonSerializer.Serialize(recording, SimJson.Default.Recording);

    private static string Word(StoryTransition transition) => transition.Transition.ToString().ToLowerInvariant();
}
