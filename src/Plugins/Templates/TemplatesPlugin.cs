using Sim.Plugins.Sdk;
using Sim.Plugins.Templates.SelfTests;

namespace Sim.Plugins.Templates;

/// <summary>Entry point of the plugin: adds the generator <c>template</c>.</summary>
public sealed class TemplatesPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IModuleRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        registry.Add<IScenarioGenerator>(new TemplateGenerator());
        registry.Add<ISelfTest>(new TemplatesSelfTest());
    }
}
