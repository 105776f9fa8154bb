using Sim.Host.Drivers;
using Sim.Host.Plugins;
using Sim.Host.SelfTests;
using Sim.Host.Workers;
using Sim.Plugins.Sdk;

namespace Sim.Host;

/// <summary>The modules of this process and the plugins they came from.</summary>
/// <param name="Catalog">All modules.</param>
/// <param name="Plugins">Every plugin folder found, loaded or not.</param>
/// <param name="Isolated">Those that run in processes of their own; null for none.</param>
internal sealed record LoadedModules(ModuleCatalog Catalog, IReadOnlyList<PluginEntry> Plugins, IsolatedPlugins? Isolated = null) : IDisposable
{
    /// <summary>Environment variable with further plugin folders, separated as PATH is.</summary>
    public const string PathVariable = "SIM_PLUGIN_PATH";

    /// <summary>Built-in modules, then the plugins beside the executable, then those of <see cref="PathVariable"/>.</summary>
    /// <param name="environment">Reads an environment variable.</param>
    /// <param name="choice">Which plugins run in processes of their own; null lets the environment say.</param>
    /// <exception cref="InputException">The choice names a plugin that is not there.</exception>
    public static LoadedModules Load(Func<string, string?> environment, IsolationChoice? choice = null)
    {
        choice ??= IsolationChoice.Parse(environment(IsolationChoice.Variable));
        var catalog = new ModuleCatalog();
        BuiltInModules.Register(catalog);
        DriverModules.Register(catalog, environment);
        catalog.Add<ISelfTest>(new ReferenceRunSelfTest(catalog));
        var roots = (environment(PathVariable) ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var isolated = new IsolatedPlugins(choice);
        var modules = new LoadedModules(catalog, PluginLoader.LoadAll([Path.Combine(AppContext.BaseDirectory, "plugins"), .. roots], catalog, isolated), isolated);
        try
        {
            choice.Require(modules.Plugins);
            return modules;
        }
        catch
        {
            modules.Dispose();
            throw;
        }
    }

    /// <summary>Ends all worker processes.</summary>
    public void Dispose() => Isolated?.Dispose();
}
