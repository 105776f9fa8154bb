using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace Sim.Rpc.Hosting;

/// <summary>What a channel of either transport stands on: checked options and the HTTP handler made from them.</summary>
internal static class ChannelHandler
{
    /// <exception cref="ArgumentException">The address is of no known form, or the options are wrong or not safe.</exception>
    public static RpcAddress Check(string address, RpcChannelOptions options)
    {
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
        return parsed;
    }

    public static Uri BaseUri(RpcAddress address) => new UriBuilder(address.Tls ? "https" : "http", address.Host, address.SocketPath is null ? address.Port : -1).Uri;

    public static SocketsHttpHandler Create(RpcAddress address, RpcChannelOptions options)
    {
        var handler = new SocketsHttpHandler
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
        if (address.SocketPath is { } path) handler.ConnectCallback = (_, cancellationToken) => ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
        if (options.Authorities is { } authorities) handler.SslOptions.CertificateChainPolicy = TrustPolicy.Of(authorities);
        if (options.ClientCertificate is { } certificate) handler.SslOptions.ClientCertificateContext = SslStreamCertificateContext.Create(certificate, null, offline: true);
        return handler;
    }

    private static bool IsLocal(RpcAddress address) =>
        address.SocketPath is not null || address.Host == "localhost" || (IPAddress.TryParse(address.Host, out var ip) && IPAddress.IsLoopback(ip));

    private static async ValueTask<Stream> ConnectAsync(UnixDomainSocketEndPoint endPoint, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
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
