namespace Sim.Plugins.Sdk;

/// <summary>Version of the contracts in this assembly. A plugin's manifest states the range that it fits ("&gt;=1.0 &lt;2.0").</summary>
public static class ContractVersion
{
    /// <summary>The version.</summary>
    public static Version Current { get; } = new(1, 0);
}
