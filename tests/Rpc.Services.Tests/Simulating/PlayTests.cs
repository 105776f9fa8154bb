using System.Security.Cryptography;
using System.Text.Json;
using Google.Protobuf;
using Grpc.Core;
using Sim.Plugins.Sdk;
using Sim.Rpc.Services;
using Sim.Simulation;
using Sim.Tests.Engine;
using Messages = Sim.Rpc.Messages;

namespace Sim.Tests.Rpc;

/// <summary>A whole case in one call.</summary>
public class PlayTests
{
    private const int Steps = 1200;

    private static readonly Scenario Long = Worlds.Scene(
        Worlds.Straight(4000, 2, 15),
        Steps / 10.0,
        Worlds.Ego(speed: 12) with { Behaviour = new FollowLaneBehaviour() },
        Worlds.Other("lead", new FollowLaneBehaviour(), x: 40, speed: 6),
        Worlds.Other("late", new FollowLaneBehaviour(), x: -40, y: 3.5, speed: 9, firstStep: 7));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static string Expected => RemoteDriverTests.Bytes(RemoteSimulatorTests.Run(new EmbeddedSimulator(), Long));

    [Fact]
    public async Task A_case_that_nobody_drives_is_one_call()
    {
        await using var server = await Server.Of(new EmbeddedSimulator());
        using var simulator = server.Connect();

        Assert.Equal(Expected, RemoteDriverTests.Bytes(RemoteSimulatorTests.Run(simulator, Long)));

        Assert.Equal(["Play"], server.Calls);
        Assert.True(server.Replies > 3);
        Assert.Equal(0, server.OpenSessions);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_call_that_is_lost_is_made_again_and_gives_the_same_bytes(int reply)
    {
        await using var server = await Server.Of(new EmbeddedSimulator());
        server.BreaksAt.Enqueue(reply);
        using var simulator = server.Connect();

        Assert.Equal(Expected, RemoteDriverTests.Bytes(RemoteSimulatorTests.Run(simulator, Long)));

        Assert.Equal(2, server.Calls.Count(c => c == "Play"));
        Assert.Equal(0, server.OpenSessions);
    }

    [Fact]
    public async Task A_call_that_is_lost_twice_at_the_same_place_ends_the_case_as_lost()
    {
        await using var server = await Server.Of(new EmbeddedSimulator());
        server.BreaksAt.Enqueue(1);
        server.BreaksAt.Enqueue(1);
        using var simulator = server.Connect();

        var recording = RemoteSimulatorTests.Run(simulator, Long);

        Assert.Equal(RecordingEnd.SimulatorFailed, recording.End);
        Assert.Contains("lost", recording.Events[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_case_that_goes_another_way_the_second_time_is_an_error()
    {
        await using var server = await Server.Of(new EmbeddedSimulator(), request =>
        {
            // The second call gets a scenario in which the ego is faster.
            byte[] other = JsonSerializer.SerializeToUtf8Bytes(
                Long with { Actors = [Worlds.Ego(speed: 13) with { Behaviour = new FollowLaneBehaviour() }, .. Long.Actors.Skip(1)] }, SimJson.Default.Scenario);
            request.Content = ByteString.CopyFrom(other);
            request.Load.ScenarioBytes = (ulong)other.Length;
            request.Load.ScenarioSha256 = ByteString.CopyFrom(SHA256.HashData(other));
        });
        server.BreaksAt.Enqueue(1);
        using var simulator = server.Connect();

        var recording = RemoteSimulatorTests.Run(simulator, Long);

        Assert.Equal(RecordingEnd.SimulatorFailed, recording.End);
        Assert.Contains("another way", recording.Events[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_simulator_that_fails_at_a_step_ends_the_recording_there()
    {
        await using var server = await Server.Of(new OddSimulator(5, static _ => throw new ModuleFailedException("no more")));
        using var simulator = server.Connect();

        var recording = RemoteSimulatorTests.Run(simulator, Long);

        Assert.Equal(RecordingEnd.SimulatorFailed, recording.End);
        Assert.Contains("no more", recording.Events[^1].Text, StringComparison.Ordinal);
        Assert.Equal(0, server.OpenSessions);
    }

    [Fact]
    public async Task A_server_that_does_not_serve_the_call_is_asked_step_by_step()
    {
        await using var server = await Server.Of(new EmbeddedSimulator());
        server.ServesPlay = false;
        using var simulator = server.Connect();

        Assert.Equal(Expected, RemoteDriverTests.Bytes(RemoteSimulatorTests.Run(simulator, Long)));
        Assert.Equal(Expected, RemoteDriverTests.Bytes(RemoteSimulatorTests.Run(simulator, Long)));

        Assert.Equal(1, server.Calls.Count(c => c == "Play"));
        Assert.Equal(2, server.Calls.Count(c => c == "OpenSession"));
    }

    [Fact]
    public async Task A_case_that_is_given_up_frees_the_simulator_at_once()
    {
        await using var server = await Server.Of(new EmbeddedSimulator());
        using var simulator = server.Connect();
        using (var session = simulator.Open(new SimulatorUse(), Token))
        {
            session.Load(Long, 1, Token);
            session.Step(null, Token);
        }

        Assert.Equal(0, server.OpenSessions);
    }

    [Fact]
    public async Task A_session_takes_scenarios_of_both_kinds_in_turn()
    {
        await using var server = await Server.Of(new EmbeddedSimulator());
        using var simulator = server.Connect();
        using var session = simulator.Open(new SimulatorUse(), Token);
        session.Load(Long, 1, Token);
        session.Step(null, Token);
        session.Load(RemoteSimulatorTests.SceneOf("calm"), 1, Token);
        session.Step(DriverAnswer.FromControls(0, 0), Token);

        Assert.Equal(1, session.Observe().Step);
        Assert.Equal(1, server.OpenSessions);
    }

    [Fact]
    public async Task The_same_owner_begins_again_and_another_one_is_refused()
    {
        var hangs = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await Server.Of(
            new OddSimulator(Steps / 2, ended =>
            {
                if (hangs.TrySetResult())
                {
                    ended.WaitHandle.WaitOne();
                }
            }),
            maxSessions: 1);
        using var first = server.Client.Play(Request(Long), cancellationToken: Token);
        Assert.True(await first.ResponseStream.MoveNext(Token));
        await hangs.Task.WaitAsync(Token);
        var stranger = Request(Long);
        stranger.Header.OwnerToken = "another's";

        Assert.Equal(StatusCode.PermissionDenied, (await RefusedAsync(server, stranger)).StatusCode);
        using var second = server.Client.Play(Request(Long), cancellationToken: Token);
        int last = 0;
        while (await second.ResponseStream.MoveNext(Token))
        {
            last = second.ResponseStream.Current.Steps.World.Step;
        }

        Assert.Equal(Steps, last);
        Assert.Equal(0, server.OpenSessions);
    }

    [Fact]
    public async Task What_is_wrong_with_a_request_is_said()
    {
        await using var server = await Server.Of(new EmbeddedSimulator());
        var damaged = Request(Long);
        damaged.Load.ScenarioSha256 = ByteString.CopyFrom(new byte[32]);
        var shorter = Request(Long);
        shorter.Content = ByteString.CopyFrom(shorter.Content.Span[..^1]);
        var unnamed = Request(Long);
        unnamed.Header = null;
        var empty = Request(Long);
        empty.Load = null;

        Assert.Equal(StatusCode.DataLoss, (await RefusedAsync(server, damaged)).StatusCode);
        Assert.Equal(StatusCode.DataLoss, (await RefusedAsync(server, shorter)).StatusCode);
        Assert.Equal(StatusCode.InvalidArgument, (await RefusedAsync(server, unnamed)).StatusCode);
        Assert.Equal(StatusCode.InvalidArgument, (await RefusedAsync(server, empty)).StatusCode);
        Assert.Equal(StatusCode.InvalidArgument, (await RefusedAsync(server, Request(RemoteSimulatorTests.SceneOf("calm")))).StatusCode);
        Assert.Equal(0, server.OpenSessions);
    }

    private static Messages.PlayRequest Request(Scenario scenario)
    {
        byte[] content = JsonSerializer.SerializeToUtf8Bytes(scenario, SimJson.Default.Scenario);
        return new Messages.PlayRequest
        {
            Header = new Messages.SessionHeader { SessionId = "one", OwnerToken = "mine" },
            Load = new Messages.LoadHeader
            {
                ScenarioFormat = Messages.ScenarioFormat.SimJson,
                ScenarioBytes = (ulong)content.Length,
                ScenarioSha256 = ByteString.CopyFrom(SHA256.HashData(content)),
            },
            Content = ByteString.CopyFrom(content),
        };
    }

    private static async Task<RpcException> RefusedAsync(Server server, Messages.PlayRequest request)
    {
        using var call = server.Client.Play(request, cancellationToken: Token);
        return await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (await call.ResponseStream.MoveNext(Token))
            {
                // What comes before the refusal does not matter.
            }
        });
    }

    // Counts calls, breaks streams, and lets a test change the second request.
    private sealed class Server(SimulatorService inner, Action<Messages.PlayRequest>? second) : Messages.Simulator.SimulatorBase, IAsyncDisposable
    {
        private Peer? _peer;

        public List<string> Calls { get; } = [];

        public Queue<int> BreaksAt { get; } = [];

        public bool ServesPlay { get; set; } = true;

        public int Replies { get; private set; }

        public int OpenSessions => inner.OpenSessions;

        public Messages.Simulator.SimulatorClient Client => new(_peer!.Invoker);

        public static async Task<Server> Of(ISimulator simulator, Action<Messages.PlayRequest>? second = null, int maxSessions = 100)
        {
            var server = new Server(new SimulatorService([simulator], new ServerOptions { MaxSessions = maxSessions }), second);
            server._peer = await Peer.Of(Messages.Simulator.BindService(server));
            return server;
        }

        public RemoteSimulator Connect() => RemoteSimulator.Connect(_peer!.Invoker, new RemoteSimulatorOptions(), Token);

        public async ValueTask DisposeAsync()
        {
            await _peer!.DisposeAsync();
            inner.Dispose();
        }

        public override Task<Messages.HandshakeReply> Handshake(Messages.HandshakeRequest request, ServerCallContext context) => inner.Handshake(request, context);

        public override Task<Messages.OpenSimulatorReply> OpenSession(Messages.OpenSimulatorRequest request, ServerCallContext context) => Counted("OpenSession", inner.OpenSession(request, context));

        public override Task<Messages.LoadReply> Load(IAsyncStreamReader<Messages.LoadRequest> requestStream, ServerCallContext context) => Counted("Load", inner.Load(requestStream, context));

        public override Task<Messages.ResetReply> Reset(Messages.ResetRequest request, ServerCallContext context) => Counted("Reset", inner.Reset(request, context));

        public override Task Run(IAsyncStreamReader<Messages.StepRequest> requestStream, IServerStreamWriter<Messages.StepReply> responseStream, ServerCallContext context) =>
            inner.Run(requestStream, responseStream, context);

        public override Task<Messages.CloseSessionReply> CloseSession(Messages.CloseSessionRequest request, ServerCallContext context) => Counted("CloseSession", inner.CloseSession(request, context));

        public override async Task Play(Messages.PlayRequest request, IServerStreamWriter<Messages.PlayReply> responseStream, ServerCallContext context)
        {
            if (Calls.Contains("Play"))
            {
                second?.Invoke(request);
            }

            Calls.Add("Play");
            if (!ServesPlay)
            {
                throw new RpcException(new Status(StatusCode.Unimplemented, ""));
            }

            int left = BreaksAt.TryDequeue(out int at) ? at : -1;
            await inner.Play(request, new Writer(async reply =>
            {
                if (left-- == 0)
                {
                    throw new RpcException(new Status(StatusCode.Unavailable, ""));
                }

                Replies++;
                await responseStream.WriteAsync(reply);
            }), context);
        }

        private Task<T> Counted<T>(string call, Task<T> reply)
        {
            Calls.Add(call);
            return reply;
        }
    }

    private sealed class Writer(Func<Messages.PlayReply, Task> write) : IServerStreamWriter<Messages.PlayReply>
    {
        public WriteOptions? WriteOptions { get; set; }

        public Task WriteAsync(Messages.PlayReply message) => write(message);

        public Task WriteAsync(Messages.PlayReply message, CancellationToken cancellationToken) => write(message);
    }

    private sealed class OddSimulator(int step, Action<CancellationToken> act) : ISimulator
    {
        private readonly EmbeddedSimulator _inner = new();

        public string Name => _inner.Name;

        public string Description => _inner.Description;

        public SimulatorInfo Info => _inner.Info;

        public ISimulatorSession Open(SimulatorUse use, CancellationToken cancellationToken) => new Session(_inner.Open(use, cancellationToken), step, act);

        private sealed class Session(ISimulatorSession inner, int at, Action<CancellationToken> act) : ISimulatorSession
        {
            private int _made;

            public DriverTask Task => inner.Task;

            public bool IsOver => inner.IsOver;

            public void Load(Scenario scenario, ulong seed, CancellationToken cancellationToken) => inner.Load(scenario, seed, cancellationToken);

            public void Reset() => inner.Reset();

            public Observation Observe() => inner.Observe();

            public void Step(DriverAnswer? answer, CancellationToken cancellationToken)
            {
                if (_made++ == at)
                {
                    act(cancellationToken);
                }

                inner.Step(answer, cancellationToken);
            }

            public Recording Finish(RecordingEnd? end = null) => inner.Finish(end);

            public void Dispose() => inner.Dispose();
        }
    }
}
