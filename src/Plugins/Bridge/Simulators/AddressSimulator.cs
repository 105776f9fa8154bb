using Sim.Plugins.Sdk;
using Sim.Rpc.Peers;
using Sim.Rpc.Services;

namespace Sim.Plugins.Bridge;

/// <summary>A simulator that somebody else started: it is connected to again after a failure, never restarted. Thread-safe.</summary>
internal sealed class AddressSimulator : ISimulator, IRemoteModule
{
    /// <summary>What is there, for messages.</summary>
    public const string Kind = "simulator";

    private readonly PeerAddress _address;
    private readonly Links<RemoteSimulator> _links;
    private SimulatorInfo? _info;
    private SemaphoreSlim? _places;
    private int _placeCount;

    /// <summary>Makes it; touches nothing.</summary>
    /// <param name="address">Where.</param>
    /// <param name="secrets">Finds a secret by name.</param>
    public AddressSimulator(PeerAddress address, Func<string, string?> secrets)
    {
        _address = address;
        _links = LinksOf.Kind(PeerKinds.Simulator(secrets), address, secrets);
    }

    /// <inheritdoc/>
    public string Name => _address.Text;

    /// <inheritdoc/>
    public string Description => "A simulator at an address.";

    /// <inheritdoc/>
    public SimulatorInfo Info => Volatile.Read(ref _info) ?? Unknown(Name);

    /// <summary>A simulator that has not been asked yet.</summary>
    public static SimulatorInfo Unknown(string name) => new(name, "", Reproducibility.Statistical, []);

    /// <inheritdoc/>
    public string Shown(Setting options) => Read(options).Shown(_address);

    /// <inheritdoc/>
    public int? Places(Setting options) => Volatile.Read(ref _placeCount) is > 0 and int count ? count : null;

    /// <inheritdoc/>
    public string Greet(Setting options, FileRoots files, CancellationToken cancellationToken)
    {
        var read = Read(options);
        _links.Leave(Take(read, files, cancellationToken), retire: false);
        return _links.Hello(read);
    }

    /// <inheritdoc/>
    public ISimulatorSession Open(SimulatorUse use, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(use);
        var options = Read(use.Options);
        var link = Take(options, use.Files ?? FileRoots.Nowhere, cancellationToken);
        var places = _places;
        try
        {
            places?.Wait(cancellationToken);
        }
        catch
        {
            _links.Leave(link, retire: false);
            throw;
        }

        void Leave(bool failed)
        {
            places?.Release();
            _links.Leave(link, failed);
        }

        try
        {
            return new WatchedSession(link.Client.Open(use with { Options = options.Peer.Module }, cancellationToken), static e => e, Leave);
        }
        catch (Exception e)
        {
            Leave(failed: e is not InputException);
            throw;
        }
    }

    /// <inheritdoc/>
    public void Release()
    {
        _links.Release();
        _info = null;
    }

    private AddressOptions Read(Setting options) => AddressOptions.Read(options, _address, Kind, Deadlines.ForSimulators);

    private Link<RemoteSimulator> Take(AddressOptions options, FileRoots files, CancellationToken cancellationToken)
    {
        var link = _links.Take(options, files, cancellationToken);
        if (Interlocked.CompareExchange(ref _info, link.Client.Info, null) is null)
        {
            _placeCount = (int)Math.Min(link.Client.Handshake.Limits?.MaxSessions ?? 0, int.MaxValue);
            _places = _placeCount > 0 ? new SemaphoreSlim(_placeCount) : null;
        }

        return link;
    }
}
