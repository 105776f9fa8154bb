using Sim.Plugins.Sdk;

namespace Sim.Host.Drivers;

/// <summary>A driver that somebody else started. All cases share one connection; each has a session of its own. Thread-safe.</summary>
/// <param name="address">Where.</param>
/// <param name="connect">Makes a connection.</param>
internal sealed class AddressDriver(DriverAddress address, Func<DriverAddress, AddressOptions, FileRoots, IDriverLink> connect) : ILeasedDriver
{
    private static readonly TimeSpan GreetDeadline = TimeSpan.FromSeconds(10);
    private readonly Lock _gate = new();
    private IDriverLink? _link;
    private PeerHello? _hello;
    private SemaphoreSlim? _slots;

    /// <inheritdoc/>
    public string Name => address.Text;

    /// <inheritdoc/>
    public string Description => "A driver at an address.";

    /// <inheritdoc/>
    public DriverInfo Info => Volatile.Read(ref _hello) is { } hello
        ? new DriverInfo(hello.Name, hello.Version, hello.Reproducibility, hello.PerfectTracking)
        : new DriverInfo(Name, "", Reproducibility.FromRecording);

    /// <inheritdoc/>
    public string Shown(Setting options) => address.Text;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Inputs(Setting options, FileRoots files)
    {
        _ = AddressOptions.Read(options, address);
        return Ordered.Empty;
    }

    /// <inheritdoc/>
    public PeerHello Greet(Setting options, FileRoots files, LeaseContext context, CancellationToken cancellationToken)
    {
        var read = AddressOptions.Read(options, address);
        lock (_gate)
        {
            if (_hello is { } known)
            {
                return known;
            }

            _link ??= connect(address, read, files);
            try
            {
                // Somebody who is there answers at once; nobody is worth a minute.
                var deadline = context.Debugging is not null ? Timeout.InfiniteTimeSpan : read.Peer.StartDeadline < GreetDeadline ? read.Peer.StartDeadline : GreetDeadline;
                var hello = _link.Greet(deadline, cancellationToken);
                _slots = hello.MaxSessions > 0 ? new SemaphoreSlim(hello.MaxSessions) : null;
                Volatile.Write(ref _hello, hello);
                return hello;
            }
            catch (LinkException e)
            {
                throw new PeerException(e.Retryable
                    ? $"no driver answers at {address.Text}: {e.Message}; {address.WhatToCheck()}"
                    : $"the driver at {address.Text} cannot be used: {e.Message}", e);
            }
        }
    }

    /// <inheritdoc/>
    public IDriverLease Lease(Setting options, FileRoots files, LeaseContext context, CancellationToken cancellationToken)
    {
        Greet(options, files, context, cancellationToken);
        var peer = AddressOptions.Read(options, address).Peer;
        IDriverLink link;
        SemaphoreSlim? slots;
        lock (_gate)
        {
            link = _link ?? connect(address, AddressOptions.Read(options, address), files);
            slots = _slots;
        }

        slots?.Wait(cancellationToken);
        return new AddressLease(this, link, context.Debugging is null ? peer : peer.Unhurried(), context.CaseId, slots);
    }

    /// <inheritdoc/>
    public IDriverSession Start(DriverTask task, Setting options, CancellationToken cancellationToken) =>
        LeasedSession.Start(this, task, options, cancellationToken);

    /// <summary>Closes the connection.</summary>
    public void Release()
    {
        lock (_gate)
        {
            _link?.Dispose();
            (_link, _hello, _slots) = (null, null, null);
        }
    }

    private sealed class AddressLease(AddressDriver owner, IDriverLink link, PeerOptions peer, string caseId, SemaphoreSlim? slots) : IDriverLease, IDriver
    {
        private int _left;

        public IDriver Driver => this;

        public string Name => owner.Name;

        public string Description => owner.Description;

        public DriverInfo Info => owner.Info;

        public IDriverSession Start(DriverTask task, Setting options, CancellationToken cancellationToken) => link.Start(task, peer, caseId, cancellationToken);

        public void Condemn()
        {
            // It is not ours to kill; the session ends with the case.
        }

        public byte[] TakeLog() => [];

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
            {
                slots?.Release();
            }
        }
    }
}
