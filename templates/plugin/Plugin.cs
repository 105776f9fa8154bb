using Sim.Plugins.Sdk;

namespace MyPlugin;

/// <summary>Entry point: the one class of the assembly that implements <see cref="IPlugin"/>.</summary>
public sealed class Plugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IModuleRegistry registry) => registry.Add<IAssessor>(new TopSpeedAssessor());
}
