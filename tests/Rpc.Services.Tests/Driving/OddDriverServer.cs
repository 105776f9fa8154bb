using Google.Protobuf;
using Grpc.Core;
using Sim.Rpc.Services;
using Messages = Sim.Rpc.Messages;

namespace Sim.Tests.Rpc;

/// <summary>A server of the contract that does one thing wrong at one step.</summary>
internal sealed class OddDriverServer(string fault, int atStep) : Messages.Driver.DriverBase
{
    private int _streams;
    private int _broken;

    public int Streams => _streams;

    public override Task<Messages.HandshakeReply> Handshake(Messages.HandshakeRequest request, ServerCallContext context) =>
        Task.FromResult(new Messages.HandshakeReply { Contract = ContractRules.Version, Server = new() { Name = "odd" } });

    public override Task<Messages.OpenDriverReply> OpenSession(Messages.OpenDriverRequest request, ServerCallContext context) => Task.FromResult(new Messages.OpenDriverReply());

    public override Task<Messages.CloseSessionReply> CloseSession(Messages.CloseSessionRequest request, ServerCallContext context) => Task.FromResult(new Messages.CloseSessionReply());

    public override Task<Messages.DriveReply> Decide(Messages.DriveRequest request, ServerCallContext context) =>
        fault == "no stream" ? Task.FromResult(Right(request)) : base.Decide(request, context);

    public override async Task Drive(IAsyncStreamReader<Messages.DriveRequest> requestStream, IServerStreamWriter<Messages.DriveReply> responseStream, ServerCallContext context)
    {
        if (fault == "no stream")
        {
            throw new RpcException(new Status(StatusCode.Unimplemented, ""));
        }

        Interlocked.Increment(ref _streams);
        while (await requestStream.MoveNext(context.CancellationToken))
        {
            var request = requestStream.Current;
            if (request.World.Step == atStep && (fault == "end" || (fault == "break once" && Interlocked.Exchange(ref _broken, 1) == 0)))
            {
                return;
            }

            var reply = Right(request);
            if (request.World.Step == atStep)
            {
                Spoil(reply, fault);
            }

            await responseStream.WriteAsync(reply);
        }
    }

    private static Messages.DriveReply Right(Messages.DriveRequest request) => new()
    {
        SessionId = request.SessionId,
        TimeUs = request.World.TimeUs,
        Answer = new() { Step = request.World.Step, Controls = new() { AccelMps2 = 0.1, SteerRad = 0 } },
    };

    private static void Spoil(Messages.DriveReply reply, string fault)
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
                reply.Answer.Plan.Add(new Formats.Messages.PlanPoint());
                break;
            case "infinite":
                reply.Answer.Controls.AccelMps2 = double.PositiveInfinity;
                break;
            case "large":
                reply.SessionId = new string('x', 100_000_000);
                break;
        }
    }
}
