using Sim.Host.Plugins;

namespace Sim.Host.Workers;

/// <summary>What a worker says about its plugin. Plain data.</summary>
/// <param name="State">What became of it when the worker loaded it.</param>
/// <param name="Reason">Why it is not loaded.</param>
/// <param name="Modules">Its modules in the order of registration.</param>
internal sealed record PluginDescription(PluginState State, string Reason, IReadOnlyList<ModuleDescription> Modules);
