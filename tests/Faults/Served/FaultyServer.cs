using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Sim.Rpc;

namespace Sim.Tests.Faults;

/// <summary>A server on a Unix socket, TCP and TLS, and ways to it through a proxy that does a fault.</summary>
internal sealed class FaultyServer : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sim-faults-");
    private readonly X509Certificate2 _certificate = Certificates.ForLoopback();
    private readonly Dictionary<Link, EndPoint> _upstream = [];
    private readonly RpcServer _server;

    private FaultyServer(ServerServiceDefinition service)
    {
        string socket = Path.Combine(_folder.FullName, "server");
        _server = new RpcServer(new RpcServerOptions
        {
            Addresses = { "unix:" + socket, "grpc://127.0.0.1:0", "grpcs://127.0.0.1:0" },
            Certificate = _certificate,
            MaxConnections = 100_000,
            MaxConcurrentCalls = 100_000,
        });
        _server.AddService(service);
        _upstream[Link.Unix] = new UnixDomainSocketEndPoint(socket);
    }

    public static async Task<FaultyServer> StartAsync(ServerServiceDefinition service, CancellationToken cancellationToken)
    {
        // Handlers of hanging peers hold pool threads.
        ThreadPool.GetMinThreads(out _, out int io);
        ThreadPool.SetMinThreads(64, io);
        var server = new FaultyServer(service);
        await server._server.StartAsync(cancellationToken);
        server._upstream[Link.Tcp] = EndPointOf(server._server.Addresses[1]);
        server._upstream[Link.Tls] = EndPointOf(server._server.Addresses[2]);
        return server;
    }

    /// <summary>A proxy before it that does what a schedule says.</summary>
    public FaultProxy Proxy(FaultSchedule schedule)
    {
        var listen = schedule.Link == Link.Unix
            ? (EndPoint)new UnixDomainSocketEndPoint(Path.Combine(_folder.FullName, schedule.Index.ToString(CultureInfo.InvariantCulture)))
            : new IPEndPoint(IPAddress.Loopback, 0);
        return new FaultProxy(
            listen, _upstream[schedule.Link], schedule.Link == Link.Tls ? Framing.None : Framing.Http2, schedule.Fault, delay: TimeSpan.FromMilliseconds(20), longDelay: TimeSpan.FromMilliseconds(700));
    }

    /// <summary>A channel through a proxy.</summary>
    public RpcChannel Channel(FaultSchedule schedule, FaultProxy proxy)
    {
        string address = schedule.Link switch
        {
            Link.Unix => $"unix:{proxy.EndPoint}",
            Link.Tcp => $"grpc://{Place(proxy)}",
            _ => $"grpcs://{Place(proxy)}",
        };
        return RpcChannel.ForAddress(address, new RpcChannelOptions { Authorities = schedule.Link == Link.Tls ? [_certificate] : null });
    }

    /// <summary>
    /// The end of a schedule that failed: stated, and not one that should have succeeded. Places differ from machine to machine and words of the transport
    /// from version to version; neither may be in a result.
    /// </summary>
    public FaultEnd Failed(FaultSchedule schedule, FaultProxy proxy, string text, params IEnumerable<string> beginnings)
    {
        bool stated = !text.Contains("Exception:", StringComparison.Ordinal) || beginnings.Any(b => text.StartsWith(b, StringComparison.Ordinal)) || text.EndsWith("FormatException: no idea", StringComparison.Ordinal);
        return new FaultEnd(text, false, proxy.HasStruck,
            !stated || text.Contains(Place(proxy), StringComparison.Ordinal) || text.Contains(":1", StringComparison.Ordinal) ? $"it failed without a stated reason: {text}"
            : schedule.MustSucceed ? $"it should have succeeded, but: {text}"
            : null);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _certificate.Dispose();
        _folder.Delete(recursive: true);
    }

    private string Place(FaultProxy proxy) => proxy.EndPoint is IPEndPoint ip ? $"127.0.0.1:{ip.Port}" : _folder.FullName;

    private static IPEndPoint EndPointOf(string address) => IPEndPoint.Parse(address[(address.IndexOf("//", StringComparison.Ordinal) + 2)..]);
}
