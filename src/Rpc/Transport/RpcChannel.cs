using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using Grpc.Core;
using Sim.Rpc.Client;

namespace Sim.Rpc;

/// <summary>A way to a server over HTTP/2 for generated clients. Connects at the first call and again when a connection was lost. Safe for use by several threads.</summary>
public sealed class RpcChannel : ChannelBase, IDisposable
{
    private readonly SocketsHttpHandler _handler;
    private readonly ConcurrentDictionary<string, Uri> _uris = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _closing = new();
    private readonly Uri _base;
    private int _disposed;

    private RpcChannel(string address, RpcAddress parsed, RpcChannelOptions options)
        : base(address)
    {
        Options = options;
        Tls = parsed.Tls;
        Authorization = options.Token is { } token ? "Bearer " + token : null;
        _base = new UriBuilder(parsed.Tls ? "https" : "http", parsed.Host, parsed.SocketPath is null ? parsed.Port : -1).Uri;
        _handler = new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
            EnableMultipleHttp2Connections = true,
            InitialHttp2StreamWindowSize = 4 * 1024 * 1024,
            ConnectTimeout = options.ConnectTimeout,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            MaxResponseHeadersLength = Math.Max(1, (options.MaxMetadataSize + 1023) / 1024),
            KeepAlivePingDelay = options.KeepAliveDelay ?? Timeout.InfiniteTimeSpan,
            KeepAlivePingTimeout = options.KeepAliveTimeout,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
        };
        if (parsed.SocketPath is { } path) _handler.ConnectCallback = (_, cancellationToken) => ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
        if (options.Authorities is { } authorities) _handler.SslOptions.CertificateChainPolicy = TrustPolicy.Of(authorities);
        if (options.ClientCertificate is { } certificate) _handler.SslOptions.ClientCertificateContext = SslStreamCertificateContext.Create(certificate, null, offline: true);
        Invoker = new HttpMessageInvoker(_handler, disposeHandler: true);
        Calls = new ChannelInvoker(this);
    }

    internal RpcChannelOptions Options { get; }

    internal HttpMessageInvoker Invoker { get; }

    internal string? Authorization { get; }

    internal bool Tls { get; }

    /// <summary>Whether any answer ever came, so that a broken connection is not one to the wrong kind of server.</summary>
    internal bool HasSpoken { get; set; }

    internal CancellationToken Closing => _closing.Token;

    private ChannelInvoker Calls { get; }

    /// <summary>Makes a channel; nothing is connected yet.</summary>
    /// <param name="address"><c>grpc://host:port</c> or <c>http://</c> in plain text, <c>grpcs://</c> or <c>https://</c> with TLS, <c>unix:/path</c> or <c>unix:///path</c>.</param>
    /// <param name="options">Token, certificates, limits; null: the defaults.</param>
    /// <exception cref="ArgumentException">The address is of no known form, or the token would travel in plain text.</exception>
    public static RpcChannel ForAddress(string address, RpcChannelOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        options ??= new RpcChannelOptions();
        var parsed = RpcAddress.Parse(address)
            ?? throw new ArgumentException($"'{address}' is no address of a server. Write grpc://host:port, grpcs://host:port or unix:/path.", nameof(address));
        if (parsed.SocketPath is null && parsed.Port == 0) throw new ArgumentException($"'{address}' has no port to connect to.", nameof(address));
        if (options.Token is { } token)
        {
            if (token.Length == 0 || token.AsSpan().ContainsAnyExceptInRange('!', '~')) throw new ArgumentException("The token has to be printable ASCII without blanks.", nameof(options));
            if (!parsed.Tls && !IsLocal(parsed) && !options.AllowInsecure)
                throw new ArgumentException($"The token would travel to '{address}' in plain text. Use grpcs://, or set AllowInsecure if the network itself is closed.", nameof(options));
        }

        if (options.MaxReceiveMessageSize is < 1 or > int.MaxValue - 64) throw new ArgumentException("MaxReceiveMessageSize has to be 1 to 2 GiB.", nameof(options));
        return new RpcChannel(address, parsed, options);
    }

    /// <inheritdoc/>
    public override CallInvoker CreateCallInvoker() => Calls;

    /// <summary>Ends running calls with CANCELLED and closes the connections.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        _closing.Cancel();
        Invoker.Dispose();
    }

    /// <inheritdoc/>
    protected override Task ShutdownAsyncCore()
    {
        Dispose();
        return Task.CompletedTask;
    }

    internal Uri UriOf(string path) => _uris.TryGetValue(path, out var known) ? known : _uris.GetOrAdd(path, new Uri(_base, path));

    private static bool IsLocal(RpcAddress address) =>
        address.SocketPath is not null || address.Host == "localhost" || (IPAddress.TryParse(address.Host, out var ip) && IPAddress.IsLoopback(ip));

    private static async ValueTask<Stream> ConnectAsync(EndPoint endPoint, CancellationToken cancellationToken)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(endPoint, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
