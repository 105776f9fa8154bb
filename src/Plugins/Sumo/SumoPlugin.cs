using Sim.Plugins.Sdk;
using Sim.Plugins.Sumo.Networks;

namespace Sim.Plugins.Sumo;

/// <summary>Entry point of the plugin: adds the simulator <c>sumo</c> and the format of its networks.</summary>
public sealed class SumoPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IModuleRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        registry.Add<ISimulator>(new SumoSimulator());
        registry.Add<IFormat>(new SumoNetworkFormat());
    }
}
