using Sim.Host.BuiltIn;
using Sim.Plugins.Sdk;
using Sim.Reports;

namespace Sim.Host;

/// <summary>The modules that are part of the program.</summary>
internal static class BuiltInModules
{
    /// <summary>Adds them.</summary>
    public static void Register(IModuleRegistry registry)
    {
        registry.Add<IScenarioGenerator>(new RecordingGenerator());
        ReportModules.Register(registry);
    }
}
