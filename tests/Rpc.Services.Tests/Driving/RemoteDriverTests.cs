using System.Text.Json;
using Grpc.Core;
using Sim.Maps;
using Sim.Plugins.Sdk;
using Sim.Rpc.Services;
using Sim.Simulation;
using Sim.Simulation.Drivers;
using Sim.Tests.Engine;
using Messages = Sim.Rpc.Messages;
using Sim.Tests.Faults;

namespace Sim.Tests.Rpc;

public class RemoteDriverTests
{

    private static Scenario Scene => Worlds.Scene(
        Worlds.Straight(400, 2, 15),
        3,
        Worlds.Ego(speed: 12),
        Worlds.Other("lead", new FollowLaneBehaviour(), x: 40, speed: 6),
        Worlds.Other("other", new FollowLaneBehaviour(), x: 10, y: 3.5, speed: 9));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_driver_behind_the_contract_gives_the_recording_that_it_gives_here(bool unix)
    {
        await using var peer = await Peer.Of(new IdmDriver(), unix);
        using var driver = peer.Connect();

        var remote = Run(driver);

        Assert.Equal(RecordingEnd.Horizon, remote.End);
        Assert.Equal(Bytes(Run(new IdmDriver())), Bytes(remote));
        Assert.Equal(0, peer.Service!.Sessions.Count);
    }

    [Fact]
    public async Task Frames_of_sensors_reach_the_driver_with_their_step_and_not_with_the_next()
    {
        var seen = new List<string>();
        await using var peer = await Peer.Of(new ScriptedDriver(o =>
        {
            seen.Add(JsonSerializer.Serialize(o, ContractJson.Default.Observation));
            return DriverAnswer.FromControls(0, 0);
        }));
        using var driver = peer.Connect();
        var drawn = new Drawn(4);
        var task = drawn.DriverTask();
        using var session = driver.Start(task, Setting.Empty, TestContext.Current.CancellationToken);
        var expected = new List<string>();
        for (int step = 0; step < 4; step++)
        {
            var observation = drawn.Observation(task);
            (observation.Step, observation.TimeUs, observation.Frames) = (step, step * task.StepUs, [.. Enumerable.Range(0, (step + 1) % 3).Select(_ => drawn.Frame())]);
            expected.Add(JsonSerializer.Serialize(observation, ContractJson.Default.Observation));
            session.Decide(observation, TestContext.Current.CancellationToken);
        }

        Assert.Equal(expected, seen);
    }

    [Fact]
    public async Task Options_reach_the_driver_as_they_were_written()
    {
        Setting? seen = null;
        await using var peer = await Peer.Of(new ScriptedDriver(_ => DriverAnswer.FromControls(0, 0)) { OnStart = (_, options, _) => seen = options });
        using var driver = peer.Connect(new RemoteDriverOptions { Secrets = name => name == "KEY" ? "open sesame" : null });
        var options = Setting.Map(("gap", Setting.Scalar("1.50")), ("key", Setting.Scalar("${secret:KEY}")));

        Run(driver, options);

        Assert.Equal("1.50", seen!.Find("gap")!.Text);
        Assert.Equal("open sesame", seen.Find("key")!.Text);
    }

    [Fact]
    public async Task The_handshake_tells_name_version_and_promise()
    {
        await using var peer = await Peer.Of(new ScriptedDriver(_ => DriverAnswer.FromControls(0, 0)) { Info = new("scripted", "1.2", Reproducibility.FromRecording, PerfectTracking: true) });
        using var driver = peer.Connect();

        Assert.Equal(new DriverInfo("scripted", "1.2", Reproducibility.FromRecording, PerfectTracking: true), driver.Info);
        Assert.Equal("remote", driver.Name);
    }

    [Fact]
    public async Task One_of_several_drivers_is_chosen_by_its_name()
    {
        await using var peer = await Peer.Of([new IdmDriver(), new ScriptedDriver(_ => DriverAnswer.FromControls(0, 0))]);
        using var driver = peer.Connect(new RemoteDriverOptions { Module = "idm" });

        Assert.Equal(Bytes(Run(new IdmDriver())), Bytes(Run(driver)));
        Assert.Contains("name one of them: 'idm', 'scripted'", Assert.Throws<InputException>(() => peer.Connect()).Message, StringComparison.Ordinal);
        Assert.Contains("did you mean 'idm'?", Assert.Throws<InputException>(() => peer.Connect(new RemoteDriverOptions { Module = "idn" })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_version_is_refused_with_both_versions()
    {
        await using var peer = await Peer.Of(Messages.Driver.BindService(new OddHandshake(_ => new Messages.HandshakeReply { Contract = new() { Major = 2, Minor = 3 } })));
        Assert.Equal(
            "driver 'remote' speaks version 2.3.0 of the contract, this is version 1.0.0; use versions with equal major numbers",
            Assert.Throws<InputException>(() => peer.Connect()).Message);
    }

    [Fact]
    public async Task A_server_refuses_a_client_of_another_version_with_both_versions()
    {
        await using var peer = await Peer.Of(new IdmDriver());
        var client = new Messages.Driver.DriverClient(peer.Invoker);

        var error = await Assert.ThrowsAsync<RpcException>(async () => await client.HandshakeAsync(new Messages.HandshakeRequest { Contract = new() { Major = 0, Minor = 9 } }, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(StatusCode.FailedPrecondition, error.StatusCode);
        Assert.Equal("the client speaks version 0.9.0 of the contract, this server version 1.0.0", error.Status.Detail);
        Assert.Equal(Messages.ErrorReason.VersionMismatch, Messages.ErrorDetail.Parser.ParseFrom(error.Trailers.GetValueBytes("sim-error-bin")).Reason);
    }

    [Fact]
    public async Task A_missing_capability_is_refused_by_its_name()
    {
        await using var peer = await Peer.Of(new IdmDriver());
        var client = new Messages.Driver.DriverClient(peer.Invoker);
        var request = new Messages.HandshakeRequest { Contract = ContractRules.Version, Required = { "plan", "telepathy" } };

        var error = await Assert.ThrowsAsync<RpcException>(async () => await client.HandshakeAsync(request, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal("this server lacks 'telepathy'", error.Status.Detail);
    }

    [Fact]
    public void Nobody_there_is_said_within_the_deadline()
    {
        using var channel = Sim.Rpc.RpcChannel.ForAddress("unix:/nowhere/at/all");
        var options = new RemoteDriverOptions { Deadlines = Deadlines.Usual with { Connect = TimeSpan.FromMilliseconds(200) } };

        var error = Assert.Throws<DriverFailedException>(() => RemoteDriver.Connect(channel.CreateCallInvoker(), options, TestContext.Current.CancellationToken));

        Assert.Equal("it did not answer the handshake within 200 ms", error.Message);
    }

    [Fact]
    public async Task A_driver_that_throws_fails_in_the_words_that_it_would_use_here()
    {
        var faulty = new ScriptedDriver(o => o.Step < 2 ? DriverAnswer.FromControls(0, 0) : throw new FormatException("no idea"));
        await using var peer = await Peer.Of(faulty);
        using var driver = peer.Connect(new RemoteDriverOptions { Name = "scripted" });

        var remote = Run(driver);

        Assert.Equal(RecordingEnd.DriverFailed, remote.End);
        Assert.Equal("driver 'scripted' failed at step 2: FormatException: no idea", remote.Events[^1].Text);
        Assert.Equal(Bytes(Run(faulty)), Bytes(remote));
    }

    [Fact]
    public async Task A_malformed_answer_fails_with_its_fault()
    {
        var faulty = new ScriptedDriver(_ => DriverAnswer.FromControls(double.NaN, 0));
        await using var peer = await Peer.Of(faulty);
        using var driver = peer.Connect(new RemoteDriverOptions { Name = "scripted" });

        Assert.Equal(Bytes(Run(faulty)), Bytes(Run(driver)));
    }

    [Fact]
    public async Task A_driver_that_hangs_misses_its_deadline()
    {
        using var release = new ManualResetEventSlim();
        await using var peer = await Peer.Of(new ScriptedDriver(o =>
        {
            if (o.Step == 2)
            {
                release.Wait(TestContext.Current.CancellationToken);
            }

            return DriverAnswer.FromControls(0, 0);
        }));

        Patience.Until(500, limit =>
        {
            var deadlines = new Deadlines { Step = TimeSpan.FromMilliseconds(limit), Close = TimeSpan.FromMilliseconds(300) };
            using var driver = peer.Connect(new RemoteDriverOptions { Name = "x", Deadlines = deadlines });
            string missed = Run(driver).Events[^1].Text;
            Assert.Equal($"driver 'x' failed at step 2: it missed its deadline of {(limit < 1000 ? $"{limit} ms" : $"{limit / 1000} s")}", missed);
        });
        release.Set();
    }

    [Fact]
    public async Task Options_that_the_driver_refuses_are_the_users_error()
    {
        await using var peer = await Peer.Of(new IdmDriver());
        using var driver = peer.Connect();

        var error = Assert.Throws<InputException>(() => Run(driver, Setting.Map(("headwai", Setting.Scalar("1 s")))));

        Assert.Equal("driver 'remote' refuses the case: unknown key 'headwai' in the options of driver 'idm'; did you mean 'headway'?", error.Message);
        Assert.Equal(0, peer.Service!.Sessions.Count);
    }

    [Theory]
    [InlineData("step", "it answered step 4 to step 3")]
    [InlineData("time", "it answered time 300001 µs to time 300000 µs")]
    [InlineData("session", "it answered for another session")]
    [InlineData("nothing", "its answer is malformed: field 'answer' is missing")]
    [InlineData("both", "its answer is malformed: field 'answer' holds both a plan and controls")]
    [InlineData("infinite", "its answer is malformed: field 'answer' is malformed: controls are not finite")]
    [InlineData("end", "the connection to it was lost")]
    [InlineData("large", "a message of 1000000")]
    public async Task A_wrong_reply_is_a_stated_failure_and_never_a_result(string fault, string expected)
    {
        await using var peer = await Peer.Of(Messages.Driver.BindService(new OddDriverServer(fault, 3)));
        using var driver = peer.Connect(new RemoteDriverOptions { Name = "x" });

        var recording = Run(driver);

        Assert.Equal(RecordingEnd.DriverFailed, recording.End);
        Assert.StartsWith("driver 'x' failed at step 3: " + expected, recording.Events[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_without_the_stream_is_asked_step_by_step()
    {
        await using var peer = await Peer.Of(Messages.Driver.BindService(new OddDriverServer("no stream", 0)));
        using var driver = peer.Connect();

        Assert.Equal(RecordingEnd.Horizon, Run(driver).End);
    }

    [Fact]
    public async Task A_stream_that_breaks_is_opened_once_more_for_the_same_step()
    {
        var server = new OddDriverServer("break once", 3);
        await using var peer = await Peer.Of(Messages.Driver.BindService(server));
        using var driver = peer.Connect();

        Assert.Equal(RecordingEnd.Horizon, Run(driver).End);
        Assert.Equal(2, server.Streams);
    }

    [Fact]
    public async Task The_server_of_something_else_is_told_apart()
    {
        await using var peer = await Peer.Of(ServerServiceDefinition.CreateBuilder().Build());
        Assert.Equal("driver 'remote' does not serve the contract sim.v1", Assert.Throws<InputException>(() => peer.Connect()).Message);
    }

    [Fact]
    public async Task A_task_beyond_the_servers_limit_is_refused_before_it_is_sent()
    {
        await using var peer = await Peer.Of(new IdmDriver(), options: new ServerOptions { MaxMessageBytes = 100 });
        using var driver = peer.Connect();

        Assert.Contains("takes messages of at most 100", Assert.Throws<InputException>(() => Run(driver)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_ends_the_wait_for_an_answer()
    {
        using var cancel = new CancellationTokenSource();
        using var release = new ManualResetEventSlim();
        await using var peer = await Peer.Of(new ScriptedDriver(o =>
        {
            cancel.Cancel();
            release.Wait(TestContext.Current.CancellationToken);
            return DriverAnswer.FromControls(0, 0);
        }));
        using var driver = peer.Connect();

        var recording = ClosedLoop.Run(new EmbeddedSimulator(), new SimulatorUse(), Scene, driver, Setting.Empty, 1, 2, cancel.Token);
        release.Set();

        Assert.Equal(RecordingEnd.Interrupted, recording.End);
    }

    internal static string Bytes(Recording recording) => JsonSerializer.Serialize(recording, ContractJson.Default.Recording);

    private static Recording Run(IDriver driver, Setting? options = null) => Worlds.Run(Scene, driver, options: options);

    private sealed class OddHandshake(Func<Messages.HandshakeRequest, Messages.HandshakeReply> answer) : Messages.Driver.DriverBase
    {
        public override Task<Messages.HandshakeReply> Handshake(Messages.HandshakeRequest request, ServerCallContext context) => Task.FromResult(answer(request));
    }
}
