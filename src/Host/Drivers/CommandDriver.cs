using Sim.Plugins.Sdk;
using Sim.Rpc.Peers;

namespace Sim.Host.Drivers;

/// <summary>The driver "command": starts a program that serves the driver contract on a Unix socket. Thread-safe.</summary>
/// <param name="secrets">Finds a secret by name.</param>
internal sealed class CommandDriver(Func<string, string?> secrets) : ILeasedDriver, IHoldsPeers
{
    /// <summary>Name of the module.</summary>
    public const string ModuleName = "command";

    /// <summary>How the keys of its input files begin.</summary>
    public const string InputPrefix = "driver:";

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Key, string Folder), CommandPool> _pools = [];

    /// <inheritdoc/>
    public string Name => ModuleName;

    /// <inheritdoc/>
    public string Description => "Your own driver, started from a command line: driver: { command: \"python3 drive.py\" }.";

    /// <inheritdoc/>
    public DriverInfo Info => new(Name, "", Reproducibility.FromRecording);

    /// <inheritdoc/>
    public string Shown(Setting options) => $"command: {CommandText.Shown(options.Find("command") ?? Setting.Empty)}";

    /// <inheritdoc/>
    public PeerHello Greet(Setting options, FileRoots files, LeaseContext context, CancellationToken cancellationToken) =>
        Pool(options, files).Greet(context, cancellationToken);

    /// <inheritdoc/>
    public IDriverLease Lease(Setting options, FileRoots files, LeaseContext context, CancellationToken cancellationToken) =>
        new CommandLease(Pool(options, files), context, cancellationToken);

    /// <inheritdoc/>
    public int? Places(Setting options) => CommandOptions.Read(options).Instances;

    /// <inheritdoc/>
    public IDriverSession Start(DriverTask task, Setting options, CancellationToken cancellationToken) =>
        LeasedSession.Start(this, task, options, cancellationToken);

    /// <summary>The files that the command names and those under <c>inputs</c>.</summary>
    public IReadOnlyDictionary<string, string> Inputs(Setting options, FileRoots files) => CommandFiles.Inputs(CommandOptions.Read(options), files, InputPrefix);

    /// <inheritdoc/>
    public void Release()
    {
        List<CommandPool> pools;
        lock (_gate)
        {
            pools = [.. _pools.Values];
            _pools.Clear();
        }

        pools.ForEach(p => p.Dispose());
    }

    private CommandPool Pool(Setting options, FileRoots files)
    {
        var command = CommandOptions.Read(options);
        string folder = CommandFiles.WorkingFolder(command, files);
        lock (_gate)
        {
            if (!_pools.TryGetValue((command.Key, folder), out var pool))
            {
                pool = new CommandPool(command, folder, secrets);
                _pools.Add((command.Key, folder), pool);
            }

            return pool;
        }
    }
}
