using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Sim.Rpc.Hosting;

/// <summary>The addresses of a server: parsed, held against the rule on open ports, given to Kestrel, cleaned up.</summary>
internal sealed class Listeners
{
    /// <summary>Longest path of a Unix socket on Linux, in bytes.</summary>
    private const int MaxSocketPath = 107;

    private const int MinTokenLength = 16;

    private readonly List<Listener> _all = [];

    private Listeners()
    {
    }

    public IReadOnlyList<string> Addresses { get; private set; } = [];

    public IReadOnlyList<string> Targets { get; private set; } = [];

    public static Listeners Parse(RpcServerOptions options)
    {
        Check(options);
        var listeners = new Listeners();
        foreach (var address in options.Addresses) listeners._all.Add(ParseOne(address, options));
        return listeners;
    }

    /// <summary>Binds a socket. The mode of a Unix socket is set before it listens, so nobody else can ever connect.</summary>
    public static Socket Bind(EndPoint endPoint)
    {
        var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endPoint);
        if (endPoint is UnixDomainSocketEndPoint unix && !OperatingSystem.IsWindows())
            File.SetUnixFileMode(unix.ToString(), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return socket;
    }

    /// <summary>Options of a Kestrel that stands alone.</summary>
    public KestrelServerOptions Configure(RpcServerOptions options)
    {
        var kestrel = new KestrelServerOptions
        {
            ApplicationServices = _all.Exists(l => l.Tls) ? TlsServices(options) : new ServiceCollection().AddSingleton(options.LoggerFactory).BuildServiceProvider(),
        };
        Apply(kestrel, options);
        return kestrel;
    }

    /// <summary>Puts limits and addresses into Kestrel's options.</summary>
    public void Apply(KestrelServerOptions kestrel, RpcServerOptions options)
    {
        kestrel.AddServerHeader = false;
        var limits = kestrel.Limits;
        limits.MaxConcurrentConnections = options.MaxConnections;
        limits.MaxRequestBodySize = null;
        limits.MinRequestBodyDataRate = null;
        limits.MinResponseDataRate = null;
        // The call answers RESOURCE_EXHAUSTED at MaxMetadataSize; Kestrel, which can only cut the connection, stands well above.
        limits.MaxRequestHeadersTotalSize = options.MaxMetadataSize * 2 + 16 * 1024;
        limits.MaxRequestHeaderCount = 1_000;
        limits.MaxResponseBufferSize = 1024 * 1024;
        limits.Http2.MaxRequestHeaderFieldSize = limits.MaxRequestHeadersTotalSize;
        limits.Http2.MaxStreamsPerConnection = options.MaxStreamsPerConnection;
        limits.Http2.InitialStreamWindowSize = 4 * 1024 * 1024;
        limits.Http2.InitialConnectionWindowSize = 16 * 1024 * 1024;
        limits.Http2.KeepAlivePingDelay = options.KeepAliveDelay;
        limits.Http2.KeepAlivePingTimeout = options.KeepAliveTimeout;
        foreach (var listener in _all)
        {
            void Use(ListenOptions listen)
            {
                listener.Bound = listen;
                listen.Protocols = HttpProtocols.Http2;
                if (listener.Tls) listen.UseHttps(Https(options));
            }

            if (listener.SocketPath is { } path)
                kestrel.ListenUnixSocket(path, Use);
            else
                kestrel.Listen(listener.EndPoint!, Use);
        }
    }

    /// <summary>Options of the sockets below Kestrel.</summary>
    public static void Apply(SocketTransportOptions sockets)
    {
        sockets.CreateBoundListenSocket = Bind;
        sockets.MaxReadBufferSize = 4 * 1024 * 1024;
        sockets.MaxWriteBufferSize = 1024 * 1024;
    }

    /// <summary>Removes socket files that no server listens on any more.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        foreach (var listener in _all)
            if (listener.SocketPath is { } path)
                await RemoveStaleAsync(path, cancellationToken).ConfigureAwait(false);
        foreach (var listener in _all) listener.Owned = listener.SocketPath is not null;
    }

    public void Resolve()
    {
        Addresses = [.. _all.Select(l => l.SocketPath is { } path ? "unix:" + path : $"{l.Scheme}://{l.Bound!.IPEndPoint}")];
        Targets = [.. _all.Select(l => l.SocketPath is { } path ? "unix:" + path : l.Bound!.IPEndPoint!.ToString())];
    }

    public void RemoveSockets()
    {
        foreach (var listener in _all)
            if (listener.Owned)
                File.Delete(listener.SocketPath!);
    }

    /// <summary>Kestrel's TLS asks for services that only its own registration makes.</summary>
    private static ServiceProvider TlsServices(RpcServerOptions options)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.Services.AddSingleton(options.LoggerFactory);
        return builder.Services.BuildServiceProvider();
    }

    private static HttpsConnectionAdapterOptions Https(RpcServerOptions options)
    {
        var https = new HttpsConnectionAdapterOptions
        {
            ServerCertificate = options.Certificate,
            SslProtocols = System.Security.Authentication.SslProtocols.Tls12 | System.Security.Authentication.SslProtocols.Tls13,
        };
        if (options.ClientAuthorities is { } authorities)
        {
            https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
            https.OnAuthenticate = (_, ssl) => ssl.CertificateChainPolicy = TrustPolicy.Of(authorities);
        }

        return https;
    }

    private static void Check(RpcServerOptions options)
    {
        if (options.Addresses.Count == 0) throw new InvalidOperationException("The server has no address. Add one to Addresses, for example http://127.0.0.1:0 or unix:/run/me/sim.sock.");
        if (options.Tokens.Any(t => t is null || t.Length < MinTokenLength || t.AsSpan().ContainsAnyExceptInRange('!', '~')))
            throw new InvalidOperationException($"A token has to have at least {MinTokenLength} characters, all printable ASCII without blanks.");
        if (options.ClientAuthorities is { Count: 0 }) throw new InvalidOperationException("ClientAuthorities is empty, so no client could ever connect. Name an authority or leave it null.");
        if (options.Certificate is { HasPrivateKey: false }) throw new InvalidOperationException("The server's certificate has no private key.");
        CheckRange(options.MaxReceiveMessageSize, 1, int.MaxValue - 64, nameof(options.MaxReceiveMessageSize));
        CheckRange(options.MaxSendMessageSize ?? 1, 1, int.MaxValue, nameof(options.MaxSendMessageSize));
        CheckRange(options.MaxMetadataSize, 1024, 1024 * 1024, nameof(options.MaxMetadataSize));
        CheckRange(options.MaxConcurrentCalls, 1, int.MaxValue, nameof(options.MaxConcurrentCalls));
        CheckRange(options.MaxStreamsPerConnection, 1, int.MaxValue, nameof(options.MaxStreamsPerConnection));
        CheckRange(options.MaxConnections, 1, int.MaxValue, nameof(options.MaxConnections));
        if (options.MaxCallDuration <= TimeSpan.Zero) throw new InvalidOperationException("MaxCallDuration has to be positive.");
    }

    private static void CheckRange(int value, int least, int most, string name)
    {
        if (value < least || value > most) throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{name} is {value}; it has to be {least} to {most}."));
    }

    private static Listener ParseOne(string address, RpcServerOptions options)
    {
        if (RpcAddress.Parse(address) is not { } parsed)
            throw new InvalidOperationException($"'{address}' is no address to listen on. Write http://127.0.0.1:0, https://127.0.0.1:50051 or unix:/path.");
        if (parsed.SocketPath is { } path)
        {
            path = Path.GetFullPath(path);
            if (Encoding.UTF8.GetByteCount(path) > MaxSocketPath) throw new InvalidOperationException($"The socket path '{path}' is longer than {MaxSocketPath} bytes. Use a shorter folder, for example below /tmp.");
            if (!Directory.Exists(Path.GetDirectoryName(path))) throw new InvalidOperationException($"The folder of the socket '{path}' does not exist. Make it first, readable by you alone.");
            return new Listener { SocketPath = path, Scheme = "unix" };
        }

        var ip = parsed.Host switch
        {
            "localhost" => IPAddress.Loopback,
            "*" or "+" => IPAddress.Any,
            _ => IPAddress.TryParse(parsed.Host, out var literal) ? literal : throw new InvalidOperationException($"'{address}' names a host; write the IP address of the interface to listen on."),
        };
        if (parsed.Tls && options.Certificate is null) throw new InvalidOperationException($"'{address}' needs a Certificate with its private key.");
        var known = options.Tokens.Count > 0 || (parsed.Tls && options.ClientAuthorities is not null);
        if (!parsed.Tls && options.ClientAuthorities is not null) throw new InvalidOperationException($"'{address}' cannot ask for client certificates; write https:// or leave ClientAuthorities null.");
        if (!IPAddress.IsLoopback(ip) && !known && !options.AllowInsecure)
            throw new InvalidOperationException(
                $"The server does not listen on '{address}': whoever reaches it could call. Listen on 127.0.0.1 or on a Unix socket, or set Tokens or Certificate with ClientAuthorities, or set AllowInsecure if the network itself is closed.");
        return new Listener { EndPoint = new IPEndPoint(ip, parsed.Port), Tls = parsed.Tls, Scheme = parsed.Tls ? "https" : "http" };
    }

    private static async Task RemoveStaleAsync(string path, CancellationToken cancellationToken)
    {
        if (Directory.Exists(path)) throw new IOException($"'{path}' is a folder; name a file for the socket.");
        if (!File.Exists(path)) return;
        if (!IsSocket(path)) throw new IOException($"'{path}' is a file, not a socket; it was left as it is. Name another path.");
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await probe.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
        {
            File.Delete(path);
            return;
        }

        throw new IOException($"A server listens on '{path}' already.");
    }

    /// <summary>A socket is what exists, is empty and cannot be opened as a file.</summary>
    private static bool IsSocket(string path)
    {
        if (new FileInfo(path).Length > 0) return false;
        try
        {
            File.OpenHandle(path).Dispose();
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private sealed class Listener
    {
        public required string Scheme { get; init; }

        public string? SocketPath { get; init; }

        public IPEndPoint? EndPoint { get; init; }

        public bool Tls { get; init; }

        public ListenOptions? Bound { get; set; }

        public bool Owned { get; set; }
    }
}
