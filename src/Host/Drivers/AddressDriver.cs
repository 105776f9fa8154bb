using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sim.Plugins.Sdk;
using Sim.Rpc;
using Sim.Rpc.Services;

namespace Sim.Host.Drivers;

/// <summary>A driver that somebody else started. Cases with equal options share a connection; each has a session of its own. Thread-safe.</summary>
/// <param name="address">Where.</param>
/// <param name="secrets">Finds a secret by name.</param>
internal sealed class AddressDriver(DriverAddress address, Func<string, string?> secrets) : ILeasedDriver
{
    // Somebody who is there answers at once; nobody is not worth the minute that a start may take.
    private static readonly TimeSpan GreetDeadline = TimeSpan.FromSeconds(10);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, RemoteLink> _links = new(StringComparer.Ordinal);
    private PeerHello? _hello;
    private SemaphoreSlim? _slots;

    /// <inheritdoc/>
    public string Name => address.Text;

    /// <inheritdoc/>
    public string Description => "A driver at an address.";

    /// <inheritdoc/>
    public DriverInfo Info => Volatile.Read(ref _hello)?.ToInfo() ?? PeerHello.Unknown(Name);

    /// <inheritdoc/>
    public string Shown(Setting options) => address.Text;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Inputs(Setting options, FileRoots files)
    {
        _ = AddressOptions.Read(options, address);
        return Ordered.Empty;
    }

    /// <inheritdoc/>
    public PeerHello Greet(Setting options, FileRoots files, LeaseContext context, CancellationToken cancellationToken) =>
        Link(AddressOptions.Read(options, address), files, context, cancellationToken).Hello;

    /// <inheritdoc/>
    public IDriverLease Lease(Setting options, FileRoots files, LeaseContext context, CancellationToken cancellationToken)
    {
        var read = AddressOptions.Read(options, address);
        var link = Link(read, files, context, cancellationToken);
        var slots = _slots;
        slots?.Wait(cancellationToken);
        return new AddressLease(this, link, read.Peer.For(context), context.CaseId, slots);
    }

    /// <inheritdoc/>
    public IDriverSession Start(DriverTask task, Setting options, CancellationToken cancellationToken) =>
        LeasedSession.Start(this, task, options, cancellationToken);

    /// <summary>Closes the connections.</summary>
    public void Release()
    {
        lock (_gate)
        {
            foreach (var link in _links.Values)
            {
                link.Dispose();
            }

            _links.Clear();
            (_hello, _slots) = (null, null);
        }
    }

    private RemoteLink Link(AddressOptions options, FileRoots files, LeaseContext context, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_links.TryGetValue(options.Key, out var known))
            {
                return known;
            }

            var channel = Channel(options, files);
            var deadlines = options.Peer.For(context).Deadlines;
            if (!deadlines.IsNone && deadlines.Connect > GreetDeadline)
            {
                deadlines = deadlines with { Connect = GreetDeadline };
            }

            RemoteLink link;
            try
            {
                link = RemoteLink.Connect(address.Text, channel, address.Text, deadlines, secrets, cancellationToken);
            }
            catch (DriverFailedException e)
            {
                throw new PeerException($"no driver answers at {address.Text}: {e.Message}; {address.WhatToCheck()}", e);
            }
            catch (InputException e)
            {
                throw new PeerException($"the driver at {address.Text} cannot be used: {e.Detail}", e);
            }

            _links.Add(options.Key, link);
            if (_hello is null)
            {
                _slots = link.Hello.MaxSessions > 0 ? new SemaphoreSlim(link.Hello.MaxSessions) : null;
                Volatile.Write(ref _hello, link.Hello);
            }

            return link;
        }
    }

    private RpcChannelOptions Channel(AddressOptions options, FileRoots files)
    {
        var channel = new RpcChannelOptions { AllowInsecure = options.Insecure, Token = options.Token is { } token ? Secrets.Resolve(token, secrets) : null };
        if (options.Authorities is { } authorities)
        {
            channel.Authorities = [];
            Load(authorities, files, path => channel.Authorities.ImportFromPemFile(path));
        }

        if (options is { Certificate: { } certificate, PrivateKey: { } key })
        {
            string keyFile = files.Resolve(key).FullPath;
            Load(certificate, files, path =>
            {
                // Through PKCS #12: some platforms do not take a key that lives in memory only.
                using var fromPem = X509Certificate2.CreateFromPemFile(path, keyFile);
                channel.ClientCertificate = X509CertificateLoader.LoadPkcs12(fromPem.Export(X509ContentType.Pkcs12), null);
            });
        }

        return channel;
    }

    private static void Load(Setting file, FileRoots files, Action<string> load)
    {
        string path = files.Resolve(file).FullPath;
        try
        {
            load(path);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw file.Error($"'{file.Raw}' cannot be used as a certificate: {e.Message}");
        }
    }

    private sealed class AddressLease(AddressDriver owner, RemoteLink link, PeerOptions options, string caseId, SemaphoreSlim? slots) : IDriverLease, IDriver
    {
        private int _left;

        public IDriver Driver => this;

        public string Name => owner.Name;

        public string Description => owner.Description;

        public DriverInfo Info => link.Hello.ToInfo();

        public IDriverSession Start(DriverTask task, Setting _, CancellationToken cancellationToken) => link.Start(task, options, caseId, cancellationToken);

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
