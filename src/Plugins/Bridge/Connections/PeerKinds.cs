using Sim.Rpc.Services;

namespace Sim.Plugins.Bridge;

/// <summary>The kinds of peers that move actors. Thread-safe.</summary>
internal static class PeerKinds
{
    /// <summary>Simulators.</summary>
    /// <param name="secrets">Finds a secret by name.</param>
    public static PeerKind<RemoteSimulator> Simulator(Func<string, string?> secrets) => new(
        "simulator",
        Deadlines.ForSimulators,
        (invoker, name, peer, token) => RemoteSimulator.Connect(invoker, new RemoteSimulatorOptions { Name = name, Module = peer.ModuleName, Deadlines = peer.Deadlines, Secrets = secrets }, token),
        static c => c.Handshake,
        static c => c.Info);

    /// <summary>Models of traffic.</summary>
    /// <param name="secrets">Finds a secret by name.</param>
    public static PeerKind<RemoteTraffic> Traffic(Func<string, string?> secrets) => new(
        "traffic model",
        Deadlines.ForSimulators,
        (invoker, name, peer, token) => RemoteTraffic.Connect(invoker, new RemoteDriverOptions { Name = name, Module = peer.ModuleName, Deadlines = peer.Deadlines, Secrets = secrets }, token),
        static c => c.Handshake,
        static c => c.Info);
}
