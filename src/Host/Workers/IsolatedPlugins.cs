using Sim.Host.Plugins;
using Sim.Plugins.Sdk;

namespace Sim.Host.Workers;

/// <summary>The plugins that run in worker processes. Disposing ends all workers. Loading is done by one thread, the rest is thread-safe.</summary>
/// <param name="choice">What the user wants; the manifests say the rest.</param>
internal sealed class IsolatedPlugins(IsolationChoice choice) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<WorkerPool> _pools = [];
    private readonly Dictionary<string, Task<(WorkerPool Pool, PluginDescription Description)>> _early = new(StringComparer.Ordinal);

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

    /// <summary>Starts the first workers of several plugins at the same time; loading then waits for each. It reports nothing: loading does.</summary>
    public void StartEarly(IEnumerable<string> folders)
    {
        foreach (string folder in folders)
        {
            try
            {
                var manifest = PluginManifest.Read(Path.Combine(folder, PluginManifest.FileName));
                if (Take(manifest) && manifest.Contract.Contains(ContractVersion.Current))
                {
                    _early[folder] = Task.Run(() => Start(folder, manifest));
                }
            }
            catch (InputException)
            {
                // Loading says it.
            }
        }
    }

    /// <summary>Starts a worker of a plugin and adds what stands for its modules to a catalog; or says why not.</summary>
    public PluginEntry Load(string folder, PluginManifest manifest, ModuleCatalog catalog)
    {
        PluginEntry Not(PluginState state, string reason) => new() { Folder = folder, Manifest = manifest, State = state, Reason = reason, Isolation = PluginIsolation.Process };
        WorkerPool? pool = null;
        try
        {
            (pool, var description) = _early.Remove(folder, out var started) ? started.GetAwaiter().GetResult() : Start(folder, manifest);
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
                    throw new InvalidOperationException($"its {module.Contract} '{module.Name}' stands for a scheme of addresses, which cannot be done from a process of its own; set isolation: never");
                }

                if (module.Remote)
                {
                    throw new InvalidOperationException($"its {module.Contract} '{module.Name}' runs in a process of its own already, which the host asks who it is; set isolation: never");
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
            pool?.Dispose();
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

        // Started for a plugin that then was not loaded: a duplicate, or one without its assembly.
        foreach (var started in _early.Values)
        {
            try
            {
                started.GetAwaiter().GetResult().Pool.Dispose();
            }
            catch (Exception e) when (e is ModuleFailedException or InputException)
            {
                // It did not start, so there is nothing to end.
            }
        }

        _early.Clear();
    }

    private static (WorkerPool Pool, PluginDescription Description) Start(string folder, PluginManifest manifest)
    {
        var pool = new WorkerPool(new IsolatedPlugin(manifest, Path.GetFullPath(folder)));
        try
        {
            var worker = pool.Take(fresh: true);
            pool.Return(worker, used: false);
            return (pool, worker.Description);
        }
        catch
        {
            pool.Dispose();
            throw;
        }
    }
}
