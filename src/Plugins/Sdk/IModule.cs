namespace Sim.Plugins.Sdk;

/// <summary>What every contract has: a name that YAML refers to and a description for <c>sim plugins list</c>.</summary>
public interface IModule
{
    /// <summary>Stable lower-case name, unique within its contract ("criticality", "embedded").</summary>
    string Name { get; }

    /// <summary>One sentence for people.</summary>
    string Description { get; }
}
