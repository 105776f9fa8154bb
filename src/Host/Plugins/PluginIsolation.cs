namespace Sim.Host.Plugins;

/// <summary>Where a plugin runs.</summary>
internal enum PluginIsolation
{
    /// <summary>In the host's process: fast, and trusted not to crash, hang or leak.</summary>
    None,
    /// <summary>In worker processes: whatever it does to its process costs one case.</summary>
    Process,
    /// <summary>In the host's process, also where all are to be isolated: its modules run elsewhere anyway.</summary>
    Never,
}
