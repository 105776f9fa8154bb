using Sim.Host.Plugins;

namespace Sim.Host.Workers;

/// <summary>A plugin that runs in worker processes.</summary>
/// <param name="Manifest">What its manifest says.</param>
/// <param name="Folder">Its folder, absolute.</param>
internal sealed record IsolatedPlugin(PluginManifest Manifest, string Folder)
{
    /// <summary>Memory that each worker may hold when the manifest does not say, bytes.</summary>
    public const long DefaultMemoryBytes = 4L << 30;

    /// <summary>Memory that each worker may hold, bytes.</summary>
    public long MemoryBytes => Manifest.MemoryBytes ?? DefaultMemoryBytes;

    /// <summary>The same for people.</summary>
    public string MemoryText => Manifest.MemoryBytes is null ? "4 GiB" : Manifest.MemoryText;
}
