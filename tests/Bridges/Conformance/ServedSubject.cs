using Sim.Plugins.Sdk;
using Sim.Rpc;
using Sim.Rpc.Services;
using Messages = Sim.Rpc.Messages;

namespace Sim.Tests.Bridges;

/// <summary>A simulator of this process behind a server of the contract.</summary>
public abstract class ServedSubject : Subject
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sim-subject-");
    private SimulatorService? _service;
    private RpcServer? _server;

    /// <summary>The simulator.</summary>
    protected abstract ISimulator Served { get; }

    /// <inheritdoc/>
    protected override async Task<string> StartAsync()
    {
        _service = new SimulatorService([Served]);
        _server = new RpcServer(new RpcServerOptions { Addresses = { "unix:" + Path.Combine(_folder.FullName, "s") } });
        _server.AddService(Messages.Simulator.BindService(_service));
        await _server.StartAsync();
        return _server.Addresses[0];
    }

    /// <inheritdoc/>
    protected override async Task StopAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _service?.Dispose();
        _folder.Delete(recursive: true);
    }
}
