using Sim.Host.Running;
using Sim.Maps;

namespace Sim.Tests;

/// <summary>Where two recordings part ways: each test changes one thing of the same recording, or two of which one is earlier.</summary>
public sealed class RecordingDiffTests
{
    private static readonly PlanPoint[] Plan = [new(100_000, 0, 0, 0, 5), new(200_000, 1, 0, 0.1, 5), new(300_000, 2, 0, 0.2, 5)];

    [Fact]
    public void Equal_recordings_have_no_difference() => Assert.Null(RecordingDiff.First(Sample(), Sample()));

    [Fact]
    public void An_answer_comes_before_the_state_that_follows_it()
    {
        var changed = State(Answer(Sample(), 1, DriverAnswer.FromControls(-1, 0.25)), "ego", 2, s => s with { X = 7 });

        Is(changed, 1, 100_000, "answer.controls.steer_rad", "0", "0.25", 0.25, "rad");
        Is(State(Sample(), "ego", 2, s => s with { X = 7 }), 2, 200_000, "state[ego].x", "2", "7", 5, "m");
        Is(State(changed, "ego", 1, s => s with { SpeedMps = 4 }), 1, 100_000, "state[ego].speed_mps", "5", "4", 1, "m/s");
    }

    [Fact]
    public void The_start_comes_first()
    {
        var changed = State(Answer(Sample(), 0, DriverAnswer.FromControls(3, 0)), "other", 0, s => s with { Y = -0.0 });

        Is(changed, 0, 0, "state[other].y", "0", "-0", 0, "m");
    }

    [Fact]
    public void Of_two_actors_the_one_that_differs_earlier_is_named()
    {
        var changed = State(State(Sample(), "ego", 3, s => s with { X = 9 }), "other", 2, s => s with { AccelMps2 = 0.5 });

        Is(changed, 2, 200_000, "state[other].accel_mps2", "0", "0.5", 0.5, "m/s²");
    }

    [Fact]
    public void A_heading_is_compared_the_short_way_round()
    {
        var changed = State(Sample(), "ego", 1, s => s with { HeadingRad = 2 * Math.PI - 0.25 });
        var difference = RecordingDiff.First(Sample(), changed)!;

        Assert.Equal("state[ego].heading_rad", difference.Field);
        Assert.Equal(0.25, difference.Difference!.Value, 12);
        Assert.Equal("rad", difference.Unit);
    }

    [Fact]
    public void A_place_of_a_plan_is_as_far_as_the_points_are_apart()
    {
        var moved = Answer(Sample(), 2, DriverAnswer.FromPlan([Plan[0], Plan[1] with { X = 4, Y = 4 }, Plan[2]]));

        // From (1, 0) to (4, 4): 3 and 4 make 5.
        Is(moved, 2, 200_000, "answer.plan[1].x", "1", "4", 5, "m");
        Is(Answer(Sample(), 2, DriverAnswer.FromPlan([Plan[0], Plan[1], Plan[2] with { TimeUs = 300_007 }])), 2, 200_000, "answer.plan[2].time_us", "300000", "300007", 7, "µs");
        Is(Answer(Sample(), 2, DriverAnswer.FromPlan([Plan[0], Plan[1], Plan[2] with { HeadingRad = 0.2 + (2 * Math.PI) }])), 2, 200_000, "answer.plan[2].heading_rad", "0.2", "6.483185307179586", 0, "rad", tolerance: 1e-12);
        Is(Answer(Sample(), 2, DriverAnswer.FromPlan([.. Plan, new(400_000, 3, 0, 0, 5)])), 2, 200_000, "answer.plan.count", "3", "4", 1, "");
        Is(Answer(Sample(), 2, DriverAnswer.FromControls(0, 0)), 2, 200_000, "answer", "a plan of 3 points", "controls", null, "");
    }

    [Fact]
    public void Debug_output_is_compared_after_the_command_and_named_by_its_names()
    {
        var debug = Sample().Answers[0].Answer.Debug!;
        Recording With(DriverDebug? changed) => Answer(Sample(), 0, DriverAnswer.FromControls(-1, 0) with { Debug = changed });

        Is(With(debug with { Signals = [new("gap_m", 3), new("ttc", 2.5)] }), 0, 0, "answer.debug.signals[ttc]", "2", "2.5", 0.5, "");
        Is(With(debug with { Signals = [new("gap_m", 3)] }), 0, 0, "answer.debug.signals.count", "2", "1", 1, "");
        Is(With(debug with { Signals = [new("gap_m", 3), new("thw", 2)] }), 0, 0, "answer.debug.signals[1].name", "\"ttc\"", "\"thw\"", null, "");
        Is(With(debug with { Candidates = [new("left", Plan, 1.5)] }), 0, 0, "answer.debug.candidates[left].cost", "1", "1.5", 0.5, "");
        Is(With(debug with { Candidates = [new("left", Plan)] }), 0, 0, "answer.debug.candidates[left].cost", "1", "none", null, "");
        Is(With(debug with { Candidates = [new("left", [Plan[0], Plan[1], Plan[2] with { Y = -2 }], 1)] }), 0, 0, "answer.debug.candidates[left].points[2].y", "0", "-2", 2, "m");
        Is(With(debug with { Texts = [new("planner", "swerve\nnow")] }), 0, 0, "answer.debug.texts[0].text", "\"keep\"", "\"swerve now\"", null, "");
        Is(With(null), 0, 0, "answer.debug", "present", "none", null, "");
        Is(Answer(With(null), 0, DriverAnswer.FromControls(-2, 0)), 0, 0, "answer.controls.accel_mps2", "-1", "-2", 1, "m/s²");
    }

    [Fact]
    public void Debug_output_can_be_passed_over()
    {
        var debug = Sample().Answers[0].Answer.Debug! with { Texts = [] };
        var shown = Answer(Sample(), 0, DriverAnswer.FromControls(-1, 0) with { Debug = debug });
        var both = Answer(shown, 1, DriverAnswer.FromControls(-1.5, 0));

        Assert.Null(RecordingDiff.First(Sample(), shown, debug: false));
        Assert.Equal("answer.debug.texts.count", RecordingDiff.First(Sample(), both)!.Field);
        Assert.Equal("answer.controls.accel_mps2", RecordingDiff.First(Sample(), both, debug: false)!.Field);
        var outcome = ReplayOutcome.Of(Sample(), [1], both, [2]);
        Assert.True(outcome.First!.IsDebug);
        Assert.Equal("beyond debug output: step 1 (0.1 s): answer.controls.accel_mps2 is -1 in the recording and -1.5 now, 0.5 m/s² apart", outcome.BeyondDebugSentence);
        Assert.Equal("beyond debug output nothing differs", ReplayOutcome.Of(Sample(), [1], shown, [2]).BeyondDebugSentence);
    }

    [Fact]
    public void What_happened_is_compared_at_its_time()
    {
        var contact = Sample().Contacts[0];
        var harder = Sample() with { Contacts = [contact with { RelativeSpeedMps = 4.5 }] };
        var none = Sample() with { Contacts = [] };
        var event1 = Sample() with { Events = [Sample().Events[0] with { Text = "another" }] };

        // The contact at 0.25 s stands after the states of step 3, of which it was made.
        Is(harder, 2, 250_000, "contacts[0].relative_speed_mps", "4", "4.5", 0.5, "");
        Is(State(harder, "ego", 3, s => s with { X = 9 }), 3, 300_000, "state[ego].x", "3", "9", 6, "m");
        Is(State(harder, "ego", 4, s => s with { X = 9 }), 2, 250_000, "contacts[0].relative_speed_mps", "4", "4.5", 0.5, "");
        Is(event1, 1, 100_000, "events[0].text", "\"it begins\"", "\"another\"", null, "");
        Assert.Equal((2, "contacts[0]", "none"), (RecordingDiff.First(Sample(), none)!.Step!.Value, RecordingDiff.First(Sample(), none)!.Field, RecordingDiff.First(Sample(), none)!.Now.Text));
        Is(Sample() with { Signals = [new("light", [new(0, SignalState.Red), new(3, SignalState.Green)])] }, 2, 200_000, "signal[light]", "green", "red", null, "");
    }

    [Fact]
    public void A_recording_that_ends_earlier_says_how()
    {
        var goal = Sample() with { StepCount = 3, Tracks = [.. Sample().Tracks.Select(t => t.Slice(0, 3)!)], Answers = [.. Sample().Answers.Take(2)], Contacts = [], End = RecordingEnd.GoalReached };
        var failed = goal with { End = RecordingEnd.DriverFailed, Events = [.. goal.Events, new(200_000, "driver-failed", ["ego"], "driver 'd' failed at step 2: gone")] };

        Is(goal, 2, 200_000, "end", "goes on", "goal_reached", null, "");
        Is(failed, 2, 200_000, "answer", "a plan of 3 points", "none (driver 'd' failed at step 2: gone)", null, "");
        Assert.Equal("goal_reached", RecordingDiff.First(goal, Sample())!.Recorded.Text);
        Is(Answer(failed, 1, DriverAnswer.FromControls(0, 0)), 1, 100_000, "answer.controls.accel_mps2", "-1", "0", 1, "m/s²");
        Is(Sample() with { End = RecordingEnd.Contact }, 4, 400_000, "end", "horizon", "contact", null, "");
    }

    [Fact]
    public void What_has_no_time_comes_last()
    {
        var version = Sample() with { Provenance = new() { Generator = "test", Version = "2" } };

        Is(version, null, null, "provenance.version", "\"1\"", "\"2\"", null, "");
        Is(State(version, "ego", 4, s => s with { X = 5 }), 4, 400_000, "state[ego].x", "4", "5", 1, "m");
        Is(Sample() with { Map = RoadMap.Empty with { Name = "elsewhere" } }, null, null, "map.name", null, "\"elsewhere\"", null, "");
        Is(Sample() with { StepUs = 50_000 }, null, null, "step_us", "100000", "50000", 50_000, "µs");
        Assert.StartsWith("tracks[other]", RecordingDiff.First(Sample(), Sample() with { Tracks = [Sample().Tracks[0], Sample().Tracks[1] with { Body = new(5, 2) }] })!.Field, StringComparison.Ordinal);
    }

    [Fact]
    public void An_actor_that_only_one_recording_shows_is_named_where_it_appears()
    {
        var alone = Sample() with { Tracks = [Sample().Tracks[0]] };
        var gone = Sample() with { Tracks = [Sample().Tracks[0], Sample().Tracks[1] with { Presence = new[] { true, true, true, false, true } }] };

        Is(alone, 0, 0, "state[other]", "present", "absent", null, "");
        Is(gone, 3, 300_000, "state[other]", "present", "absent", null, "");
    }

    private static void Is(Recording changed, int? step, long? timeUs, string field, string? recorded, string now, double? difference, string unit, double tolerance = 0)
    {
        var found = RecordingDiff.First(Sample(), changed);
        Assert.NotNull(found);
        Assert.Equal((step, timeUs, field, unit), (found.Step, found.TimeUs, found.Field, found.Unit));
        Assert.Equal(recorded ?? found.Recorded.ToString(), found.Recorded.ToString());
        Assert.Equal(now, found.Now.ToString());
        Assert.Equal(difference is null, found.Difference is null);
        Assert.InRange(Math.Abs((found.Difference ?? 0) - (difference ?? 0)), 0, tolerance);
    }

    private static Recording Answer(Recording recording, int step, DriverAnswer answer) =>
        recording with { Answers = [.. recording.Answers.Select(a => a.Step == step ? a with { Answer = answer } : a)] };

    private static Recording State(Recording recording, string id, int step, Func<ActorState, ActorState> change) => recording with
    {
        Tracks = [.. recording.Tracks.Select(t => t.Id != id ? t : Track.FromStates(t.Id, t.Class, t.Body, 0, [.. Enumerable.Range(0, t.Count).Select(i => i == step ? change(t.At(i)) : t.At(i))]))],
    };

    private static Recording Sample() => new()
    {
        Name = "r",
        StepUs = 100_000,
        StepCount = 5,
        Map = RoadMap.Empty,
        EgoId = "ego",
        Tracks =
        [
            Track.FromStates("ego", ActorClass.Car, new(4, 2), 0, [.. Enumerable.Range(0, 5).Select(i => new ActorState(i, 0, 0, 5))]),
            Track.FromStates("other", ActorClass.Car, new(4, 2), 0, [.. Enumerable.Range(0, 5).Select(i => new ActorState(20, 0, 0, 0))]),
        ],
        Signals = [new("light", [new(0, SignalState.Red), new(2, SignalState.Green)])],
        Events = [new(100_000, "trigger", ["ego"], "it begins")],
        Contacts =
        [
            new()
            {
                TimeUs = 250_000, A = "ego", B = "other", X = 1, Y = 0, ZoneA = ImpactZone.Front, ZoneB = ImpactZone.Rear, RelativeSpeedMps = 4,
                HeadingDifferenceRad = 0, SpeedAMps = 5, SpeedBMps = 0, Class = CollisionClass.ActiveFront, AtFault = true,
            },
        ],
        Answers =
        [
            new(0, DriverAnswer.FromControls(-1, 0) with { Debug = new() { Signals = [new("gap_m", 3), new("ttc", 2)], Candidates = [new("left", Plan, 1)], Texts = [new("planner", "keep")] } }),
            new(1, DriverAnswer.FromControls(-1, 0)),
            new(2, DriverAnswer.FromPlan(Plan)),
            new(3, DriverAnswer.FromPlan(Plan)),
        ],
        Provenance = new() { Generator = "test", Version = "1" },
    };
}
