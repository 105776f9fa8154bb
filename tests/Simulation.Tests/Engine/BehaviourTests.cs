using Sim.Geometry;
using Sim.Maps;
using Sim.Simulation;
using Sim.Simulation.Drivers;

namespace Sim.Tests.Engine;

public class BehaviourTests
{
    private static readonly Polyline Across = new([new(30, -10), new(30, 30)]);

    [Fact]
    public void Replay_is_exact_at_coincident_steps_and_linear_between_stored_times()
    {
        TimedState[] log = [.. Enumerable.Range(0, 40).Select(k => new TimedState(40_000 * k + 200_000, new ActorState(0.3 * k, Math.Sqrt(k) / 3, 0.01 * k * k, 7.5)))];
        var recording = Worlds.Run(
            Worlds.Scene(RoadMap.Empty, 3, Worlds.Ego(y: 50), Worlds.Other("log", new TrajectoryBehaviour { States = log, Recorded = true })), new StationaryDriver());

        var track = recording.Find("log")!;
        Assert.Equal(2, track.FirstStep);
        for (int step = 2; step <= 17; step++)
        {
            double at = (step * 100_000 - 200_000) / 40_000.0;
            int k = (int)at;
            var state = track.At(step);
            if (at == k)
            {
                Assert.Equal(log[k].State, state);
            }
            else
            {
                Assert.Equal((log[k].State.Y + log[k + 1].State.Y) / 2, state.Y, 12);
            }
        }

        Assert.Equal(17, track.EndStep - 1);
        Assert.Contains(recording.Events, e => e.Kind == "appear" && e.TimeUs == 200_000);
        Assert.Contains(recording.Events, e => e.Kind == "vanish" && e.TimeUs == 1_800_000);
        Assert.Equal("log-replay", recording.Traffic);
    }

    [Fact]
    public void A_held_trajectory_stands_at_its_last_state()
    {
        var hold = new TrajectoryBehaviour { States = [new(0, new(0, 9, 0, 5)), new(500_000, new(2.5, 9, 0, 5))], HoldAtEnd = true };
        var recording = Worlds.Run(Worlds.Scene(RoadMap.Empty, 2, Worlds.Ego(y: 50), Worlds.Other("t", hold)), new StationaryDriver());

        Assert.Equal(2.5, recording.Find("t")!.At(20).X);
        Assert.Equal(0, recording.Find("t")!.At(20).SpeedMps);
    }

    [Fact]
    public void A_speed_script_covers_the_area_under_its_profile()
    {
        // 2 s at 4 m/s, then 2 m/s² up to 8 m/s (2 s, 12 m), then 8 m/s: after 6 s 8 + 12 + 16 m.
        var path = new FollowPathBehaviour { Path = new Polyline([new(0, 9), new(500, 9)]), Speeds = [new(0, 4, 0), new(2_000_000, 8, 2)] };
        var recording = Worlds.Run(Worlds.Scene(RoadMap.Empty, 6, Worlds.Ego(y: 50), Worlds.Other("p", path, y: 9, speed: 4)), new StationaryDriver());

        Assert.Equal(36, recording.Find("p")!.At(60).X, 9);
        Assert.Equal(6, recording.Find("p")!.At(30).SpeedMps, 9);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void At_the_end_of_its_path_an_actor_stands_or_vanishes(bool hold)
    {
        var path = new FollowPathBehaviour { Path = new Polyline([new(0, 9), new(10, 9)]), HoldAtEnd = hold };
        var recording = Worlds.Run(Worlds.Scene(RoadMap.Empty, 5, Worlds.Ego(y: 50), Worlds.Other("p", path, y: 9, speed: 4)), new StationaryDriver());

        Assert.Equal(hold, recording.Find("p")!.IsPresent(50));
        Assert.Equal(!hold, recording.Events.Any(e => e.Kind == "vanish"));
        if (hold)
        {
            Assert.Equal(10, recording.Find("p")!.At(50).X);
        }
    }

    [Fact]
    public void Triggers_fire_at_their_time_gap_ttc_and_time_to_path()
    {
        // The ego's front starts at x = 2.25 and drives 10 m/s along y = 0; the walker waits at (30, -10), its path crosses at x = 30.
        Assert.Equal(700_000, TriggerTime(new StartTrigger { TimeUs = 650_000 }));
        Assert.Equal(1_800_000, TriggerTime(new StartTrigger { GapM = 10 }));
        Assert.Equal(1_300_000, TriggerTime(new StartTrigger { TimeToPathS = 1.5 }));
        Assert.Equal(1_300_000, TriggerTime(new StartTrigger { TtcS = 1.46 }));
    }

    [Fact]
    public void A_vehicle_with_a_script_keeps_its_speed_until_the_trigger()
    {
        var brake = new FollowPathBehaviour { Path = new Polyline([new(0, 9), new(500, 9)]), Speeds = [new(0, 0, 5)], Trigger = new StartTrigger { TimeUs = 2_000_000 } };
        var recording = Worlds.Run(Worlds.Scene(RoadMap.Empty, 6, Worlds.Ego(y: 50), Worlds.Other("p", brake, y: 9, speed: 10)), new StationaryDriver());

        // 20 m until the trigger, then 10² / (2 × 5) = 10 m.
        Assert.Equal(10, recording.Find("p")!.At(20).SpeedMps);
        Assert.Equal(30, recording.Find("p")!.At(60).X, 9);
    }

    [Fact]
    public void Idm_along_a_path_keeps_behind_the_ego_and_stops_at_the_end()
    {
        var path = new FollowPathBehaviour { Path = new Polyline([new(-40, 0), new(300, 0)]), Idm = new IdmParameters { DesiredSpeedMps = 15 } };
        var scene = Worlds.Scene(RoadMap.Empty, 40, Worlds.Ego(speed: 10), Worlds.Other("f", path, x: -40, speed: 15));
        var behind = Worlds.Run(scene, new StationaryDriver());

        Assert.Empty(behind.Contacts);
        Assert.InRange(behind.Ego()!.At(400).X - behind.Find("f")!.At(400).X - 4.5, 1.8, 2.7);

        var alone = Worlds.Run(scene with { Actors = [Worlds.Ego(y: 50), scene.Actors[1]] }, new StationaryDriver());
        Assert.InRange(alone.Find("f")!.At(400).X, 298, 300.001);
    }

    [Fact]
    public void An_actor_appears_at_its_first_step()
    {
        var recording = Worlds.Run(
            Worlds.Scene(RoadMap.Empty, 2, Worlds.Ego(y: 50), Worlds.Other("late", new ConstantVelocityBehaviour(), speed: 5, firstStep: 10)), new StationaryDriver());

        var track = recording.Find("late")!;
        Assert.Equal(10, track.FirstStep);
        Assert.Equal(5, track.At(20).X, 9);
        Assert.Contains(recording.Events, e => e.Kind == "appear" && e.TimeUs == 1_000_000);
    }

    [Theory]
    [InlineData("constant-velocity")]
    [InlineData("idm-path")]
    [InlineData("idm")]
    [InlineData("mobil")]
    [InlineData("log-replay")]
    public void Recorded_actors_move_as_the_suite_wants(string traffic)
    {
        // The log drives on through the standing ego; only reactive traffic stops.
        TimedState[] log = [.. Enumerable.Range(0, 101).Select(k => new TimedState(100_000 * k, new ActorState(-60 + k, 0, 0, 10)))];
        var scene = Worlds.Scene(Worlds.Straight(400), 10, Worlds.Ego(speed: 0), Worlds.Other("log", new TrajectoryBehaviour { States = log, Recorded = true }, x: -60, speed: 10));
        var recording = Worlds.Run(scene, new StationaryDriver(), new SimulatorUse { Traffic = traffic });

        Assert.Equal(traffic, recording.Traffic);
        bool reactive = traffic is "idm" or "idm-path" or "mobil";
        Assert.Equal(reactive, recording.Contacts.Count == 0);
        if (traffic == "log-replay")
        {
            Assert.True(recording.Contacts[0].ReplayArtefact);
        }
    }

    [Fact]
    public void An_unknown_traffic_is_refused_with_the_nearest()
    {
        var error = Assert.Throws<InputException>(() => Worlds.Run(Worlds.Scene(RoadMap.Empty, 1, Worlds.Ego()), new StationaryDriver(), new SimulatorUse { Traffic = "idmpath" }));
        Assert.Contains("idm-path", error.Message, StringComparison.Ordinal);
    }

    private static long TriggerTime(StartTrigger trigger)
    {
        var walk = new FollowPathBehaviour { Path = Across, Speeds = [new(0, 1.5, 0)], Trigger = trigger };
        var recording = Worlds.Run(
            Worlds.Scene(RoadMap.Empty, 4, Worlds.Ego(speed: 10), Worlds.Other("w", walk, x: 30, y: -10, heading: Math.PI / 2, body: new BodyBox(0.5, 0.5))), new ConstantVelocityDriver());
        long fired = Assert.Single(recording.Events, e => e.Kind == "trigger").TimeUs;
        Assert.Equal(-10, recording.Find("w")!.At((int)(fired / 100_000)).Y);
        Assert.True(recording.Find("w")!.At((int)(fired / 100_000) + 1).Y > -10);
        return fired;
    }
}
