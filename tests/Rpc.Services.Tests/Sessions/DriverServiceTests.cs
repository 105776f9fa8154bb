using Grpc.Core;
using Sim.Formats.Messages;
using Sim.Maps;
using Sim.Rpc.Services;
using Sim.Simulation;
using Sim.Tests.Engine;
using Messages = Sim.Rpc.Messages;

namespace Sim.Tests.Rpc;

/// <summary>The service as a client sees it that is not ours.</summary>
public class DriverServiceTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_repeated_step_gets_the_same_reply_without_asking_the_driver_again()
    {
        var driver = new ScriptedDriver(o => DriverAnswer.FromControls(o.Step, 0));
        await using var peer = await Peer.Of(driver);
        var client = await Opened(peer);

        var first = await client.DecideAsync(Request(0), cancellationToken: Token);
        var again = await client.DecideAsync(Request(0), cancellationToken: Token);

        Assert.Equal(first, again);
        Assert.Equal(1, driver.Asked);
    }

    [Fact]
    public async Task Another_request_for_a_step_that_is_done_is_refused()
    {
        await using var peer = await Peer.Of(new ScriptedDriver(_ => DriverAnswer.FromControls(0, 0)));
        var client = await Opened(peer);
        await client.DecideAsync(Request(0), cancellationToken: Token);
        await client.DecideAsync(Request(1), cancellationToken: Token);
        var other = Request(1);
        other.World.Actors[0].X = 5;

        await Refused(client, other, StatusCode.Aborted, Messages.ErrorReason.StepConflict);
        await Refused(client, Request(0), StatusCode.Aborted, Messages.ErrorReason.StepConflict);
    }

    [Fact]
    public async Task The_sign_of_a_zero_makes_another_request()
    {
        await using var peer = await Peer.Of(new ScriptedDriver(_ => DriverAnswer.FromControls(0, 0)));
        var client = await Opened(peer);
        await client.DecideAsync(Request(0), cancellationToken: Token);
        var other = Request(0);
        other.World.Actors[0].X = -0.0;

        await Refused(client, other, StatusCode.Aborted, Messages.ErrorReason.StepConflict);
    }

    [Fact]
    public async Task A_driver_that_has_failed_repeats_its_failure_and_is_not_asked_again()
    {
        var driver = new ScriptedDriver(_ => throw new FormatException("no idea"));
        await using var peer = await Peer.Of(driver);
        var client = await Opened(peer);

        await Refused(client, Request(0), StatusCode.Internal, Messages.ErrorReason.ModuleFailed);
        await Refused(client, Request(0), StatusCode.Internal, Messages.ErrorReason.ModuleFailed);
        await Refused(client, Request(1), StatusCode.FailedPrecondition, Messages.ErrorReason.WrongState);
        Assert.Equal(1, driver.Asked);
    }

    [Fact]
    public async Task A_wrong_world_does_not_end_the_session()
    {
        await using var peer = await Peer.Of(new ScriptedDriver(_ => DriverAnswer.FromControls(0, 0)));
        var client = await Opened(peer);
        var wrong = Request(0);
        wrong.World.Actors.Clear();

        await Refused(client, wrong, StatusCode.InvalidArgument, Messages.ErrorReason.BadTime);
        Assert.Equal(0, (await client.DecideAsync(Request(0), cancellationToken: Token)).Answer.Step);
    }

    [Fact]
    public async Task Without_a_session_nothing_is_answered()
    {
        await using var peer = await Peer.Of(new ScriptedDriver(_ => DriverAnswer.FromControls(0, 0)));
        var client = await Opened(peer);
        await client.CloseSessionAsync(new Messages.CloseSessionRequest { SessionId = "s" }, cancellationToken: Token);
        await client.CloseSessionAsync(new Messages.CloseSessionRequest { SessionId = "s" }, cancellationToken: Token);

        await Refused(client, Request(0), StatusCode.NotFound, Messages.ErrorReason.SessionUnknown);
    }

    [Fact]
    public async Task A_wrong_task_is_refused_by_the_name_of_its_field()
    {
        await using var peer = await Peer.Of(new ScriptedDriver(_ => DriverAnswer.FromControls(0, 0)));
        var client = new Messages.Driver.DriverClient(peer.Invoker);
        var request = new Messages.OpenDriverRequest { Header = new() { SessionId = "s" }, Task = Task() };
        request.Task.Vehicle.LengthM = -1;

        var error = await Assert.ThrowsAsync<RpcException>(async () => await client.OpenSessionAsync(request, cancellationToken: Token));

        Assert.Equal((StatusCode.InvalidArgument, "field 'task.vehicle.length_m' is -1, but must be positive"), (error.StatusCode, error.Status.Detail));
    }

    [Fact]
    public async Task Pings_are_answered_and_keep_sessions()
    {
        var clock = new HandClock();
        await using var peer = await Peer.Of(new ScriptedDriver(_ => DriverAnswer.FromControls(0, 0)), options: new ServerOptions { Clock = clock });
        var client = await Opened(peer);
        using var heartbeat = client.Heartbeat(cancellationToken: Token);

        clock.Move(29);
        await heartbeat.RequestStream.WriteAsync(new Messages.Ping { Sequence = 7, SessionIds = { "s" } }, Token);
        Assert.True(await heartbeat.ResponseStream.MoveNext(Token));
        clock.Move(29);

        Assert.Equal(new Messages.Pong { Sequence = 7, Phase = Messages.Phase.Idle, Sessions = 1 }, heartbeat.ResponseStream.Current);
        Assert.Equal(0, peer.Service!.Sessions.Expire());
        clock.Move(2);
        Assert.Equal(1, peer.Service.Sessions.Expire());
    }

    [Fact]
    public async Task Signs_of_life_come_while_the_simulator_works_and_stop_with_the_last_session()
    {
        var seen = new System.Collections.Concurrent.BlockingCollection<string>();
        await using var peer = await Peer.Of(Messages.Driver.BindService(new PingWatcher(seen)));
        using var driver = peer.Connect(new RemoteDriverOptions { Deadlines = Deadlines.Usual with { Lease = TimeSpan.FromMilliseconds(60) } });
        var task = DriverTaskMessages.From(Task());

        using (driver.Start(task, Setting.Empty, "case", null, Token))
        {
            Assert.True(seen.TryTake(out string? first, 60_000, Token));
            Assert.True(seen.TryTake(out string? second, 60_000, Token));
            Assert.Equal(first, second);
            Assert.StartsWith("case:", first, StringComparison.Ordinal);
        }

        while (seen.TryTake(out _, 300, Token))
        {
        }

        Assert.Empty(seen);
    }

    private static Messages.DriverTask Task()
    {
        using var session = new EmbeddedSimulator().Open(new SimulatorUse(), Token);
        session.Load(Worlds.Scene(RoadMap.Empty, 3, Worlds.Ego()), 1, Token);
        return DriverTaskMessages.Of(session.Task);
    }

    private static Messages.DriveRequest Request(int step) => new()
    {
        SessionId = "s",
        World = new WorldFrame { Step = step, TimeUs = 100_000 * step, Actors = { new ActorFrame { X = 0.0 } } },
    };

    private static async Task<Messages.Driver.DriverClient> Opened(Peer peer)
    {
        var client = new Messages.Driver.DriverClient(peer.Invoker);
        await client.OpenSessionAsync(new Messages.OpenDriverRequest { Header = new() { SessionId = "s", OwnerToken = "mine" }, Task = Task() }, cancellationToken: Token);
        return client;
    }

    private static async Task Refused(Messages.Driver.DriverClient client, Messages.DriveRequest request, StatusCode code, Messages.ErrorReason reason)
    {
        var error = await Assert.ThrowsAsync<RpcException>(async () => await client.DecideAsync(request, cancellationToken: Token));
        Assert.Equal((code, reason), (error.StatusCode, Messages.ErrorDetail.Parser.ParseFrom(error.Trailers.GetValueBytes("sim-error-bin")).Reason));
    }

    private sealed class PingWatcher(System.Collections.Concurrent.BlockingCollection<string> seen) : Messages.Driver.DriverBase
    {
        public override Task<Messages.HandshakeReply> Handshake(Messages.HandshakeRequest request, ServerCallContext context) =>
            System.Threading.Tasks.Task.FromResult(new Messages.HandshakeReply { Contract = ContractRules.Version });

        public override Task<Messages.OpenDriverReply> OpenSession(Messages.OpenDriverRequest request, ServerCallContext context) =>
            System.Threading.Tasks.Task.FromResult(new Messages.OpenDriverReply());

        public override Task<Messages.CloseSessionReply> CloseSession(Messages.CloseSessionRequest request, ServerCallContext context) =>
            System.Threading.Tasks.Task.FromResult(new Messages.CloseSessionReply());

        public override async Task Heartbeat(IAsyncStreamReader<Messages.Ping> requestStream, IServerStreamWriter<Messages.Pong> responseStream, ServerCallContext context)
        {
            while (await requestStream.MoveNext(context.CancellationToken))
            {
                seen.Add(string.Join(' ', requestStream.Current.SessionIds));
                await responseStream.WriteAsync(new Messages.Pong { Sequence = requestStream.Current.Sequence });
            }
        }
    }
}
