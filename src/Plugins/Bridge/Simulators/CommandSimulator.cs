using Sim.Plugins.Sdk;
using Sim.Rpc.Peers;
using Sim.Rpc.Services;

namespace Sim.Plugins.Bridge;

/// <summary>
/// The simulator "command": starts a side-car that serves the simulator contract on a Unix socket, one process for each case that runs, used again and
/// again; one that crashed, hung or failed is killed, and the next case gets a fresh one. Thread-safe.
/// </summary>
/// <param name="secrets">Finds a secret by name.</param>
/// <param name="through">The address to connect to for the one that a process listens at: another one only where a test stands in between.</param>
internal sealed class CommandSimulator(Func<string, string?> secrets, Func<string, string>? through = null) : ISimulator, IRemoteModule
{
    private readonly PeerKind<RemoteSimulator> _kind = PeerKinds.Simulator(secrets) with { Through = through };
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Key, string Folder), SideCarPool<RemoteSimulator>> _pools = [];
    private SimulatorInfo? _info;

    /// <inheritdoc/>
    public string Name => "command";

    /// <inheritdoc/>
    public string Description => "A simulator's side-car, started from a command line: simulator: { command: \"python3 side-car.py\" }.";

    /// <inheritdoc/>
    public SimulatorInfo Info => Volatile.Read(ref _info) ?? AddressSimulator.Unknown(Name);

    /// <inheritdoc/>
    public string Shown(Setting options) => $"command: {CommandText.Shown(options.Find("command") ?? Setting.Empty)}";

    /// <inheritdoc/>
    public int? Places(Setting options) => Read(options).Instances;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Inputs(Setting options, FileRoots files) => CommandFiles.Inputs(Read(options), files, "simulator:");

    /// <inheritdoc/>
    public string Greet(Setting options, FileRoots files, CancellationToken cancellationToken)
    {
        string hello = Pool(options, files).Greet(cancellationToken, out var info);
        Volatile.Write(ref _info, info);
        return hello;
    }

    /// <inheritdoc/>
    public ISimulatorSession Open(SimulatorUse use, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(use);
        var pool = Pool(use.Options, use.Files ?? FileRoots.Nowhere);
        pool.Enter(cancellationToken);
        SideCar<RemoteSimulator>? car = null;
        try
        {
            car = pool.Take(cancellationToken);
            Interlocked.CompareExchange(ref _info, car.Client.Info, null);
            var session = car.Client.Open(use with { Options = pool.Options.Peer.Module }, cancellationToken);
            return new WatchedSession(session, car.Explain, failed =>
            {
                pool.Give(car, failed);
                pool.Leave();
            });
        }
        catch (Exception e)
        {
            var why = car is null || e is InputException ? e : car.Explain(e);
            if (car is not null)
            {
                pool.Give(car, failed: e is not InputException);
            }

            pool.Leave();
            if (why != e)
            {
                throw why;
            }

            throw;
        }
    }

    /// <inheritdoc/>
    public void Release()
    {
        List<SideCarPool<RemoteSimulator>> pools;
        lock (_gate)
        {
            pools = [.. _pools.Values];
            _pools.Clear();
        }

        pools.ForEach(p => p.Dispose());
    }

    private static CommandOptions Read(Setting options) => CommandOptions.Read(options, AddressSimulator.Kind, Deadlines.ForSimulators);

    private SideCarPool<RemoteSimulator> Pool(Setting options, FileRoots files)
    {
        var command = Read(options);
        string folder = CommandFiles.WorkingFolder(command, files);
        lock (_gate)
        {
            if (!_pools.TryGetValue((command.Key, folder), out var pool))
            {
                _pools.Add((command.Key, folder), pool = new SideCarPool<RemoteSimulator>(_kind, command, folder, secrets));
            }

            return pool;
        }
    }
}
