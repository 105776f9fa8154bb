using Sim.Plugins.Sdk;
using Sim.Plugins.Sumo.Networks;
using Sim.Plugins.Sumo.SelfTests;

namespace Sim.Plugins.Sumo;

/// <summary>Entry point of the plugin: adds the simulator <c>sumo</c>, the format of its networks and their self-test.</summary>
public sealed class SumoPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IModuleRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        registry.Add<ISimulator>(new SumoSimulator());
        registry.Add<IFormat>(new SumoNetworkFormat());
        registry.Add<ISelfTest>(new SumoSelfTest());
    }
}
