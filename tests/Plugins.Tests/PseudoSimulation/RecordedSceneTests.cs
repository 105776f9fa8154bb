using Sim.Geometry;
using Sim.Maps;
using Sim.Plugins.PseudoSimulation;
using Sim.Plugins.PseudoSimulation.Recordings;
using Sim.Plugins.PseudoSimulation.Scenes;

namespace Sim.Tests.PseudoSimulation;

public sealed class RecordedSceneTests
{
    [Fact]
    public void The_ego_stands_at_its_rear_axle_with_history_and_its_own_future_as_the_humans_plan()
    {
        var scene = Recorded.Of().Scene(2_000_000).Scene!;

        Assert.Equal(40 - 1.3, scene.Ego.X, 9);
        Assert.Equal(Roads.WidthM, scene.Ego.Y, 9);
        Assert.Equal(10, scene.Ego.Vx, 9);
        Assert.Equal([500_000, 1_000_000, 1_500_000, 2_000_000], scene.History.Select(h => h.TimeUs));
        Assert.Equal(8, scene.HumanPlan!.Count);
        Assert.Equal(new Pose2d(40, 0, 0), scene.HumanPlan[^1] with { X = Math.Round(scene.HumanPlan[^1].X, 9) });
        Assert.Equal(new EgoShape(4.5, 1.8, 4.5 * 3.089 / 5.176, 1.3), scene.Shape);
        Assert.Contains("1", scene.Map.RouteLaneIds);
    }

    [Fact]
    public void A_simulated_ego_has_no_human_unless_it_stands_on_its_log()
    {
        var recording = Recorded.Of(simulated: true);
        Assert.Null(recording.Scene(2_000_000).Scene!.HumanPlan);

        TimedState[] log = [.. Enumerable.Range(0, 101).Select(i => new TimedState(i * 100_000, new ActorState(20 + i, Roads.WidthM, 0, 10)))];
        Assert.Equal(40, new RecordedScenes(recording, Compatibility.Navsim22, log).At(2_000_000).Scene!.HumanPlan![^1].X, 9);
        TimedState[] beside = [.. log.Select(s => s with { State = s.State with { Y = 0 } })];
        Assert.Null(new RecordedScenes(recording, Compatibility.Navsim22, beside).At(2_000_000).Scene!.HumanPlan);
    }

    [Fact]
    public void What_was_not_recorded_is_derived_in_the_sane_mode_and_zero_as_in_the_reference_else()
    {
        // A circle of radius 50 m at 10 m/s that speeds up by 1 m/s², rates and accelerations left out.
        var states = new ActorState[101];
        for (int i = 0; i < states.Length; i++)
        {
            double t = i * 0.1, s = 10 * t + 0.5 * t * t, a = s / 50;
            states[i] = new ActorState(50 * Math.Sin(a), 50 - 50 * Math.Cos(a), a, 10 + t);
        }

        var recording = Recorded.Of() with { Tracks = [Track.FromStates("ego", ActorClass.Car, Recorded.Body, 0, states)], Map = RoadMap.Empty };
        var sane = recording.Scene(2_000_000, Compatibility.Sane).Scene!.Ego;
        Assert.Equal(1, sane.Ax, 6);
        Assert.Equal(12.0 / 50, sane.YawRateRps, 6);
        Assert.Equal(12 * 12.0 / 50, sane.Ay, 5);
        Assert.Equal(Math.Atan(4.5 * 3.089 / 5.176 / 50), sane.SteerRad, 6);

        var navsim = recording.Scene(2_000_000).Scene!.Ego;
        Assert.Equal((0, 0, 0, 0), (navsim.SteerRad, navsim.SteerRateRps, navsim.YawRateRps, navsim.YawAccelRps2));
        Assert.Equal(1, navsim.Ax, 6);
    }

    [Fact]
    public void Actors_appear_and_vanish_and_come_in_the_order_of_their_appearance()
    {
        var others = new[]
        {
            Recorded.Track("late", 60, 0, 8, 20, firstStep: 30),
            Recorded.Track("gone", 60, 7, 8, 10),
            Recorded.Track("leaves", 30, 7, 8, 31),
            Recorded.Track("walker", 60, -3, 1, 101, actor: ActorClass.Pedestrian),
            Recorded.Track("box", 90, -3, 0, 101, actor: ActorClass.StaticObject),
        };
        var objects = Recorded.Of(others: others).Scene(2_000_000).Scene!.Objects;

        Assert.Equal(["leaves", "walker", "box", "late"], objects.Select(o => o.Token));
        Assert.Equal([SceneObjectType.Vehicle, SceneObjectType.Pedestrian, SceneObjectType.GenericObject, SceneObjectType.Vehicle], objects.Select(o => o.Type));
        Assert.Equal(Enumerable.Range(0, 41).Select(i => i <= 10), objects[0].Present);
        Assert.Equal(10, objects[3].FirstSighting);
        Assert.Equal(new Vector2d(8, 0), objects[0].Velocities[3]);
        Assert.Equal(30 + 8 * 2.3, objects[0].Poses[3].X, 9);
    }

    [Fact]
    public void Steps_that_do_not_divide_a_tenth_of_a_second_are_joined_linearly()
    {
        var other = Recorded.Track("a", 60, 0, 8, 251, 40_000);
        var scene = Recorded.Of(stepUs: 40_000, others: [other]).Scene(2_000_000).Scene!;

        Assert.All(Enumerable.Range(0, 41), i => Assert.Equal(60 + 8 * (2 + i * 0.1), scene.Objects[0].Poses[i].X, 9));
    }

    [Fact]
    public void Annotations_each_half_second_go_the_references_way_with_its_quirk()
    {
        var others = new[] { Recorded.Track("a", 60, 0, 8, 21, 500_000), Recorded.Track("once", 90, 0, 0, 1, 500_000, 6) };
        var recording = Recorded.Of(stepUs: 500_000, others: others);
        var navsim = recording.Scene(2_000_000).Scene!.Objects;

        Assert.Equal(60 + 8 * 2.3, navsim[0].Poses[3].X, 9);
        Assert.Equal(41, navsim[1].Present.Count(p => p));
        Assert.Equal(1, recording.Scene(2_000_000, Compatibility.Sane).Scene!.Objects[1].Present.Count(p => p));
    }

    [Fact]
    public void Red_lights_close_the_connectors_that_follow_and_hold_for_half_a_second_as_in_the_reference()
    {
        var map = Roads.Crossing();
        map = map with
        {
            Lanes = [.. map.Lanes.Select(l => l.Id == "in" ? l with { SignalIds = ["s"] } : l)],
            Signals = [new MapSignal { Id = "s", Kind = MapSignalKind.Light }],
        };
        var recording = Recorded.Of(map: map) with
        {
            Tracks = [Recorded.Track("ego", 20, 0, 10, 101)],
            Signals = [new SignalTrack("s", [new(0, SignalState.Red), new(22, SignalState.Green)])],
        };

        static int RedSamples(PseudoScene scene) => scene.RedConnectors.Count(r => r.SequenceEqual(["straight"]));
        Assert.Equal(5, RedSamples(recording.Scene(2_000_000).Scene!));
        Assert.Equal(2, RedSamples(recording.Scene(2_000_000, Compatibility.Sane).Scene!));
    }

    [Fact]
    public void What_is_missing_is_said()
    {
        Assert.Contains("goes on for 3 s only", Recorded.Of(5).Scene(2_000_000).Reason, StringComparison.Ordinal);
        Assert.Contains("no ego", Recorded.Of(egoId: null).Scene(2_000_000).Reason, StringComparison.Ordinal);
        Assert.Contains("not there", Recorded.Of().Scene(11_000_000).Reason, StringComparison.Ordinal);
        Assert.Contains("no lanes", Recorded.Of(map: RoadMap.Empty).Scene(2_000_000).NoRoad, StringComparison.Ordinal);
        var far = Recorded.Of() with { Tracks = [Recorded.Track("ego", 20, 50, 10, 101)] };
        Assert.Contains("no traffic lane", far.Scene(2_000_000).NoRoad, StringComparison.Ordinal);
        Assert.Contains(Recorded.Of().Scene(0).Remarks, r => r.Contains("no history", StringComparison.Ordinal));
        Assert.Contains(Recorded.Of().Scene(1_000_000).Remarks, r => r.Contains("1 s long", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("first", 10, new long[] { 1_500_000 })]
    [InlineData("first", 5, new long[] { 0 })]
    [InlineData("2 s", 10, new long[] { 2_000_000 })]
    [InlineData("every 2 s", 10, new long[] { 1_500_000, 3_500_000, 5_500_000 })]
    [InlineData("first", 3, new long[0])]
    [InlineData("7 s", 10, new long[0])]
    public void The_rule_for_t0_selects(string rule, double seconds, long[] expected)
    {
        var times = PseudoSimulationTest.TimesOf(Recorded.Of(seconds), StartTime.Parse(Setting.Scalar(rule)), out string reason);

        Assert.Equal(expected, times);
        Assert.Equal(expected.Length == 0, reason.Length > 0);
        if (expected.Length == 0)
        {
            Assert.Contains("3 s only", reason, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("last")]
    [InlineData("2")]
    [InlineData("every 0 s")]
    [InlineData("-1 s")]
    public void Another_rule_for_t0_is_refused(string rule)
    {
        var e = Assert.Throws<InputException>(() => StartTime.Parse(Setting.Scalar(rule)));
        Assert.Contains("write first, worst, a time", e.Message, StringComparison.Ordinal);
    }
}
