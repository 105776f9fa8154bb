using Grpc.Core;
using Sim.Rpc.Services;
using Messages = Sim.Rpc.Messages;

namespace Sim.Tests.Bridges;

/// <summary>A traffic model that moves everybody straight on, and spoils its replies as told.</summary>
internal sealed class OddTraffic(Action<Messages.AdvanceRequest, Messages.AdvanceReply> spoil) : Messages.Traffic.TrafficBase
{
    private readonly HashSet<uint> _controlled = [];

    public override Task<Messages.HandshakeReply> Handshake(Messages.HandshakeRequest request, ServerCallContext context) =>
        Task.FromResult(new Messages.HandshakeReply { Server = new() { Name = "odd", Version = "1" }, Contract = ContractRules.Version });

    public override Task<Messages.OpenTrafficReply> OpenSession(Messages.OpenTrafficRequest request, ServerCallContext context)
    {
        _controlled.UnionWith(request.Controlled);
        return Task.FromResult(new Messages.OpenTrafficReply());
    }

    public override Task<Messages.AdvanceReply> Advance(Messages.AdvanceRequest request, ServerCallContext context)
    {
        var reply = new Messages.AdvanceReply { TimeUs = request.UntilUs };
        foreach (var actor in request.World.Actors.Where(a => _controlled.Contains(a.Index)))
        {
            var next = actor.Clone();
            next.X += actor.SpeedMps * 0.1;
            reply.Actors.Add(next);
        }

        spoil(request, reply);
        return Task.FromResult(reply);
    }

    public override Task<Messages.CloseSessionReply> CloseSession(Messages.CloseSessionRequest request, ServerCallContext context) => Task.FromResult(new Messages.CloseSessionReply());
}
