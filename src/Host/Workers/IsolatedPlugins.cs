using Sim.Host.Plugins;
using Sim.Plugins.Sdk;

namespace Sim.Host.Workers;

/// <summary>The plugins that run in worker processes. Disposing ends all workers. Loading is done by one thread, the rest is thread-safe.</summary>
/// <param name="choice">What the user wants; the manifests say the rest.</param>
internal sealed class IsolatedPlugins(IsolationChoice choice) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<WorkerPool> _pools = [];

    /// <summary>Process ids of all workers that live.</summary>
    public IReadOnlyList<int> ProcessIds
    {
        get
        {
            lock (_gate)
            {
                return [.. _pools.SelectMany(p => p.ProcessIds)];
            }
        }
    }

    /// <summary>True when a plugin runs in a process of its own.</summary>
    public bool Take(PluginManifest manifest) => choice.Isolates(manifest.Id, manifest.Isolation);

    /// <summary>Starts a worker of a plugin and adds what stands for its modules to a catalog; or says why not.</summary>
    public PluginEntry Load(string folder, PluginManifest manifest, ModuleCatalog catalog)
    {
        PluginEntry Not(PluginState state, string reason) => new() { Folder = folder, Manifest = manifest, State = state, Reason = reason, Isolation = PluginIsolation.Process };
        var pool = new WorkerPool(new IsolatedPlugin(manifest, Path.GetFullPath(folder)));
        try
        {
            var worker = pool.Take(fresh: true);
            var description = worker.Description;
            pool.Return(worker);
            if (description.State != PluginState.Loaded)
            {
                pool.Dispose();
                return Not(description.State, description.Reason);
            }

            var staged = new StagedModules();
            foreach (var module in description.Modules)
            {
                if (module.Addressed)
                {
                    throw new InvalidOperationException($"its {module.Contract} '{module.Name}' stands for a scheme of addresses, which cannot be done from a process of its own; set isolation: none");
                }

                ContractBridge.All.First(b => b.Word == module.Contract).Add(staged, module, pool);
            }

            staged.MoveTo(catalog);
            lock (_gate)
            {
                _pools.Add(pool);
            }

            return new PluginEntry { Folder = folder, Manifest = manifest, State = PluginState.Loaded, Modules = staged.Names, Isolation = PluginIsolation.Process };
        }
        catch (Exception e) when (e is ModuleFailedException or InvalidOperationException or InputException)
        {
            pool.Dispose();
            return Not(PluginState.Failed, e.Message);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        List<WorkerPool> pools;
        lock (_gate)
        {
            pools = [.. _pools];
            _pools.Clear();
        }

        pools.ForEach(p => p.Dispose());
    }
}
