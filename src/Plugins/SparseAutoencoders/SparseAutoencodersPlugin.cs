using Sim.Plugins.Sdk;
using Sim.Plugins.SparseAutoencoders.Commands;
using Sim.Plugins.SparseAutoencoders.SelfTests;

namespace Sim.Plugins.SparseAutoencoders;

/// <summary>Entry point of the plugin.</summary>
public sealed class SparseAutoencodersPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IModuleRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        registry.Add<ICommand>(new SaeCommand());
        registry.Add<ISelfTest>(new SaeSelfTest());
    }
}
