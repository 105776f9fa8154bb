using System.Text;
using Sim.Plugins.Sdk;
using Sim.Rpc.Peers;

namespace Sim.Host.Drivers;

/// <summary>The instances of one command: as many as cases run at the same time, started when needed, used again and again. Thread-safe.</summary>
internal sealed class CommandPool : IDisposable
{
    private static readonly TimeSpan MemoryPeriod = TimeSpan.FromMilliseconds(100);
    private const int ShownLines = 12;
    private readonly CommandOptions _options;
    private readonly string _workingFolder;
    private readonly Func<string, string?> _secrets;
    private readonly Lock _gate = new();
    private readonly List<DriverInstance> _all = [];
    private readonly Stack<DriverInstance> _idle = [];
    private readonly SemaphoreSlim? _slots;
    private readonly Timer? _memory;
    private PeerHello? _hello;
    private bool _closed;
    private int _looking;

    /// <summary>Makes a pool; starts nothing.</summary>
    /// <param name="options">The command.</param>
    /// <param name="workingFolder">Working folder of the processes, absolute.</param>
    /// <param name="secrets">Finds a secret by name.</param>
    public CommandPool(CommandOptions options, string workingFolder, Func<string, string?> secrets)
    {
        (_options, _workingFolder, _secrets) = (options, workingFolder, secrets);
        _slots = options.Instances is { } count ? new SemaphoreSlim(count) : null;
        _memory = options.Memory is null ? null : new Timer(_ => CheckMemory(), null, MemoryPeriod, MemoryPeriod);
    }

    /// <summary>The command.</summary>
    public CommandOptions Options => _options;

    /// <summary>What the driver said when it was first asked; null before.</summary>
    public PeerHello? Hello => Volatile.Read(ref _hello);

    /// <summary>Starts an instance and keeps it for the first case.</summary>
    /// <exception cref="PeerException">It does not start; with its last words.</exception>
    public PeerHello Greet(LeaseContext context, CancellationToken cancellationToken)
    {
        if (Hello is { } known)
        {
            return known;
        }

        byte[] output = [];
        try
        {
            Return(Start(context, log => output = log, cancellationToken));
            return Hello!;
        }
        catch (DriverFailedException e)
        {
            throw new PeerException($"the driver '{_options.Shown}' does not start: {e.Message}{LastLines(output)}", e);
        }
    }

    /// <summary>Takes a place among the instances.</summary>
    public void Enter(CancellationToken cancellationToken) => _slots?.Wait(cancellationToken);

    /// <summary>Gives the place back.</summary>
    public void Leave() => _slots?.Release();

    /// <summary>A living instance that nobody uses, or null.</summary>
    public DriverInstance? TakeIdle()
    {
        while (true)
        {
            DriverInstance? instance;
            lock (_gate)
            {
                if (!_idle.TryPop(out instance))
                {
                    return null;
                }
            }

            if (!instance.Process.HasExited)
            {
                return instance;
            }

            Discard(instance);
        }
    }

    /// <summary>Starts an instance.</summary>
    /// <param name="context">For whom.</param>
    /// <param name="failedLog">Told what a process wrote that did not start.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="DriverFailedException">It does not start.</exception>
    /// <exception cref="InputException">There is no such program, or a secret is not set.</exception>
    public DriverInstance Start(LeaseContext context, Action<byte[]>? failedLog, CancellationToken cancellationToken)
    {
        var process = ChildProcess.Start(_options, _workingFolder, _secrets, inTerminal: context.Debugging is not null);
        context.Debugging?.Invoke(DebuggerHint.Of(process.Id, _options.Arguments));
        DriverInstance instance;
        try
        {
            instance = DriverInstance.Await(process, _options.Shown, _options.Peer.ModuleName, _options.Peer.For(context).Deadlines, _secrets, cancellationToken);
        }
        catch
        {
            process.Stop(ask: false);
            failedLog?.Invoke(process.Log.Take());
            process.Dispose();
            throw;
        }

        lock (_gate)
        {
            _hello ??= instance.Link.Hello;
            if (!_closed && _hello == instance.Link.Hello)
            {
                _all.Add(instance);
                return instance;
            }
        }

        instance.Dispose();
        throw new DriverFailedException(_closed ? "the run has ended" : $"it introduces itself as '{instance.Link.Hello.ToText()}', but as '{Hello!.ToText()}' before");
    }

    /// <summary>Gives an instance back that works.</summary>
    public void Return(DriverInstance instance)
    {
        lock (_gate)
        {
            if (!_closed)
            {
                _idle.Push(instance);
                return;
            }
        }

        Discard(instance);
    }

    /// <summary>Kills an instance.</summary>
    public void Discard(DriverInstance instance)
    {
        lock (_gate)
        {
            _all.Remove(instance);
        }

        instance.Dispose();
    }

    /// <summary>Stops all instances, also those in use: whoever uses one has been given up.</summary>
    public void Dispose()
    {
        List<DriverInstance> all;
        HashSet<DriverInstance> idle;
        lock (_gate)
        {
            _closed = true;
            all = [.. _all];
            idle = [.. _idle];
            _all.Clear();
            _idle.Clear();
        }

        _memory?.Dispose();
        var stops = all.Select(instance => new Thread(() =>
        {
            instance.Stop(ask: idle.Contains(instance));
            instance.Dispose();
        })).ToList();
        stops.ForEach(s => s.Start());
        stops.ForEach(s => s.Join());
        _slots?.Dispose();
    }

    private static string LastLines(byte[] output)
    {
        var lines = Encoding.UTF8.GetString(output).Split('\n').Select(l => new string([.. l.Select(c => char.IsControl(c) ? ' ' : c)]).TrimEnd()).Where(l => l.Length > 0).TakeLast(ShownLines).ToList();
        return lines.Count < 2 ? "" : "\nits output ends with:\n  " + string.Join("\n  ", lines);
    }

    private void CheckMemory()
    {
        // A look that takes longer than the period is not joined by another one.
        if (Interlocked.Exchange(ref _looking, 1) != 0)
        {
            return;
        }

        List<DriverInstance> all;
        lock (_gate)
        {
            all = [.. _all];
        }

        foreach (var instance in all)
        {
            instance.Process.CheckMemory();
        }

        Volatile.Write(ref _looking, 0);
    }
}
