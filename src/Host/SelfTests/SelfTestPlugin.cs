using Sim.Host.Plugins;

namespace Sim.Host.SelfTests;

/// <summary>An installed plugin.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Version">Its version, or empty.</param>
/// <param name="State">What became of it.</param>
/// <param name="Isolation">Where it runs.</param>
/// <param name="Files">Every file of its folder, sorted.</param>
internal sealed record SelfTestPlugin(string Id, string Version, PluginState State, PluginIsolation Isolation, IReadOnlyList<SelfTestFile> Files);
