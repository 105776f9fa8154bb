using System.Text.Json;
using Grpc.Core;
using Sim.Plugins.Bridge;
using Sim.Plugins.Sdk;
using Sim.Rpc.Services;
using Sim.Simulation;
using Sim.Simulation.Drivers;
using Sim.Tests.Engine;
using Messages = Sim.Rpc.Messages;

namespace Sim.Tests.Bridges;

/// <summary>The embedded engine with a traffic model at an address beside it.</summary>
public sealed class TrafficTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Logged_vehicles_and_followers_of_lanes_are_moved_by_the_model_and_nobody_else_is()
    {
        await using var peer = await TrafficPeer.Of(new TrafficService([new IdmDriver()]));
        var recording = peer.Run(Scene());
        var plain = ClosedLoop.Run(new EmbeddedSimulator(), new SimulatorUse(), Scene(), new SteadyDriver(), Setting.Empty, 1, 2, Token);

        Assert.Equal(RecordingEnd.Horizon, recording.End);
        // Its log says 8 m/s; the model speeds up towards the lane's limit of 15.
        Assert.True(recording.Find("logged")!.At(80).SpeedMps > 12);
        Assert.Equal(8, plain.Find("logged")!.At(80).SpeedMps, 6);
        // Behind a standing car it comes to a stop and touches nothing.
        Assert.True(recording.Find("follower")!.At(80).SpeedMps < 3);
        Assert.Empty(recording.Contacts);
        Assert.Equal(Json(plain.Find("script")!), Json(recording.Find("script")!));
        Assert.Equal(Json(plain.Find("walker")!), Json(recording.Find("walker")!));
        // One that is parked in its log stays parked.
        Assert.Equal(Json(plain.Find("parked")!), Json(recording.Find("parked")!));
        Assert.Equal("idm", recording.Traffic);
        Assert.Contains("3 vehicles are moved by the traffic model 'idm", string.Join('\n', recording.Provenance.Assumptions), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_vehicle_enters_when_and_where_its_log_does()
    {
        await using var peer = await TrafficPeer.Of(new TrafficService([new IdmDriver()]));
        var late = peer.Run(Scene()).Find("late")!;

        // Its log begins between two steps, at 1.25 s with 40 m.
        Assert.Equal(13, late.FirstStep);
        Assert.Equal(40.5, late.At(13).X, 9);
        Assert.True(late.At(14).X > 40.5);
    }

    [Fact]
    public async Task Equal_runs_are_equal_also_after_a_reset_and_with_the_worlds_of_other_sessions_between()
    {
        await using var peer = await TrafficPeer.Of(new TrafficService([new IdmDriver()]));
        string first = Json(peer.Run(Scene()));
        using var session = peer.Simulator.Open(peer.Use, Token);
        session.Load(Scene(), 1, Token);
        for (int i = 0; i < 10; i++)
        {
            session.Step(DriverAnswer.FromControls(0, 0), Token);
        }

        string other = Json(peer.Run(Scene()));
        session.Reset();
        while (!session.IsOver)
        {
            session.Step(DriverAnswer.FromControls(0, 0), Token);
        }

        Assert.Equal(first, other);
        Assert.Equal(first, Json(session.Finish()));
    }

    [Fact]
    public async Task It_promises_what_its_traffic_promises()
    {
        await using var bit = await TrafficPeer.Of(new TrafficService([new IdmDriver()]));
        Assert.Equal(Reproducibility.Statistical, bit.Simulator.Info.Reproducibility);
        Assert.StartsWith("idm ", bit.Simulator.Greet(bit.Use.Options, FileRoots.Nowhere, Token), StringComparison.Ordinal);
        Assert.Equal(Reproducibility.Bit, bit.Simulator.Info.Reproducibility);
        Assert.Equal($"embedded, traffic {bit.Address}", bit.Simulator.Shown(bit.Use.Options));

        await using var loose = await TrafficPeer.Of(new OddTraffic(static (_, _) => { }));
        loose.Simulator.Greet(loose.Use.Options, FileRoots.Nowhere, Token);
        Assert.Equal(Reproducibility.Statistical, loose.Simulator.Info.Reproducibility);
    }

    [Fact]
    public async Task A_vehicle_that_the_model_leaves_out_leaves_the_scene()
    {
        await using var peer = await TrafficPeer.Of(new OddTraffic(static (request, reply) =>
        {
            if (request.World.Step >= 4 && reply.Actors[0].Index == 1)
            {
                reply.Actors.RemoveAt(0);
            }
        }));
        var recording = peer.Run(Scene());

        var logged = recording.Find("logged")!;
        Assert.Equal((0, 5), (logged.FirstStep, logged.X.Length));
        Assert.Equal("'logged' leaves the scene.", recording.Events.Single(e => e.Kind == "vanish").Text);
    }

    [Theory]
    [InlineData("time", "answered time 1 µs where 400000 µs is due")]
    [InlineData("nan", "gave a malformed answer: field 'actors[0].x' is not finite")]
    [InlineData("ego", "gave a malformed answer: field 'actors[0].index' is 0, which is no vehicle that was there for it to move")]
    [InlineData("absent", "gave a malformed answer: field 'actors[2].index' is 3, which is no vehicle that was there for it to move")]
    [InlineData("far", "gave a malformed answer: field 'actors[1].index' is 900, which is no vehicle that was there for it to move")]
    [InlineData("twice", "gave a malformed answer: field 'actors[1].index' is 1, which must grow from actor to actor")]
    [InlineData("id", "gave a malformed answer: field 'actors[0].id' is not that of actor 1, 'logged'")]
    [InlineData("fails", "failed: out of tyres")]
    [InlineData("refuses", "failed: the traffic model")]
    [InlineData("hangs", "missed its deadline of 1 s for step 1")]
    public async Task What_is_no_answer_ends_the_case_and_says_why(string how, string expected)
    {
        // The first step has another deadline; nothing else hurries.
        int at = how == "hangs" ? 1 : 3;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await using var peer = await TrafficPeer.Of(new OddTraffic((request, reply) =>
        {
            if (request.World.Step != at)
            {
                return;
            }

            switch (how)
            {
                case "time":
                    reply.TimeUs = 1;
                    break;
                case "nan":
                    reply.Actors[0].X = double.NaN;
                    break;
                case "ego":
                    reply.Actors[0].Index = 0;
                    break;
                case "absent":
                    reply.Actors.Add(new Formats.Messages.ActorFrame { Index = 3 });
                    break;
                case "far":
                    reply.Actors[1].Index = 900;
                    break;
                case "twice":
                    reply.Actors[1].Index = 1;
                    break;
                case "id":
                    reply.Actors[0].Id = "ego";
                    break;
                case "fails":
                    throw ContractErrors.Of(StatusCode.Internal, Messages.ErrorReason.ModuleFailed, "out of tyres");
                case "refuses":
                    throw ContractErrors.Of(StatusCode.InvalidArgument, Messages.ErrorReason.BadTime, "too late");
                default:
                    over.Token.WaitHandle.WaitOne();
                    break;
            }
        }));
        var recording = peer.Run(Scene(), how == "hangs" ? "1 s" : "60 s");
        over.Cancel();

        Assert.Equal((RecordingEnd.SimulatorFailed, at + 1), (recording.End, recording.StepCount));
        Assert.StartsWith($"the simulator failed at step {at}: the traffic model '{peer.Address}' {expected}", recording.Events[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_advance_that_is_asked_again_is_made_once()
    {
        using var service = new TrafficService([new IdmDriver()]);
        await using var served = await Served.Of(Messages.Traffic.BindService(service));
        using var channel = Rpc.RpcChannel.ForAddress(served.Address);
        var client = new Messages.Traffic.TrafficClient(channel.CreateCallInvoker());
        var scene = Scene();
        await client.OpenSessionAsync(new Messages.OpenTrafficRequest { Header = new() { SessionId = "s" }, Task = DriverTaskMessages.Of(ScenarioTask.Of(scene, 1)), Controlled = { 1 } }, cancellationToken: Token);
        Messages.AdvanceRequest Ask(int step, double x, long until) => new()
        {
            SessionId = "s",
            UntilUs = until,
            World = new() { Step = step, TimeUs = step * 100_000, Actors = { new Formats.Messages.ActorFrame { Index = 1, X = x, SpeedMps = 8 } } },
        };
        var first = await client.AdvanceAsync(Ask(0, 20, 100_000), cancellationToken: Token);

        Assert.Equal(first, await client.AdvanceAsync(Ask(0, 20, 100_000), cancellationToken: Token));
        Assert.Equal((100_000, 1u), (first.TimeUs, Assert.Single(first.Actors).Index));
        Assert.InRange(first.Actors[0].X, 20.7, 20.9);
        Assert.Equal(StatusCode.Aborted, (await Assert.ThrowsAsync<RpcException>(async () => await client.AdvanceAsync(Ask(0, 21, 100_000), cancellationToken: Token))).StatusCode);
        Assert.Equal(StatusCode.InvalidArgument, (await Assert.ThrowsAsync<RpcException>(async () => await client.AdvanceAsync(Ask(1, 21, 100_000), cancellationToken: Token))).StatusCode);
        var wrong = new Messages.OpenTrafficRequest { Header = new() { SessionId = "t" }, Task = DriverTaskMessages.Of(ScenarioTask.Of(scene, 1)), Controlled = { 0 } };
        Assert.Equal(StatusCode.InvalidArgument, (await Assert.ThrowsAsync<RpcException>(async () => await client.OpenSessionAsync(wrong, cancellationToken: Token))).StatusCode);
    }

    [Fact]
    public async Task A_suite_runs_with_traffic_that_it_starts_and_is_replayed_to_the_same_bytes()
    {
        var folder = Directory.CreateTempSubdirectory("sim-traffic-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "s.yaml"), $$"""
                schema: 1
                suite: driven
                driver: { use: idm }
                simulator: { step: 0.1 s, horizon: 6 s, traffic: { command: [ "{{SimProgram.Path}}", serve, --traffic, constant-velocity, --traffic, idm ], module: idm } }
                cases:
                  - { name: cut, from: { scenario: scene.yaml } }
                assess: [ criticality ]
                """, Token);
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "scene.yaml"), Formats.Yaml.ScenarioYaml.Write(Scene()), Token);

            var (code, text) = await AddressedModuleTests.SimAsync(folder.FullName, "run", "s.yaml", "--out", "out");
            Assert.True(code == 0, text);
            string run = await File.ReadAllTextAsync(Path.Combine(folder.FullName, "out", "run.json"), Token);
            Assert.Contains("embedded, traffic command: ", run, StringComparison.Ordinal);
            Assert.Contains("idm 0", run.Replace("idm 1", "idm 0", StringComparison.Ordinal), StringComparison.Ordinal);
            string id = Path.GetFileName(Directory.GetDirectories(Path.Combine(folder.FullName, "out", "cases")).Single());
            (code, text) = await AddressedModuleTests.SimAsync(folder.FullName, "replay", id, "--run", "out", "--no-commands");
            Assert.True(code == 0, text);
            (code, text) = await AddressedModuleTests.SimAsync(folder.FullName, "run", "s.yaml", "--out", "no", "--no-commands");
            Assert.Equal(2, code);
            Assert.Contains("traffic: { use: \"grpc://localhost:50051\" }", text, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_case_is_replayed_from_its_recording_when_its_traffic_is_gone()
    {
        var folder = Directory.CreateTempSubdirectory("sim-traffic-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "scene.yaml"), Formats.Yaml.ScenarioYaml.Write(Scene()), Token);
            await using (var peer = await TrafficPeer.Of(new OddTraffic(static (request, reply) =>
            {
                // As no model would do it twice.
                reply.Actors[0].Y += 0.5 * Random.Shared.NextDouble();
                if (request.World.Step == 30)
                {
                    reply.Actors.RemoveAt(0);
                }
            })))
            {
                await File.WriteAllTextAsync(Path.Combine(folder.FullName, "s.yaml"), $$"""
                    schema: 1
                    suite: driven
                    driver: { use: idm }
                    simulator: { use: embedded, step: 0.1 s, horizon: 6 s, traffic: "{{peer.Address}}" }
                    cases:
                      - { name: cut, from: { scenario: scene.yaml } }
                    assess: [ criticality ]
                    """, Token);
                var (code, text) = await AddressedModuleTests.SimAsync(folder.FullName, "run", "s.yaml", "--out", "out");
                Assert.True(code == 0, text);
            }

            string id = Path.GetFileName(Directory.GetDirectories(Path.Combine(folder.FullName, "out", "cases")).Single());
            var (again, said) = await AddressedModuleTests.SimAsync(folder.FullName, "replay", id, "--run", "out");
            Assert.True(again == 0, said);
            var (none, why) = await AddressedModuleTests.SimAsync(folder.FullName, "run", "s.yaml", "--out", "none");
            Assert.Equal(3, none);
            Assert.Contains("no traffic model answers at", why, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // ego 0, logged 1, follower 2, late 3, parked 4, walker 5, script 6.
    private static Scenario Scene() => Worlds.Scene(
        Worlds.Straight(900, 3, 15),
        8,
        Worlds.Ego(x: -60, speed: 0),
        Worlds.Other("logged", Log(0, 10_000_000, 20, 3.5, 8), x: 20, y: 3.5, speed: 8),
        Worlds.Other("follower", new FollowLaneBehaviour(), x: -20, y: 0, speed: 12),
        Worlds.Other("late", Log(1_250_000, 9_250_000, 40, 7, 10), x: 40, y: 7, speed: 10),
        Worlds.Other("parked", Log(0, 10_000_000, 60, 0, 0), x: 60),
        Worlds.Other("walker", Log(0, 10_000_000, 80, 12, 1), x: 80, y: 12, speed: 1, body: new BodyBox(0.5, 0.5, 1.8, 0)) with { Class = ActorClass.Pedestrian },
        Worlds.Other("script", new ConstantVelocityBehaviour(), x: -80, y: 7, speed: 5));

    private static TrajectoryBehaviour Log(long fromUs, long toUs, double x, double y, double speed) => new()
    {
        Recorded = true,
        States = [new TimedState(fromUs, new ActorState(x, y, 0, speed)), new TimedState(toUs, new ActorState(x + speed * (toUs - fromUs) * 1e-6, y, 0, speed))],
    };

    private static string Json(Recording recording) => JsonSerializer.Serialize(recording, SimJson.Default.Recording);

    private static string Json(Track track) => JsonSerializer.Serialize(track, SimJson.Default.Track);
}
