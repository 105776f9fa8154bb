using Sim.Plugins.PseudoSimulation.Planning;
using Sim.Plugins.PseudoSimulation.SelfTests;
using Sim.Plugins.Sdk;

namespace Sim.Plugins.PseudoSimulation;

/// <summary>Entry point of the plugin.</summary>
public sealed class PseudoSimulationPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IModuleRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        registry.Add<IAssessor>(new PseudoSimulationAssessor());
        registry.Add<IDriver>(new PdmClosedDriver());
        registry.Add<ISelfTest>(new PseudoSimulationSelfTest());
    }
}
