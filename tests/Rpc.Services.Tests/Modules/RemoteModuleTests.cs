using System.Text.Json;
using Grpc.Core;
using Sim.Formats.Mcap;
using Sim.Plugins.Sdk;
using Sim.Rpc.Services;
using Sim.Simulation.Drivers;
using Sim.Tests.Engine;
using Messages = Sim.Rpc.Messages;

namespace Sim.Tests.Rpc;

/// <summary>Assessors, guards and sensors behind the contract see what they would see here, and what they say comes back.</summary>
public class RemoteModuleTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;
    private static readonly RemoteModuleOptions Options = new() { Name = "peer" };
    private static readonly Scenario Scene = Worlds.Scene(Worlds.Straight(300, 2, 15), 1, Worlds.Ego(speed: 12), Worlds.Other("lead", new FollowLaneBehaviour(), x: 30, speed: 6));
    private static readonly Recording Recorded = Worlds.Run(Scene, new IdmDriver());

    [Fact]
    public async Task An_assessor_sees_the_whole_recording_and_scenario_and_its_assessment_comes_back()
    {
        AssessRequest? seen = null;
        var assessment = new Drawn(3).Assessment();
        await using var peer = await Peer.Of(Messages.Assessor.BindService(new AssessorService([new FakeAssessor(r =>
        {
            seen = r;
            return assessment;
        })])));
        var assessor = RemoteAssessor.Connect(peer.Invoker, Options, Token);
        var request = new AssessRequest { Recording = Recorded, Scenario = Scene, Options = Setting.Map(("k", Setting.Scalar("1.50"))), Seed = ulong.MaxValue };

        var back = assessor.Assess(request, AssessPeers.None, Token);

        Assert.Equal(JsonSerializer.Serialize(request, ContractJson.Default.AssessRequest), JsonSerializer.Serialize(seen!, ContractJson.Default.AssessRequest));
        Assert.Equal(JsonSerializer.Serialize(assessment, ContractJson.Default.Assessment), JsonSerializer.Serialize(back, ContractJson.Default.Assessment));
        Assert.Equal(("2.1", "peer", "Assesses by a script."), (assessor.Version, assessor.Name, assessor.Description));
        Assert.Equal(["a.first", "b.second"], assessor.Metrics);
    }

    [Fact]
    public async Task A_recording_and_a_scenario_of_several_pieces_come_whole()
    {
        AssessRequest? seen = null;
        await using var peer = await Peer.Of(Messages.Assessor.BindService(new AssessorService([new FakeAssessor(r =>
        {
            seen = r;
            return new Drawn(1).Assessment();
        })])));
        var assessor = RemoteAssessor.Connect(peer.Invoker, Options, Token);
        var large = Scene with { Map = Scene.Map with { Licence = string.Concat(Enumerable.Range(0, 500_000).Select(i => $"{i} ")) } };

        assessor.Assess(new AssessRequest { Recording = Recorded with { Map = large.Map }, Scenario = large }, AssessPeers.None, Token);

        Assert.Equal(large.Map.Licence, seen!.Recording.Map.Licence);
        Assert.Equal(large.Map.Licence, seen.Scenario!.Map.Licence);
    }

    [Fact]
    public async Task An_assessor_that_throws_fails_in_stated_words()
    {
        await using var peer = await Peer.Of(Messages.Assessor.BindService(new AssessorService([new FakeAssessor(_ => throw new FormatException("no idea"))])));
        var assessor = RemoteAssessor.Connect(peer.Invoker, Options, Token);
        Assert.Equal("assessor 'peer' failed: FormatException: no idea", Assert.Throws<PeerFailedException>(() => assessor.Assess(new AssessRequest { Recording = Recorded }, AssessPeers.None, Token)).Message);
    }

    [Fact]
    public async Task Wrong_options_of_an_assessor_are_the_users_error()
    {
        await using var peer = await Peer.Of(Messages.Assessor.BindService(new AssessorService([new FakeAssessor(_ => throw new InputException("unknown key 'x'"))])));
        var assessor = RemoteAssessor.Connect(peer.Invoker, Options, Token);
        Assert.Equal("assessor 'peer' refuses: unknown key 'x'", Assert.Throws<InputException>(() => assessor.Assess(new AssessRequest { Recording = Recorded }, AssessPeers.None, Token)).Message);
    }

    [Fact]
    public async Task An_assessor_that_takes_too_long_misses_its_deadline()
    {
        using var release = new ManualResetEventSlim();
        await using var peer = await Peer.Of(Messages.Assessor.BindService(new AssessorService([new FakeAssessor(_ =>
        {
            release.Wait(Token);
            return new Drawn(1).Assessment();
        })])));
        var assessor = RemoteAssessor.Connect(peer.Invoker, Options with { CallDeadline = TimeSpan.FromMilliseconds(300) }, Token);

        Assert.Equal("assessor 'peer' missed its deadline of 300 ms", Assert.Throws<PeerFailedException>(() => assessor.Assess(new AssessRequest { Recording = Recorded }, AssessPeers.None, Token)).Message);
        release.Set();
    }

    [Theory]
    [InlineData(0, 5, StatusCode.DataLoss, "the pieces of the recording hold 5 bytes, but 0 were announced")]
    [InlineData(9, 5, StatusCode.DataLoss, "the pieces of the recording hold 5 bytes, but 9 were announced")]
    [InlineData(600_000_000, 5, StatusCode.ResourceExhausted, "recording and scenario have at most 536870912 bytes together")]
    [InlineData(5, 5, StatusCode.InvalidArgument, "")]
    public async Task A_recording_that_is_not_as_announced_is_refused(ulong announced, int sent, StatusCode code, string expected)
    {
        await using var peer = await Peer.Of(Messages.Assessor.BindService(new AssessorService([new FakeAssessor(_ => new Drawn(1).Assessment())])));
        var client = new Messages.Assessor.AssessorClient(peer.Invoker);
        using var call = client.Assess(cancellationToken: Token);
        try
        {
            await call.RequestStream.WriteAsync(new Messages.AssessRequest { Header = new() { RecordingBytes = announced } }, Token);
            await call.RequestStream.WriteAsync(new Messages.AssessRequest { Recording = Google.Protobuf.ByteString.CopyFrom(new byte[sent]) }, Token);
            await call.RequestStream.CompleteAsync();
        }
        catch (RpcException)
        {
            // Refused before all was sent.
        }

        var error = await Assert.ThrowsAsync<RpcException>(async () => await call);
        Assert.Equal(code, error.StatusCode);
        if (expected.Length > 0 && announced != 0)
        {
            Assert.Equal(expected, error.Status.Detail);
        }
    }

    [Fact]
    public async Task A_guard_judges_what_it_would_judge_here()
    {
        GuardInput? seen = null;
        await using var peer = await Peer.Of(Messages.Guard.BindService(new GuardService([new FakeGuard(i =>
        {
            seen = i;
            return new GuardDecision(GuardOutcome.Flag, 0.25, "odd");
        })])));
        var guard = RemoteGuard.Connect(peer.Invoker, Options, Token);
        var input = new Drawn(8).GuardInput();

        Assert.Equal(new GuardDecision(GuardOutcome.Flag, 0.25, "odd"), guard.Check(input, Token));
        Assert.Equal(JsonSerializer.Serialize(input, ContractJson.Default.GuardInput), JsonSerializer.Serialize(seen!, ContractJson.Default.GuardInput));
    }

    [Fact]
    public async Task A_guard_that_fails_or_is_gone_does_not_pass()
    {
        var peer = await Peer.Of(Messages.Guard.BindService(new GuardService([new FakeGuard(_ => throw new FormatException("no idea"))])));
        var guard = RemoteGuard.Connect(peer.Invoker, Options, Token);
        // Who is gone is waited for until the deadline.
        var hasty = RemoteGuard.Connect(peer.Invoker, Options with { CallDeadline = TimeSpan.FromSeconds(2) }, Token);

        Assert.Equal(new GuardDecision(GuardOutcome.Error, 0, "guard 'peer' failed: FormatException: no idea"), guard.Check(new GuardInput(), Token));
        await peer.DisposeAsync();
        Assert.Equal(GuardOutcome.Error, hasty.Check(new GuardInput(), Token).Outcome);
    }

    [Fact]
    public async Task A_sensor_sees_what_moves_where_and_its_frame_comes_back_whole()
    {
        CaptureRequest? seen = null;
        var large = new Drawn(4).Frame() with { StartUs = 300_000, EndUs = 350_000, Data = Enumerable.Range(0, 3_000_000).Select(i => (byte)(i * 31)).ToArray() };
        using var service = new SensorService([new FakeSensor(r =>
        {
            seen = r;
            return large;
        })]);
        await using var peer = await Peer.Of(Messages.Sensor.BindService(service));
        using var sensor = RemoteSensor.Connect(peer.Invoker, Options, Token);
        var request = new CaptureRequest { Sensor = "front", World = Recorded.Slice(2, 5), StartUs = 300_000, EndUs = 350_000, Options = Setting.Map(("k", Setting.Scalar("7"))), Seed = 9 };

        var frame = sensor.Capture(request, Token);
        sensor.Capture(request with { Seed = 10 }, Token);

        Assert.Equal(JsonSerializer.Serialize(large, ContractJson.Default.Frame), JsonSerializer.Serialize(frame, ContractJson.Default.Frame));
        Assert.Equal((10ul, "front", 300_000, 350_000, "7"), (seen!.Seed, seen.Sensor, seen.StartUs, seen.EndUs, seen.Options.Find("k")!.Text));
        for (int step = 0; step < 5; step++)
        {
            Assert.Equal(WorldFrames.At(request.World, step), WorldFrames.At(seen.World, step));
        }

        Assert.Equal("ego", seen.World.EgoId);
        Assert.Equal(1, service.OpenSessions);
    }

    [Fact]
    public async Task A_sensor_keeps_few_scenes_open()
    {
        using var service = new SensorService([new FakeSensor(_ => new Drawn(4).Frame())]);
        await using var peer = await Peer.Of(Messages.Sensor.BindService(service));
        using var sensor = RemoteSensor.Connect(peer.Invoker, Options, Token);
        for (int i = 0; i < 10; i++)
        {
            sensor.Capture(new CaptureRequest { Sensor = "front", World = Recorded with { Name = $"{i}", EgoId = i % 2 == 0 ? null : "ego", StepUs = 100_000 + i }, StartUs = 0, EndUs = 1 }, Token);
        }

        for (int wait = 0; service.OpenSessions > 4 && wait < 60_000; wait++)
        {
            await Task.Yield();
            Thread.Sleep(1);
        }

        Assert.Equal(4, service.OpenSessions);
    }
}
