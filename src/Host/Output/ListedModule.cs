using Sim.Host.Plugins;

namespace Sim.Host.Output;

/// <summary>A line of <c>sim plugins list</c>.</summary>
/// <param name="Contract">Contract.</param>
/// <param name="Name">Name that suites refer to.</param>
/// <param name="From">Plugin id, or "built in".</param>
/// <param name="Isolation">Where it runs.</param>
/// <param name="Description">One sentence.</param>
internal sealed record ListedModule(string Contract, string Name, string From, PluginIsolation Isolation, string Description);
