using Grpc.Core;
using Sim.Rpc;

namespace Sim.Tests.Bridges;

/// <summary>Services of this process at a Unix socket.</summary>
internal sealed class Served : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sim-served-");
    private readonly RpcServer _server;

    private Served() => _server = new RpcServer(new RpcServerOptions { Addresses = { "unix:" + Path.Combine(_folder.FullName, "s") }, MaxReceiveMessageSize = 64 << 20 });

    public string Address => _server.Addresses[0];

    public string Folder => _folder.FullName;

    public static async Task<Served> Of(params IReadOnlyList<ServerServiceDefinition> services)
    {
        var served = new Served();
        foreach (var service in services)
        {
            served._server.AddService(service);
        }

        await served._server.StartAsync(TestContext.Current.CancellationToken);
        return served;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
