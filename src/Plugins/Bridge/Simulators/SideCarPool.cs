using Sim.Plugins.Sdk;
using Sim.Rpc.Peers;

namespace Sim.Plugins.Bridge;

/// <summary>The processes of one command: as many as cases run at the same time, started when needed, used again and again. Thread-safe.</summary>
/// <typeparam name="T">The client of a peer.</typeparam>
internal sealed class SideCarPool<T> : IDisposable
    where T : class, IDisposable
{
    private static readonly TimeSpan MemoryPeriod = TimeSpan.FromMilliseconds(100);
    private readonly PeerKind<T> _kind;
    private readonly string _workingFolder;
    private readonly Func<string, string?> _secrets;
    private readonly Lock _gate = new();
    private readonly List<SideCar<T>> _all = [];
    private readonly Stack<SideCar<T>> _idle = [];
    private readonly SemaphoreSlim? _places;
    private readonly Timer? _memory;
    private string? _hello;
    private SimulatorInfo? _info;
    private bool _closed;

    /// <summary>Makes a pool; starts nothing.</summary>
    /// <param name="kind">What it starts.</param>
    /// <param name="options">The command.</param>
    /// <param name="workingFolder">Working folder of the processes, absolute.</param>
    /// <param name="secrets">Finds a secret by name.</param>
    public SideCarPool(PeerKind<T> kind, CommandOptions options, string workingFolder, Func<string, string?> secrets)
    {
        (_kind, Options, _workingFolder, _secrets) = (kind, options, workingFolder, secrets);
        _places = options.Instances is { } count ? new SemaphoreSlim(count) : null;
        _memory = options.Memory is null ? null : new Timer(_ => CheckMemory(), null, MemoryPeriod, MemoryPeriod);
    }

    /// <summary>The command.</summary>
    public CommandOptions Options { get; }

    /// <summary>Starts one and keeps it for the first case.</summary>
    /// <exception cref="ModuleFailedException">It does not start; with its last words.</exception>
    public string Greet(CancellationToken cancellationToken, out SimulatorInfo info)
    {
        if (_hello is null)
        {
            Give(Take(cancellationToken), failed: false);
        }

        info = _info!;
        return _hello!;
    }

    /// <summary>Takes a place; waits while all are taken.</summary>
    public void Enter(CancellationToken cancellationToken) => _places?.Wait(cancellationToken);

    /// <summary>Gives the place back.</summary>
    public void Leave() => _places?.Release();

    /// <summary>A living process that nobody uses, or a new one.</summary>
    /// <exception cref="InputException">There is no such program, or a secret is not set.</exception>
    /// <exception cref="ModuleFailedException">It does not start, or is another one than before.</exception>
    public SideCar<T> Take(CancellationToken cancellationToken)
    {
        while (true)
        {
            SideCar<T>? idle;
            lock (_gate)
            {
                if (!_idle.TryPop(out idle))
                {
                    break;
                }
            }

            if (!idle.HasExited)
            {
                return idle;
            }

            Give(idle, failed: true);
        }

        var car = SideCar<T>.Start(_kind, Options, _workingFolder, _secrets, cancellationToken);
        lock (_gate)
        {
            _hello ??= car.Hello;
            _info ??= _kind.Info(car.Client);
            if (!_closed && _hello == car.Hello)
            {
                _all.Add(car);
                return car;
            }
        }

        car.Dispose();
        throw new ModuleFailedException(_closed ? "the run has ended" : $"it introduces itself as '{car.Hello}', but as '{_hello}' before");
    }

    /// <summary>Gives one back; one that failed is killed.</summary>
    public void Give(SideCar<T> car, bool failed)
    {
        lock (_gate)
        {
            if (!failed && !_closed && !car.HasExited)
            {
                _idle.Push(car);
                return;
            }

            _all.Remove(car);
        }

        car.Dispose();
    }

    /// <summary>Stops them all, also those in use: whoever uses one has been given up.</summary>
    public void Dispose()
    {
        List<SideCar<T>> all;
        HashSet<SideCar<T>> idle;
        lock (_gate)
        {
            _closed = true;
            all = [.. _all];
            idle = [.. _idle];
            _all.Clear();
            _idle.Clear();
        }

        _memory?.Dispose();
        var stops = all.Select(car => new Thread(() =>
        {
            car.Stop(ask: idle.Contains(car));
            car.Dispose();
        })).ToList();
        stops.ForEach(s => s.Start());
        stops.ForEach(s => s.Join());
        _places?.Dispose();
    }

    private void CheckMemory()
    {
        List<SideCar<T>> all;
        lock (_gate)
        {
            all = [.. _all];
        }

        all.ForEach(c => c.CheckMemory());
    }
}
