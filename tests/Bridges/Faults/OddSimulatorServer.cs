using Google.Protobuf;
using Grpc.Core;
using Sim.Rpc.Services;
using Sim.Tests.Faults;
using Messages = Sim.Rpc.Messages;

namespace Sim.Tests.Bridges;

/// <summary>A server of a simulator that does one thing wrong at one step of the sessions whose module says so ("fault@step").</summary>
internal sealed class OddSimulatorServer(SimulatorService inner) : Messages.Simulator.SimulatorBase
{
    /// <summary>What it can do wrong.</summary>
    public static readonly string[] Faults =
    [
        "step", "time", "no world", "index", "infinite", "no ego", "stranger", "digest", "missing sensor", "stale sensor", "future event", "wrong end", "early horizon", "no end",
        .. OddPlans.Faults,
    ];

    private readonly OddPlans _plans = new();

    public override async Task<Messages.HandshakeReply> Handshake(Messages.HandshakeRequest request, ServerCallContext context)
    {
        // Without modules the client's name of one, which carries the plan, is not looked up.
        var reply = await inner.Handshake(request, context);
        reply.Modules.Clear();
        return reply;
    }

    public override Task<Messages.OpenSimulatorReply> OpenSession(Messages.OpenSimulatorRequest request, ServerCallContext context)
    {
        _plans.Note(request.Header.SessionId, request.Header.Module);
        request.Header.Module = "";
        return inner.OpenSession(request, context);
    }

    public override Task<Messages.LoadReply> Load(IAsyncStreamReader<Messages.LoadRequest> requestStream, ServerCallContext context) => inner.Load(requestStream, context);

    public override Task<Messages.ResetReply> Reset(Messages.ResetRequest request, ServerCallContext context) => inner.Reset(request, context);

    public override Task<Messages.CloseSessionReply> CloseSession(Messages.CloseSessionRequest request, ServerCallContext context) => inner.CloseSession(request, context);

    public override Task Heartbeat(IAsyncStreamReader<Messages.Ping> requestStream, IServerStreamWriter<Messages.Pong> responseStream, ServerCallContext context) =>
        inner.Heartbeat(requestStream, responseStream, context);

    public override async Task Run(IAsyncStreamReader<Messages.StepRequest> requestStream, IServerStreamWriter<Messages.StepReply> responseStream, ServerCallContext context)
    {
        while (await requestStream.MoveNext(context.CancellationToken))
        {
            var request = requestStream.Current;
            var (what, step) = _plans.Of(request.SessionId);
            var reply = (await inner.Step(request, context)).Clone();
            var spoilt = reply.Before.Append(reply).FirstOrDefault(r => r.World.Step == step + 1);
            if (spoilt is not null)
            {
                if (_plans.Ends(what, request.SessionId))
                {
                    return;
                }

                if (what == "twice")
                {
                    await responseStream.WriteAsync(reply);
                }

                await SpoilAsync(spoilt, what, request.SessionId, context.CancellationToken);
            }

            await responseStream.WriteAsync(reply);
        }
    }

    public override async Task Play(Messages.PlayRequest request, IServerStreamWriter<Messages.PlayReply> responseStream, ServerCallContext context)
    {
        _plans.Note(request.Header.SessionId, request.Header.Module);
        var (what, step) = _plans.Of(request.Header.SessionId);
        request.Header.Module = "";
        bool ended = false;
        try
        {
            await inner.Play(request, new Writer(async reply =>
            {
                var copy = reply.Clone();
                var spoilt = copy.Steps.Before.Append(copy.Steps).FirstOrDefault(r => r.World.Step == step + 1);
                if (spoilt is not null)
                {
                    if (_plans.Ends(what, request.Header.SessionId))
                    {
                        ended = true;
                        throw new OperationCanceledException();
                    }

                    if (what == "twice")
                    {
                        await responseStream.WriteAsync(copy);
                    }

                    await SpoilAsync(spoilt, what, request.Header.SessionId, context.CancellationToken);
                }

                await responseStream.WriteAsync(copy);
            }), context);
        }
        catch (OperationCanceledException) when (ended)
        {
            // The stream ends as if all were well.
        }
    }

    private static async Task SpoilAsync(Messages.StepReply reply, string fault, string session, CancellationToken cancellationToken)
    {
        switch (fault)
        {
            case "step":
                reply.World.Step++;
                break;
            case "time":
                reply.World.TimeUs++;
                break;
            case "no world":
                reply.World = null;
                break;
            case "index":
                reply.World.Actors[^1].Index = 1000;
                break;
            case "infinite":
                reply.World.Actors[0].X = double.NaN;
                break;
            case "no ego":
                // The digest is not that of this world.
                reply.World.Actors.RemoveAt(0);
                break;
            case "stranger":
                reply.World.Actors[0].Id = "somebody else";
                break;
            case "digest":
                reply.Digest = ByteString.CopyFrom(new byte[StateDigest.Size]);
                break;
            case "missing sensor":
                reply.MissingSensors.Add("camera");
                break;
            case "stale sensor":
                reply.Sensors.Add(new Messages.SensorFrame { Sensor = "camera", Step = reply.World.Step - 1 });
                break;
            case "future event":
                reply.Events.Add(new Messages.WorldEvent { TimeUs = reply.World.TimeUs + 1, Kind = "goal" });
                break;
            case "wrong end":
                (reply.IsOver, reply.End) = (true, "tired");
                break;
            case "early horizon":
                (reply.IsOver, reply.End) = (true, "driver-failed");
                break;
            case "no end":
                (reply.IsOver, reply.End) = (true, "");
                break;
            case "large":
                reply.End = OddPlans.Large;
                break;
            default:
                await OddPlans.SpoilAsync(fault, session, cancellationToken);
                break;
        }
    }

    private sealed class Writer(Func<Messages.PlayReply, Task> write) : IServerStreamWriter<Messages.PlayReply>
    {
        public WriteOptions? WriteOptions { get; set; }

        public Task WriteAsync(Messages.PlayReply message) => write(message);

        public Task WriteAsync(Messages.PlayReply message, CancellationToken cancellationToken) => write(message);
    }
}
