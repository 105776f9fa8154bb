using Sim.Plugins.Sdk;

namespace Sim.Host.Workers;

/// <summary>
/// The workers of one case: for each plugin at most one, which serves nobody else meanwhile, so that whatever a plugin does to its process costs
/// this case only. Thread-safe but for <see cref="Dispose"/>.
/// </summary>
/// <param name="fresh">True to use only workers that have served nobody before.</param>
internal sealed class WorkerScope(bool fresh) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<WorkerPool, PluginWorker> _workers = [];
    private bool _lostUsed;

    /// <summary>
    /// True when a worker was lost that had served other cases before. What they left behind may have been the cause (a thread, a leak), so the case
    /// deserves a fresh worker; only then does its result depend on nothing but itself.
    /// </summary>
    public bool LostUsed
    {
        get
        {
            lock (_gate)
            {
                return _lostUsed || _workers.Values.Any(w => w is { WasUsed: true, IsLostByItself: true });
            }
        }
    }

    /// <summary>The module for the calls of this case.</summary>
    public TContract Bind<TContract>(TContract module)
        where TContract : class, IModule => module is IsolatedModule remote ? (TContract)remote.In(this) : module;

    /// <summary>This case's worker of a plugin.</summary>
    public PluginWorker Worker(WorkerPool pool)
    {
        lock (_gate)
        {
            if (_workers.TryGetValue(pool, out var worker))
            {
                if (!worker.IsLost)
                {
                    return worker;
                }

                _lostUsed |= worker is { WasUsed: true, IsLostByItself: true };
                pool.Return(worker);
                _workers.Remove(pool);
            }

            return _workers[pool] = pool.Take(fresh);
        }
    }

    /// <summary>Gives the workers back.</summary>
    public void Dispose()
    {
        foreach (var (pool, worker) in _workers)
        {
            pool.Return(worker);
        }

        _workers.Clear();
    }
}
