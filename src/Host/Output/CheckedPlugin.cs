using Sim.Host.Plugins;

namespace Sim.Host.Output;

/// <summary>A line of <c>sim plugins check</c>.</summary>
/// <param name="Id">Plugin id.</param>
/// <param name="Version">Its version, or empty.</param>
/// <param name="State">What became of it.</param>
/// <param name="Isolation">Where it runs.</param>
/// <param name="Unloads">False when it stays in memory after it was unloaded; null when it was never loaded into this process.</param>
/// <param name="Modules">Its modules, "contract name".</param>
/// <param name="Reason">Why it is not loaded.</param>
internal sealed record CheckedPlugin(string Id, string Version, PluginState State, PluginIsolation Isolation, bool? Unloads, IReadOnlyList<string> Modules, string Reason);
