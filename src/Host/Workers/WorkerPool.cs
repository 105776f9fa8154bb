namespace Sim.Host.Workers;

/// <summary>The workers of one plugin: as many as cases run at the same time, started when needed, used again and again. Thread-safe.</summary>
/// <param name="plugin">Whose.</param>
internal sealed class WorkerPool(IsolatedPlugin plugin) : IDisposable, ILeaseSource
{
    private static readonly TimeSpan MemoryPeriod = TimeSpan.FromMilliseconds(50);
    private readonly Lock _gate = new();
    private readonly List<PluginWorker> _all = [];
    private readonly Stack<PluginWorker> _idle = [];
    private Timer? _memory;
    private bool _closed;

    /// <summary>Process ids of the workers that live.</summary>
    public IReadOnlyList<int> ProcessIds
    {
        get
        {
            lock (_gate)
            {
                return [.. _all.Select(w => w.ProcessId)];
            }
        }
    }

    /// <summary>A worker that nobody else uses until it is returned.</summary>
    /// <param name="fresh">True for one that has served nobody before.</param>
    public PluginWorker Take(bool fresh)
    {
        while (true)
        {
            PluginWorker? worker;
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_closed, this);
                if (!_idle.TryPop(out worker))
                {
                    break;
                }
            }

            if (!worker.IsLost && !(fresh && worker.WasUsed))
            {
                return worker;
            }

            Discard(worker);
        }

        var started = PluginWorker.Start(plugin);
        lock (_gate)
        {
            if (!_closed)
            {
                _all.Add(started);
                _memory ??= new Timer(_ => CheckMemory(), null, MemoryPeriod, MemoryPeriod);
                return started;
            }
        }

        started.Dispose();
        throw new ObjectDisposedException(nameof(WorkerPool));
    }

    /// <summary>Gives a worker back; a lost one is cleaned up.</summary>
    /// <param name="worker">The worker.</param>
    /// <param name="used">False when it did nothing but say what it has.</param>
    public void Return(PluginWorker worker, bool used = true)
    {
        worker.WasUsed |= used;
        if (!worker.IsLost)
        {
            lock (_gate)
            {
                if (!_closed)
                {
                    _idle.Push(worker);
                    return;
                }
            }
        }

        Discard(worker);
    }

    /// <summary>For calls that belong to no case: a worker for each.</summary>
    public ILease Begin() => new Single(this, Take(fresh: false));

    /// <inheritdoc/>
    public ILeaseSource In(WorkerScope scope) => new Scoped(this, scope);

    /// <summary>Ends all workers, also those in use: whoever uses one has been given up.</summary>
    public void Dispose()
    {
        List<PluginWorker> all;
        lock (_gate)
        {
            _closed = true;
            all = [.. _all];
            _all.Clear();
            _idle.Clear();
            _memory?.Dispose();
        }

        all.ForEach(w => w.Dispose());
    }

    private void Discard(PluginWorker worker)
    {
        lock (_gate)
        {
            _all.Remove(worker);
        }

        worker.Dispose();
    }

    private void CheckMemory()
    {
        List<PluginWorker> all;
        lock (_gate)
        {
            all = [.. _all];
        }

        all.ForEach(w => w.CheckMemory());
    }

    private sealed class Single(WorkerPool pool, PluginWorker worker) : ILease
    {
        private bool _disposed;

        public Conversation Conversation => worker.Conversation;

        public IReadOnlyList<Google.Protobuf.ByteString> Ask(ulong @object, string method, CancellationToken cancellationToken, params IEnumerable<byte[]> arguments) =>
            worker.Ask(@object, method, arguments, cancellationToken);

        public void Dispose()
        {
            if (!_disposed)
            {
                _disposed = true;
                pool.Return(worker);
            }
        }
    }

    private sealed class Scoped(WorkerPool pool, WorkerScope scope) : ILeaseSource
    {
        public ILease Begin() => new Shared(scope.Worker(pool));

        public ILeaseSource In(WorkerScope other) => new Scoped(pool, other);
    }

    private sealed class Shared(PluginWorker worker) : ILease
    {
        public Conversation Conversation => worker.Conversation;

        public IReadOnlyList<Google.Protobuf.ByteString> Ask(ulong @object, string method, CancellationToken cancellationToken, params IEnumerable<byte[]> arguments) =>
            worker.AskForCase(@object, method, arguments, cancellationToken);

        public void Dispose()
        {
        }
    }
}
