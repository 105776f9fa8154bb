using Sim.Plugins.Criticality.SelfTests;
using Sim.Plugins.Sdk;

namespace Sim.Plugins.Criticality;

/// <summary>Entry point of the plugin.</summary>
public sealed class CriticalityPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IModuleRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        registry.Add<IAssessor>(new CriticalityAssessor());
        registry.Add<ISelfTest>(new CriticalitySelfTest());
    }
}
