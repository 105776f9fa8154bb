using Grpc.Core;
using Sim.Plugins.Sdk;
using Sim.Rpc;
using Sim.Rpc.Services;
using Messages = Sim.Rpc.Messages;

namespace Sim.Tests.Rpc;

/// <summary>A server of drivers in this process, on a Unix socket or a port, and a channel to it.</summary>
internal sealed class Peer : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sim-peer-");
    private readonly RpcServer _server;

    private Peer(bool unix, Action<RpcServerOptions>? configure)
    {
        var options = new RpcServerOptions();
        options.Addresses.Add(unix ? "unix:" + Path.Combine(_folder.FullName, "s") : "grpc://127.0.0.1:0");
        options.MaxReceiveMessageSize = 64 << 20;
        configure?.Invoke(options);
        _server = new RpcServer(options);
    }

    public DriverService? Service { get; private init; }

    public RpcChannel Channel { get; private set; } = null!;

    public string Address => _server.Addresses[0];

    public CallInvoker Invoker => Channel.CreateCallInvoker();

    public static Task<Peer> Of(IDriver driver, bool unix = true, ServerOptions? options = null) => Of([driver], unix, options);

    public static async Task<Peer> Of(IEnumerable<IDriver> drivers, bool unix = true, ServerOptions? options = null)
    {
        var service = new DriverService(drivers, options);
        var peer = new Peer(unix, null) { Service = service };
        await peer.StartAsync(Messages.Driver.BindService(service));
        return peer;
    }

    public static async Task<Peer> Of(ServerServiceDefinition service, bool unix = true, Action<RpcServerOptions>? configure = null)
    {
        var peer = new Peer(unix, configure);
        await peer.StartAsync(service);
        return peer;
    }

    public RemoteDriver Connect(RemoteDriverOptions? options = null) =>
        RemoteDriver.Connect(Invoker, options ?? new RemoteDriverOptions { Name = "remote" }, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Channel?.Dispose();
        await _server.DisposeAsync();
        Service?.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task StartAsync(ServerServiceDefinition service)
    {
        _server.AddService(service);
        await _server.StartAsync(TestContext.Current.CancellationToken);
        Channel = RpcChannel.ForAddress(_server.Addresses[0]);
    }
}
