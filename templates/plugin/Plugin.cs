using Sim.Plugins.Sdk;

namespace MyPlugin;

/// <summary>Entry point: the one class of the assembly that implements <see cref="IPlugin"/>.</summary>
public sealed class Plugin : IPlugin
{
    /// <inheritdoc/>
#if (kind == "driver")
    public void Register(IModuleRegistry registry) => registry.Add<IDriver>(new TimeGapDriver());
#else
    public void Register(IModuleRegistry registry) => registry.Add<IAssessor>(new TopSpeedAssessor());
#endif
}
