using Sim.Plugins.Sdk;
using Sim.Rpc;
using Sim.Rpc.Services;
using Messages = Sim.Rpc.Messages;

namespace Sim.Tests.Rpc;

/// <summary>A server of simulators in this process, on a Unix socket, and a channel to it.</summary>
internal sealed class SimulatorPeer : IAsyncDisposable
{
    private readonly Peer _peer;

    private SimulatorPeer(SimulatorService service, Peer peer) => (Service, _peer) = (service, peer);

    public SimulatorService Service { get; }

    public Messages.Simulator.SimulatorClient Client => new(_peer.Invoker);

    public static Task<SimulatorPeer> Of(ISimulator simulator, ServerOptions? options = null) => Of([simulator], options);

    public static async Task<SimulatorPeer> Of(IEnumerable<ISimulator> simulators, ServerOptions? options = null)
    {
        var service = new SimulatorService(simulators, options);
        return new SimulatorPeer(service, await Peer.Of(Messages.Simulator.BindService(service)));
    }

    public RemoteSimulator Connect(RemoteSimulatorOptions? options = null) =>
        RemoteSimulator.Connect(_peer.Invoker, options ?? new RemoteSimulatorOptions(), TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _peer.DisposeAsync();
        Service.Dispose();
    }
}
