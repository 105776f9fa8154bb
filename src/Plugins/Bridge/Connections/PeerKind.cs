using Grpc.Core;
using Sim.Plugins.Sdk;
using Sim.Rpc.Peers;
using Sim.Rpc.Services;
using Messages = Sim.Rpc.Messages;

namespace Sim.Plugins.Bridge;

/// <summary>One kind of peer: how it is greeted and what it says of itself. Immutable.</summary>
/// <typeparam name="T">Its client.</typeparam>
/// <param name="Word">"simulator", "traffic model".</param>
/// <param name="Usual">Deadlines that hold where nothing is said.</param>
/// <param name="Connect">Shakes hands: over a channel, under a name in messages, by options.</param>
/// <param name="Handshake">What it said.</param>
/// <param name="Info">Who it is and what it promises.</param>
internal sealed record PeerKind<T>(
    string Word,
    Deadlines Usual,
    Func<CallInvoker, string, PeerOptions, CancellationToken, T> Connect,
    Func<T, Messages.HandshakeReply> Handshake,
    Func<T, SimulatorInfo> Info)
    where T : class, IDisposable
{
    /// <summary>The address to connect to for the one that a started process listens at: another one only where a test stands in between; null for the same.</summary>
    public Func<string, string>? Through { get; init; }

    /// <summary>How it is named in the identity of a run.</summary>
    public string Hello(T client) => Bridge.Hello.Of(Handshake(client), Info(client));
}
