using Sim.Plugins.Bridge;
using Sim.Plugins.Sdk;
using Sim.Simulation;
using Messages = Sim.Rpc.Messages;

namespace Sim.Tests.Bridges;

/// <summary>A traffic model of this process at a Unix socket, and the embedded engine beside it.</summary>
internal sealed class TrafficPeer : IAsyncDisposable
{
    private readonly Served _served;
    private readonly Messages.Traffic.TrafficBase _service;

    private TrafficPeer(Served served, Messages.Traffic.TrafficBase service) => (_served, _service) = (served, service);

    public TrafficSimulator Simulator { get; } = new(static _ => null);

    public string Address => _served.Address;

    public SimulatorUse Use => UseOf("60 s");

    public static async Task<TrafficPeer> Of(Messages.Traffic.TrafficBase service) => new(await Served.Of(Messages.Traffic.BindService(service)), service);

    public Recording Run(Scenario scenario, string deadline = "60 s") =>
        ClosedLoop.Run(Simulator, UseOf(deadline), scenario, new SteadyDriver(), Setting.Empty, 1, 2, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Simulator.Release();
        await _served.DisposeAsync();
        (_service as IDisposable)?.Dispose();
    }

    private SimulatorUse UseOf(string deadline) => new()
    {
        Name = "traffic",
        Options = Setting.Map(("traffic", Setting.Map(("use", Setting.Scalar(Address)), ("deadline", Setting.Scalar(deadline))))),
    };
}
