using Sim.Plugins.Sdk;
using Sim.Rpc.Peers;
using Sim.Rpc.Services;
using Sim.Simulation;

namespace Sim.Plugins.Bridge;

/// <summary>
/// The simulator "traffic": the embedded engine, with a model of traffic in another process that moves the vehicles which recordings and lanes bring. Suites say
/// simulator: { use: embedded, traffic: "grpc://localhost:50061" }, or start it: traffic: { command: … }; all other options are the embedded engine's. Thread-safe.
/// </summary>
/// <param name="secrets">Finds a secret by name.</param>
internal sealed class TrafficSimulator(Func<string, string?> secrets) : ISimulator, IRemoteModule
{
    private const string Key = SimulatorUse.WithTraffic;
    private readonly PeerKind<RemoteTraffic> _kind = PeerKinds.Traffic(secrets);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Links<RemoteTraffic>> _links = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Key, string Folder), SideCarPool<RemoteTraffic>> _pools = [];
    private readonly EmbeddedSimulator _embedded = new();
    private SimulatorInfo? _model;
    private int _places;

    /// <inheritdoc/>
    public string Name => Key;

    /// <inheritdoc/>
    public string Description => "The embedded engine with traffic that another process moves: simulator: { use: embedded, traffic: \"grpc://localhost:50061\" }.";

    /// <inheritdoc/>
    public SimulatorInfo Info => _embedded.Info with { Name = Name, Reproducibility = Volatile.Read(ref _model)?.Reproducibility ?? Reproducibility.Statistical };

    /// <inheritdoc/>
    public string Shown(Setting options)
    {
        var use = Use(options);
        return "embedded, traffic " + (use.Find("command") is { } command ? $"command: {CommandText.Shown(command)}" : ReadAddress(use, out var address).Shown(address));
    }

    /// <inheritdoc/>
    public int? Places(Setting options) => Use(options) is var use && use.Find("command") is not null
        ? ReadCommand(use).Instances
        : Volatile.Read(ref _places) is > 0 and int count ? count : null;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Inputs(Setting options, FileRoots files) =>
        Use(options) is var use && use.Find("command") is not null ? CommandFiles.Inputs(ReadCommand(use), files, "traffic:") : Ordered.Empty;

    /// <inheritdoc/>
    public string Greet(Setting options, FileRoots files, CancellationToken cancellationToken)
    {
        var use = Use(options);
        if (use.Find("command") is not null)
        {
            string hello = Pool(use, files).Greet(cancellationToken, out var info);
            Volatile.Write(ref _model, info);
            return hello;
        }

        var read = ReadAddress(use, out var address);
        var links = LinksTo(address);
        links.Leave(Take(links, read, files, cancellationToken), retire: false);
        return links.Hello(read);
    }

    /// <inheritdoc/>
    public ISimulatorSession Open(SimulatorUse use, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(use);
        var peer = Use(use.Options);
        var ours = use.WithoutTraffic();
        // Wrong options are told now and not with the first scenario.
        _embedded.Open(ours, cancellationToken).Dispose();
        return peer.Find("command") is not null ? OpenCommand(ours, peer, cancellationToken) : OpenAddress(ours, peer, cancellationToken);
    }

    /// <inheritdoc/>
    public void Release()
    {
        List<SideCarPool<RemoteTraffic>> pools;
        List<Links<RemoteTraffic>> links;
        lock (_gate)
        {
            (pools, links) = ([.. _pools.Values], [.. _links.Values]);
            _pools.Clear();
            (_model, _places) = (null, 0);
        }

        pools.ForEach(p => p.Dispose());
        links.ForEach(l => l.Release());
    }

    private WatchedSession OpenAddress(SimulatorUse ours, Setting use, CancellationToken cancellationToken)
    {
        var read = ReadAddress(use, out var address);
        var links = LinksTo(address);
        var link = Take(links, read, ours.Files ?? FileRoots.Nowhere, cancellationToken);
        return new WatchedSession(CoSimulation.Open(ours, link.Client.Open(read.Peer.Module)), static e => e, failed => links.Leave(link, failed));
    }

    private WatchedSession OpenCommand(SimulatorUse ours, Setting use, CancellationToken cancellationToken)
    {
        var pool = Pool(use, ours.Files ?? FileRoots.Nowhere);
        pool.Enter(cancellationToken);
        try
        {
            var car = pool.Take(cancellationToken);
            Interlocked.CompareExchange(ref _model, car.Client.Info, null);
            return new WatchedSession(CoSimulation.Open(ours, car.Client.Open(pool.Options.Peer.Module)), car.Explain, failed =>
            {
                pool.Give(car, failed);
                pool.Leave();
            });
        }
        catch
        {
            pool.Leave();
            throw;
        }
    }

    private Link<RemoteTraffic> Take(Links<RemoteTraffic> links, AddressOptions options, FileRoots files, CancellationToken cancellationToken)
    {
        var link = links.Take(options, files, cancellationToken);
        if (Interlocked.CompareExchange(ref _model, link.Client.Info, null) is null)
        {
            Volatile.Write(ref _places, (int)Math.Min(link.Client.Handshake.Limits?.MaxSessions ?? 0, int.MaxValue));
        }

        return link;
    }

    private static Setting Use(Setting options) => options.Find(Key) is { } use && (use.Kind == SettingKind.Map ? use.Entries.Count > 0 : use.Text.Length > 0)
        ? use
        : throw options.Error($"the simulator '{Key}' needs the address of a traffic model; write simulator: {{ use: embedded, traffic: \"{PeerAddress.Example("grpc", "traffic")}\" }}");

    private AddressOptions ReadAddress(Setting use, out PeerAddress address)
    {
        var named = use.Kind == SettingKind.Map ? use.Find("use") ?? throw use.Error("'traffic' has neither 'use' nor 'command'; give one") : use;
        try
        {
            address = PeerAddress.Parse(named.Text, _kind.Word);
        }
        catch (InputException e)
        {
            throw named.Error(e.Detail);
        }

        return AddressOptions.Read(use with { Kind = SettingKind.Map, Text = "", Entries = [.. use.Entries.Where(e => e.Key != "use")] }, address, _kind.Word, _kind.Usual);
    }

    private CommandOptions ReadCommand(Setting use) => CommandOptions.Read(use, _kind.Word, _kind.Usual);

    private Links<RemoteTraffic> LinksTo(PeerAddress address)
    {
        lock (_gate)
        {
            if (!_links.TryGetValue(address.Text, out var links))
            {
                _links.Add(address.Text, links = LinksOf.Kind(_kind, address, secrets));
            }

            return links;
        }
    }

    private SideCarPool<RemoteTraffic> Pool(Setting use, FileRoots files)
    {
        var command = ReadCommand(use);
        string folder = CommandFiles.WorkingFolder(command, files);
        lock (_gate)
        {
            if (!_pools.TryGetValue((command.Key, folder), out var pool))
            {
                _pools.Add((command.Key, folder), pool = new SideCarPool<RemoteTraffic>(_kind, command, folder, secrets));
            }

            return pool;
        }
    }
}
