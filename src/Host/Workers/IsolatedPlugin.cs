using Sim.Host.Plugins;
using Sim.Rpc.Peers;

namespace Sim.Host.Workers;

/// <summary>A plugin that runs in worker processes.</summary>
/// <param name="Manifest">What its manifest says.</param>
/// <param name="Folder">Its folder, absolute.</param>
internal sealed record IsolatedPlugin(PluginManifest Manifest, string Folder)
{
    /// <summary>Memory that each worker may hold when the manifest does not say.</summary>
    public static readonly MemoryLimit DefaultMemory = new(4L << 30, "4 GiB");

    /// <summary>Time that one call of a case may take when the manifest does not say: far beyond honest work, so that a hang ends without being told.</summary>
    public static readonly TimeSpan DefaultDeadline = TimeSpan.FromMinutes(10);

    /// <summary>Time that one call of a case may take.</summary>
    public TimeSpan Deadline => Manifest.Deadline ?? DefaultDeadline;

    /// <summary>Memory that each worker may hold.</summary>
    public MemoryLimit Memory => Manifest.Memory ?? DefaultMemory;
}
