namespace Sim.Host.Plugins;

/// <summary>What became of a plugin.</summary>
internal enum PluginState
{
    /// <summary>Loaded; its modules are in the catalog.</summary>
    Loaded,
    /// <summary>Its manifest is wrong.</summary>
    BadManifest,
    /// <summary>Its contract range does not include this host's version.</summary>
    Incompatible,
    /// <summary>An assembly that it needs is missing or has the wrong version.</summary>
    MissingDependency,
    /// <summary>Its code failed while it was loaded: no entry point, a constructor or Register that threw, a name that is taken.</summary>
    Failed,
    /// <summary>Another plugin has the same id.</summary>
    Duplicate,
}
