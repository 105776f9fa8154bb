namespace Sim.Plugins.Sdk;

/// <summary>Entry point of a plugin assembly: exactly one public class with a parameterless constructor implements it.</summary>
public interface IPlugin
{
    /// <summary>Adds the plugin's modules. Called once after loading; must be quick and must not touch files or the network.</summary>
    void Register(IModuleRegistry registry);
}
