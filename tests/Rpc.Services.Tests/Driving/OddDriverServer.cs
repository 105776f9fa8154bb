using Grpc.Core;
using Sim.Rpc.Services;
using Sim.Tests.Faults;
using Messages = Sim.Rpc.Messages;

namespace Sim.Tests.Rpc;

/// <summary>A server of the contract that does one thing wrong at one step of each session, or of the sessions whose case id says so ("fault@step").</summary>
internal sealed class OddDriverServer(string fault, int atStep, DriverService? driver = null) : Messages.Driver.DriverBase
{
    /// <summary>What it can do wrong.</summary>
    public static readonly string[] Faults = ["step", "time", "session", "nothing", "both", "infinite", "unordered", .. OddPlans.Faults];

    private readonly OddPlans _plans = new(fault, atStep);
    private int _streams;

    public int Streams => _streams;

    public override Task<Messages.HandshakeReply> Handshake(Messages.HandshakeRequest request, ServerCallContext context) => driver?.Handshake(request, context)
        ?? Task.FromResult(new Messages.HandshakeReply { Contract = ContractRules.Version, Server = new() { Name = "odd" } });

    public override Task<Messages.OpenDriverReply> OpenSession(Messages.OpenDriverRequest request, ServerCallContext context)
    {
        _plans.Note(request.Header.SessionId, request.Header.CaseId);
        return driver?.OpenSession(request, context) ?? Task.FromResult(new Messages.OpenDriverReply());
    }

    public override Task<Messages.CloseSessionReply> CloseSession(Messages.CloseSessionRequest request, ServerCallContext context) =>
        driver?.CloseSession(request, context) ?? Task.FromResult(new Messages.CloseSessionReply());

    public override Task<Messages.DriveReply> Decide(Messages.DriveRequest request, ServerCallContext context) =>
        _plans.Of(request.SessionId).Fault == "no stream" ? AnswerAsync(request, context) : base.Decide(request, context);

    public override Task Heartbeat(IAsyncStreamReader<Messages.Ping> requestStream, IServerStreamWriter<Messages.Pong> responseStream, ServerCallContext context) =>
        driver?.Heartbeat(requestStream, responseStream, context) ?? base.Heartbeat(requestStream, responseStream, context);

    public override async Task Drive(IAsyncStreamReader<Messages.DriveRequest> requestStream, IServerStreamWriter<Messages.DriveReply> responseStream, ServerCallContext context)
    {
        Interlocked.Increment(ref _streams);
        while (await requestStream.MoveNext(context.CancellationToken))
        {
            var request = requestStream.Current;
            var (what, step) = _plans.Of(request.SessionId);
            if (what == "no stream")
            {
                throw new RpcException(new Status(StatusCode.Unimplemented, ""));
            }

            var reply = await AnswerAsync(request, context);
            if (request.World.Step == step)
            {
                if (_plans.Ends(what, request.SessionId))
                {
                    return;
                }

                if (what == "twice")
                {
                    await responseStream.WriteAsync(reply);
                }

                await SpoilAsync(reply, what, context.CancellationToken);
            }

            await responseStream.WriteAsync(reply);
        }
    }

    private async Task<Messages.DriveReply> AnswerAsync(Messages.DriveRequest request, ServerCallContext context) => driver is null
        ? new Messages.DriveReply
        {
            SessionId = request.SessionId,
            TimeUs = request.World.TimeUs,
            Answer = new() { Step = request.World.Step, Controls = new() { AccelMps2 = 0.1, SteerRad = 0 } },
        }
        : (await driver.Decide(request, context)).Clone();

    private static async Task SpoilAsync(Messages.DriveReply reply, string fault, CancellationToken cancellationToken)
    {
        switch (fault)
        {
            case "step":
                reply.Answer.Step++;
                break;
            case "time":
                reply.TimeUs++;
                break;
            case "session":
                reply.SessionId += "x";
                break;
            case "nothing":
                reply.Answer = null;
                break;
            case "both":
                reply.Answer.Controls = new();
                reply.Answer.Plan.Add(new Formats.Messages.PlanPoint());
                break;
            case "infinite":
                reply.Answer.Plan.Clear();
                reply.Answer.Controls = new() { AccelMps2 = double.PositiveInfinity };
                break;
            case "unordered":
                reply.Answer.Controls = null;
                reply.Answer.Plan.Clear();
                reply.Answer.Plan.Add([new Formats.Messages.PlanPoint { TimeUs = 5 }, new Formats.Messages.PlanPoint { TimeUs = 5 }]);
                break;
            case "large":
                reply.SessionId = OddPlans.Large;
                break;
            default:
                await OddPlans.SpoilAsync(fault, reply.SessionId, cancellationToken);
                break;
        }
    }
}
