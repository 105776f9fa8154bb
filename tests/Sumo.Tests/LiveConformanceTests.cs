using System.Security.Cryptography;
using Sim.Maps;
using Sim.Plugins.Sdk;
using Sim.Plugins.Sumo;
using Sim.Simulation;

namespace Sim.Tests.Sumo;

/// <summary>Handshake, load, reset, 10,000 steps, lights, events, close and repetition with a real SUMO.</summary>
public sealed class LiveConformanceTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public void Two_runs_and_a_reset_give_equal_bytes_and_another_seed_does_not()
    {
        var scenario = Crossing(20);
        var use = Use("vehicles_per_hour: 1800");
        byte[] first = Bytes(Live.Run(scenario, use));
        Assert.Equal(first, Bytes(Live.Run(scenario, use)));
        Assert.NotEqual(first, Bytes(Live.Run(scenario, use, seed: 8)));

        using var session = new SumoSimulator().Open(use, Cancelled);
        session.Load(scenario, 7, Cancelled);
        string once = Digest(session, 150);
        session.Reset();
        Assert.Equal(once, Digest(session, 150));
        // In the middle too, and to the end.
        session.Reset();
        Digest(session, 40);
        session.Reset();
        Assert.Equal(once, Digest(session, 150));
    }

    [Fact]
    public void Ten_thousand_steps_with_traffic_end_at_the_horizon_in_time()
    {
        var map = Live.Map("straight-2x2.xodr");
        var scenario = Live.Scene(map,
        [
            Live.On(map, "1:0:1", 20, "ego", new StationaryBehaviour(), 0),
            Live.On(map, "1:0:-1", 100, "a", new FollowLaneBehaviour(), 8),
        ], seconds: 500, stepUs: 50_000);
        _ = Live.Installation;
        using var session = new SumoSimulator().Open(Use("vehicles_per_hour: 600"), Cancelled);
        session.Load(scenario, 1, Cancelled);
        int steps = 0, most = 0;
        while (!session.IsOver)
        {
            most = Math.Max(most, session.Observe().Others.Length);
            session.Step(null, Cancelled);
            steps++;
        }

        Assert.Equal(10_000, steps);
        var recording = session.Finish();
        Assert.Equal(RecordingEnd.Horizon, recording.End);
        Assert.Equal(10_001, recording.StepCount);
        Assert.True(most >= 5, $"{most} at once");
        Assert.Contains(recording.Events, e => e.Kind == "appear");
        Assert.Contains(recording.Events, e => e.Kind == "vanish" && e.Actors[0] == "a");
        // Stable order: the scenario's actors, then SUMO's by departure.
        var ids = recording.Tracks.Select(t => t.Id).ToList();
        Assert.Equal(["ego", "a", "sumo.0"], ids.Take(3));
        Assert.Equal(ids.Skip(2), ids.Skip(2).OrderBy(i => int.Parse(i[5..], System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Vehicles_obey_the_programme_of_the_map_s_lights()
    {
        var map = Live.Map("crossing.xodr");
        // The same light shows red for ever to the west, green for ever to the north.
        map = map with
        {
            Signals = [.. map.Signals.Select(s => s.Kind != MapSignalKind.Light ? s : s with { Cycle = [new SignalPhase(s.Id.Contains("west", StringComparison.Ordinal) ? SignalState.Red : SignalState.Green, 10_000_000)] })],
        };
        string west = Incoming(map, "light-west"), south = Incoming(map, "light-south");
        var scenario = Live.Scene(map,
        [
            Live.On(map, Incoming(map, "light-east"), 5, "ego", new StationaryBehaviour(), 0),
            Live.On(map, west, 60, "waits", new FollowLaneBehaviour(), 10),
            Live.On(map, south, 60, "goes", new FollowLaneBehaviour(), 10),
        ], seconds: 25);
        var recording = Live.Run(scenario);
        Assert.Empty(recording.Provenance.Assumptions);
        var waits = recording.Tracks.Single(t => t.Id == "waits");
        Assert.Equal(0, waits.SpeedMps.Span[^1], 1e-3);
        var goes = recording.Tracks.Single(t => t.Id == "goes");
        double way = Math.Sqrt(Math.Pow(goes.X.Span[^1] - goes.X.Span[0], 2) + Math.Pow(goes.Y.Span[^1] - goes.Y.Span[0], 2));
        Assert.True(way > 100, $"went {way:F1} m");
        Assert.Equal(SignalState.Red, recording.Signals.Single(s => s.SignalId == "light-west").Changes.Single().State);
    }

    [Fact]
    public void Lights_without_a_programme_show_what_SUMO_s_do()
    {
        var map = Live.Map("crossing.xodr");
        map = map with { Signals = [.. map.Signals.Select(s => s with { Cycle = [] })] };
        var scenario = Live.Scene(map, [Live.On(map, Incoming(map, "light-east"), 5, "ego", new StationaryBehaviour(), 0)], seconds: 100);
        var recording = Live.Run(scenario);
        // netconvert's programme: 42 s green, 3 s yellow, red.
        var north = recording.Signals.Single(s => s.SignalId == "light-north").Changes;
        var east = recording.Signals.Single(s => s.SignalId == "light-east").Changes;
        Assert.Equal([SignalState.Green, SignalState.Yellow, SignalState.Red, SignalState.Green], north.Select(c => c.State));
        Assert.Equal(30, (north[1].Step - north[0].Step) / 14.0, 1.0);
        Assert.Equal(SignalState.Red, east[0].State);
    }

    [Fact]
    public void The_ego_stands_in_SUMO_s_way_and_is_seen()
    {
        var map = Live.Map("straight-2x2.xodr");
        var scenario = Live.Scene(map,
        [
            Live.On(map, "1:0:-1", 200, "ego", new StationaryBehaviour(), 0),
            Live.On(map, "1:0:-1", 60, "behind", new FollowLaneBehaviour { Idm = new IdmParameters { DesiredSpeedMps = 12 } }, 12),
        ], seconds: 40);
        var recording = Live.Run(scenario);
        Assert.Empty(recording.Contacts);
        var behind = recording.Tracks.Single(t => t.Id == "behind");
        Assert.Equal(0, behind.SpeedMps.Span[^1], 0.05);
        double gap = 200 - behind.X.Span[^1] - 4.5;
        Assert.InRange(gap, 0.5, 6);
    }

    [Fact]
    public void An_actor_that_appears_later_does_so_at_its_step_and_place()
    {
        var map = Live.Map("straight-2x2.xodr");
        var scenario = Live.Scene(map,
        [
            Live.On(map, "1:0:1", 20, "ego", new StationaryBehaviour(), 0),
            Live.On(map, "1:0:-2", 77, "late", new FollowLaneBehaviour(), 11, firstStep: 30),
        ]);
        var late = Live.Run(scenario).Tracks.Single(t => t.Id == "late");
        Assert.Equal(30, late.FirstStep);
        Assert.Equal(77, late.X.Span[0], 0.01);
        Assert.Equal(11, late.SpeedMps.Span[0], 0.01);
    }

    [Fact]
    public void A_step_that_is_no_whole_millisecond_is_refused()
    {
        _ = Live.Installation;
        var map = Live.Map("straight-2x2.xodr");
        var scenario = Live.Scene(map, [Live.On(map, "1:0:1", 20, "ego", new StationaryBehaviour(), 0)], seconds: 1, stepUs: 12_500);
        var error = Assert.Throws<InputException>(() => Live.Run(scenario));
        Assert.Contains("milliseconds", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_killed_SUMO_is_started_again_and_the_recording_has_the_same_bytes()
    {
        var scenario = Crossing(12);
        var use = Use("vehicles_per_hour: 1800");
        byte[] expected = Bytes(Live.Run(scenario, use));
        var traffic = new Sim.Plugins.Sumo.Traffic.SumoTraffic(SumoOptions.Read(use.Options), use);
        using var session = CoSimulation.Open(use, traffic);
        session.Load(scenario, 7, Cancelled);
        var driver = new Sim.Simulation.Drivers.IdmDriver();
        using var driving = driver.Start(session.Task with { Seed = 7 }, Setting.Empty, Cancelled);
        for (int step = 0; !session.IsOver; step++)
        {
            if (step == 60)
            {
                System.Diagnostics.Process.GetProcessById(traffic.Link!.ProcessId).Kill();
            }

            session.Step(driving.Decide(session.Observe(), Cancelled), Cancelled);
        }

        Assert.Equal(1, traffic.Link!.Restarts);
        Assert.Equal(expected, Bytes(session.Finish()));
    }

    [Fact]
    public void A_SUMO_that_is_lost_too_often_ends_the_case_with_the_reason()
    {
        var use = Use("restarts: 0");
        var traffic = new Sim.Plugins.Sumo.Traffic.SumoTraffic(SumoOptions.Read(use.Options), use);
        _ = Live.Installation;
        using var session = CoSimulation.Open(use, traffic);
        session.Load(Crossing(12), 7, Cancelled);
        System.Diagnostics.Process.GetProcessById(traffic.Link!.ProcessId).Kill();
        var lost = Assert.Throws<ModuleFailedException>(() => session.Step(DriverAnswer.FromControls(0, 0), Cancelled));
        Assert.True(lost.IsLost);
        Assert.Contains("signal 9", lost.Message, StringComparison.Ordinal);
    }

    private static string Incoming(RoadMap map, string signal) => map.Lanes.First(l => l.SignalIds.Contains(signal) && l.JunctionId is null).Id;

    internal static Scenario Crossing(double seconds)
    {
        var map = Live.Map("crossing.xodr");
        return Live.Scene(map,
        [
            Live.On(map, Incoming(map, "light-south"), 40, "ego", new DriverBehaviour(), 8),
            Live.On(map, Incoming(map, "light-north"), 30, "a", new FollowLaneBehaviour(), 10),
            Live.On(map, Incoming(map, "light-west"), 30, "b", new FollowLaneBehaviour { Mobil = new MobilParameters() }, 10, ActorClass.Truck, 9),
        ], seconds);
    }

    internal static SimulatorUse Use(string yaml) => new() { Name = "sumo", Options = SettingOf(yaml) };

    internal static Setting SettingOf(string yaml) => Setting.Map([.. yaml.Split('\n').Select(l => l.Split(':', 2)).Select(p => (p[0].Trim(), Setting.Scalar(p[1].Trim())))]);

    private static byte[] Bytes(Recording recording) => System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(recording, SimJson.Default.Recording);

    private static string Digest(ISimulatorSession session, int steps)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int i = 0; i < steps && !session.IsOver; i++)
        {
            session.Step(DriverAnswer.FromControls(0.2, 0), Cancelled);
            var seen = session.Observe();
            foreach (var other in seen.Others.Span)
            {
                hash.AppendData(System.Text.Encoding.UTF8.GetBytes(FormattableString.Invariant($"{other.Index}:{other.State.X:R}:{other.State.Y:R}:{other.State.HeadingRad:R}:{other.State.SpeedMps:R};")));
            }
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
