using Sim.Plugins.Sdk;
using Sim.Rpc;
using Sim.Rpc.Peers;
using Sim.Rpc.Services;

namespace Sim.Host.Drivers;

/// <summary>A driver that somebody else started. Cases with equal options share a connection; each has a session of its own. Thread-safe.</summary>
/// <param name="address">Where.</param>
/// <param name="secrets">Finds a secret by name.</param>
internal sealed class AddressDriver(PeerAddress address, Func<string, string?> secrets) : ILeasedDriver
{
    // Somebody who is there answers at once; nobody is not worth the minute that a start may take.
    private static readonly TimeSpan GreetDeadline = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan GoneDeadline = TimeSpan.FromMilliseconds(500);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, SharedLink> _links = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _hellos = new(StringComparer.Ordinal);
    private PeerHello? _hello;
    private SemaphoreSlim? _slots;
    private bool _gone;

    /// <inheritdoc/>
    public string Name => address.Text;

    /// <inheritdoc/>
    public string Description => "A driver at an address.";

    /// <inheritdoc/>
    public DriverInfo Info => Volatile.Read(ref _hello)?.ToInfo() ?? PeerHello.Unknown(Name);

    /// <inheritdoc/>
    public string Shown(Setting options) => AddressOptions.Read(options, address).Shown(address);

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Inputs(Setting options, FileRoots files)
    {
        _ = AddressOptions.Read(options, address);
        return Ordered.Empty;
    }

    /// <inheritdoc/>
    public PeerHello Greet(Setting options, FileRoots files, LeaseContext context, CancellationToken cancellationToken) =>
        Link(AddressOptions.Read(options, address), files, context, 0, cancellationToken).Link.Hello;

    /// <inheritdoc/>
    public IDriverLease Lease(Setting options, FileRoots files, LeaseContext context, CancellationToken cancellationToken)
    {
        var read = AddressOptions.Read(options, address);
        var link = Link(read, files, context, 1, cancellationToken);
        var slots = _slots;
        try
        {
            slots?.Wait(cancellationToken);
        }
        catch
        {
            Leave(link, retire: false);
            throw;
        }

        return new AddressLease(this, link, read.Peer.For(context), context.CaseId, slots);
    }

    /// <inheritdoc/>
    public int? Places(Setting options) => Volatile.Read(ref _hello) is { MaxSessions: > 0 } hello ? hello.MaxSessions : null;

    /// <inheritdoc/>
    public IDriverSession Start(DriverTask task, Setting options, CancellationToken cancellationToken) =>
        LeasedSession.Start(this, task, options, cancellationToken);

    /// <summary>Closes the connections.</summary>
    public void Release()
    {
        lock (_gate)
        {
            foreach (var shared in _links.Values)
            {
                shared.Link.Dispose();
            }

            _links.Clear();
            _hellos.Clear();
            (_hello, _slots, _gone) = (null, null, false);
        }
    }

    // A connection over which a case failed may be dead without knowing; the next case makes another one.
    private void Leave(SharedLink shared, bool retire)
    {
        lock (_gate)
        {
            if (retire && _links.TryGetValue(shared.Key, out var current) && current == shared)
            {
                _links.Remove(shared.Key);
                shared.IsRetired = true;
            }

            if (!retire && --shared.Users == 0 && shared.IsRetired)
            {
                shared.Link.Dispose();
            }
        }
    }

    private SharedLink Link(AddressOptions options, FileRoots files, LeaseContext context, int users, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_links.TryGetValue(options.Key, out var known))
            {
                known.Users += users;
                return known;
            }

            var channel = PeerChannels.Options(options, files, secrets);
            var deadlines = options.Peer.For(context).Deadlines;
            var limit = _gone ? GoneDeadline : GreetDeadline;
            if (!deadlines.IsNone && deadlines.Connect > limit)
            {
                deadlines = deadlines with { Connect = limit };
            }

            RemoteLink link;
            try
            {
                link = RemoteLink.Connect(address.Text, channel, address.Text, options.Peer.ModuleName, deadlines, secrets, cancellationToken);
            }
            catch (DriverFailedException e)
            {
                _gone = true;
                throw new PeerException($"no driver answers at {address.Text}: {e.Message}; {address.WhatToCheck()}", e);
            }
            catch (InputException e)
            {
                throw new PeerException($"the driver at {address.Text} cannot be used: {e.Detail}", e);
            }

            _gone = false;
            if (_hello is null)
            {
                // How many sessions it takes is said by the server, whichever of its drivers was asked.
                _slots = link.Hello.MaxSessions > 0 ? new SemaphoreSlim(link.Hello.MaxSessions) : null;
                Volatile.Write(ref _hello, link.Hello);
            }

            string hello = link.Hello.ToText();
            if (_hellos.TryGetValue(options.Peer.ModuleName, out string? before) && before != hello)
            {
                link.Dispose();
                throw new PeerException($"the driver at {address.Text} is not the one that the run began with: it was {before}, now it is {hello}");
            }

            _hellos[options.Peer.ModuleName] = hello;

            var shared = new SharedLink(options.Key, link) { Users = users };
            _links.Add(options.Key, shared);
            return shared;
        }
    }

    private sealed class SharedLink(string key, RemoteLink link)
    {
        public string Key => key;

        public RemoteLink Link => link;

        public int Users { get; set; }

        public bool IsRetired { get; set; }
    }

    private sealed class AddressLease(AddressDriver owner, SharedLink shared, PeerOptions options, string caseId, SemaphoreSlim? slots) : IDriverLease, IDriver
    {
        private int _left;

        public IDriver Driver => this;

        public string Name => owner.Name;

        public string Description => owner.Description;

        public DriverInfo Info => shared.Link.Hello.ToInfo();

        public IDriverSession Start(DriverTask task, Setting _, CancellationToken cancellationToken) => shared.Link.Start(task, options, caseId, cancellationToken);

        // It is not ours to kill; the session ends with the case.
        public void Condemn() => owner.Leave(shared, retire: true);

        public byte[]? TakeLog() => null;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
            {
                slots?.Release();
                owner.Leave(shared, retire: false);
            }
        }
    }
}
