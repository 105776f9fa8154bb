using Sim.Plugins.Sdk;

namespace Sim.Fixtures;

/// <summary>Fails when it is created.</summary>
public sealed class ThrowsInConstructorPlugin : IPlugin
{
    /// <summary>Always throws.</summary>
    public ThrowsInConstructorPlugin() => throw new NotSupportedException("the licence file is missing");

    /// <inheritdoc/>
    public void Register(IModuleRegistry registry)
    {
    }
}
