using Sim.Plugins.Sdk;
using Sim.Rpc.Peers;

namespace Sim.Plugins.Bridge;

/// <summary>Entry point of the plugin: a module for each scheme of addresses and each contract, simulators that are started, and a self-test.</summary>
public sealed class BridgePlugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IModuleRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        Func<string, string?> secrets = Environment.GetEnvironmentVariable;
        registry.Add<ISimulator>(new CommandSimulator(secrets));
        registry.Add<ISimulator>(new TrafficSimulator(secrets));
        registry.Add<ISelfTest>(new BridgeSelfTest());
        foreach (string scheme in PeerAddress.Schemes)
        {
            registry.Add<ISimulator>(new AddressedSimulators(scheme, secrets));
            registry.Add<IAssessor>(new AddressedAssessors(scheme, secrets));
            registry.Add<ISensor>(new AddressedSensors(scheme, secrets));
            registry.Add<IGuard>(new AddressedGuards(scheme, secrets));
        }
    }
}
