namespace Sim.Host.Plugins;

/// <summary>A plugin that was found: loaded, or with the reason why not.</summary>
internal sealed class PluginEntry
{
    /// <summary>Its folder.</summary>
    public required string Folder { get; init; }

    /// <summary>Its manifest, or null when that is wrong.</summary>
    public PluginManifest? Manifest { get; init; }

    /// <summary>What became of it.</summary>
    public required PluginState State { get; init; }

    /// <summary>Why it is not loaded; empty when it is.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Its modules as (contract word, name, description), in the order of registration.</summary>
    public IReadOnlyList<(string Contract, string Name, string Description)> Modules { get; init; } = [];

    /// <summary>Its id, or the folder's name when the manifest is wrong.</summary>
    public string Id => Manifest?.Id ?? Path.GetFileName(Folder);

    /// <summary>Where it runs.</summary>
    public PluginIsolation Isolation { get; init; }

    /// <summary>Its load context while it is loaded into this process.</summary>
    internal PluginLoadContext? Context { get; set; }
}
