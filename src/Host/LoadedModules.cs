using Sim.Host.Drivers;
using Sim.Host.Plugins;

namespace Sim.Host;

/// <summary>The modules of this process and the plugins they came from.</summary>
/// <param name="Catalog">All modules.</param>
/// <param name="Plugins">Every plugin folder found, loaded or not.</param>
internal sealed record LoadedModules(ModuleCatalog Catalog, IReadOnlyList<PluginEntry> Plugins)
{
    /// <summary>Environment variable with further plugin folders, separated as PATH is.</summary>
    public const string PathVariable = "SIM_PLUGIN_PATH";

    /// <summary>Built-in modules, then the plugins beside the executable, then those of <see cref="PathVariable"/>.</summary>
    public static LoadedModules Load(Func<string, string?> environment)
    {
        var catalog = new ModuleCatalog();
        BuiltInModules.Register(catalog);
        DriverModules.Register(catalog, environment);
        var roots = (environment(PathVariable) ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return new LoadedModules(catalog, PluginLoader.LoadAll([Path.Combine(AppContext.BaseDirectory, "plugins"), .. roots], catalog));
    }
}
