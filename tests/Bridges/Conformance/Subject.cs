using Grpc.Core;
using Sim.Plugins.Sdk;
using Sim.Rpc;
using Sim.Rpc.Services;
using Sim.Tests.Engine;
using Messages = Sim.Rpc.Messages;

namespace Sim.Tests.Bridges;

/// <summary>A simulator that the conformance suite runs over. One for all tests of a class.</summary>
public abstract class Subject : IAsyncLifetime
{
    private RpcChannel? _channel;

    /// <summary>A channel to it.</summary>
    public CallInvoker Invoker => Channel.CreateCallInvoker();

    /// <summary>The same as a simulator.</summary>
    public RemoteSimulator Simulator { get; private set; } = null!;

    /// <summary>Its generated client.</summary>
    internal Messages.Simulator.SimulatorClient Client => new(Invoker);

    /// <summary>Options of its sessions.</summary>
    public virtual Setting Options => Setting.Empty;

    /// <summary>What its name must be.</summary>
    public abstract string Name { get; }

    /// <summary>Step length of the scenarios that it is given, µs.</summary>
    public virtual long StepUs => 100_000;

    private RpcChannel Channel => _channel ?? throw new InvalidOperationException("not started");

    /// <summary>A scenario of so many steps in which the ego stands and another car passes.</summary>
    public virtual Scenario Calm(int steps) => Worlds.Scene(
        Worlds.Straight(30_000, 2, 15), 1, Worlds.Ego(speed: 0), Worlds.Other("passes", new ConstantVelocityBehaviour(), x: -50, y: 3.5, speed: 10))
        with
    { StepUs = StepUs, HorizonUs = steps * StepUs };

    /// <summary>A scenario in which an ego that drives on hits a standing car.</summary>
    public virtual Scenario Crash() => Worlds.Scene(
        Worlds.Straight(600, 1, 15), 1, Worlds.Ego(speed: 12), Worlds.Other("stands", new StationaryBehaviour(), x: 30))
        with
    { StepUs = StepUs, HorizonUs = 80 * StepUs };

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _channel = RpcChannel.ForAddress(await StartAsync(), new RpcChannelOptions { MaxReceiveMessageSize = 64 << 20 });
        Simulator = RemoteSimulator.Connect(Invoker, new RemoteSimulatorOptions { Name = Name }, CancellationToken.None);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Simulator?.Dispose();
        _channel?.Dispose();
        await StopAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Starts it.</summary>
    /// <returns>Its address.</returns>
    protected abstract Task<string> StartAsync();

    /// <summary>Stops it.</summary>
    protected abstract Task StopAsync();
}
