using Sim.Rpc;
using Sim.Tests.Messages;

namespace Sim.Tests;

/// <summary>A running server with the echo service, a channel to it and a folder for sockets.</summary>
public sealed class EchoPair : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sim-rpc-").FullName;

    private EchoPair(RpcServerOptions options) => Server = new RpcServer(options);

    public RpcServer Server { get; }

    public EchoService Service { get; } = new();

    public RpcChannel Channel { get; private set; } = null!;

    public Echo.EchoClient Client { get; private set; } = null!;

    public string Address => Server.Addresses[0];

    public static async Task<EchoPair> StartAsync(bool unix = false, Action<RpcServerOptions>? server = null, Action<RpcChannelOptions>? channel = null)
    {
        var options = new RpcServerOptions();
        server?.Invoke(options);
        var pair = new EchoPair(options);
        if (options.Addresses.Count == 0) options.Addresses.Add(unix ? "unix:" + Path.Combine(pair._folder, "echo.sock") : "http://127.0.0.1:0");
        pair.Server.AddService(Echo.BindService(pair.Service), Echo.Descriptor);
        await pair.Server.StartAsync(TestContext.Current.CancellationToken);
        (pair.Channel, pair.Client) = pair.Connect(channel);
        return pair;
    }

    public (RpcChannel Channel, Echo.EchoClient Client) Connect(Action<RpcChannelOptions>? configure = null)
    {
        var options = new RpcChannelOptions();
        configure?.Invoke(options);
        var channel = RpcChannel.ForAddress(Address, options);
        return (channel, new Echo.EchoClient(channel));
    }

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await Server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
