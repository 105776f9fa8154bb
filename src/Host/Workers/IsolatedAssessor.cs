using Sim.Plugins.Sdk;

namespace Sim.Host.Workers;

/// <summary>An assessor in another process. Driver, simulator and sensors are lent to it for the call.</summary>
internal sealed class IsolatedAssessor(ModuleDescription description, ILeaseSource source) : IsolatedModule(description, source), IAssessor
{
    /// <inheritdoc/>
    public string Version => Description.Version;

    /// <inheritdoc/>
    public IReadOnlyList<string> Metrics => Description.Metrics;

    /// <inheritdoc/>
    public IReadOnlyList<MethodFamily> Methods => Description.Methods;

    /// <inheritdoc/>
    public Assessment Assess(AssessRequest request, AssessPeers peers, CancellationToken cancellationToken)
    {
        using var lease = Source.Begin();
        var driver = peers.Driver is null ? null : ContractBridge.Driver.Lend(peers.Driver, lease.Conversation);
        var simulator = peers.Simulator is null ? null : ContractBridge.Simulator.Lend(peers.Simulator, lease.Conversation);
        ModuleDescription[] sensors = [.. peers.Sensors.Values.Select(s => ContractBridge.Sensor.Lend(s, lease.Conversation))];
        try
        {
            var lent = new LentPeers(driver, peers.DriverOptions, simulator, sensors);
            return ByteForm.Read<Assessment>(lease.Ask(Description.Object, nameof(Assess), cancellationToken, ByteForm.Of(request), ByteForm.Of(lent))[0]);
        }
        finally
        {
            foreach (var peer in (ModuleDescription?[])[driver, simulator, .. sensors])
            {
                if (peer is not null)
                {
                    lease.Conversation.Withdraw(peer.Object);
                }
            }
        }
    }

    /// <summary>Answers for an assessor.</summary>
    public static Target Answer(IAssessor module) => call => call.Method switch
    {
        nameof(Assess) => [ByteForm.Of(Sound(module.Assess(call.Get<AssessRequest>(0), call.Get<LentPeers>(1).Reach(call.Conversation), call.CancellationToken)))],
        _ => throw call.Unknown(),
    };

    // The same words as the host has for it.
    private static Assessment Sound(Assessment assessment) => assessment.Fault() is { } fault ? throw new InputException(fault) : assessment;

    /// <inheritdoc/>
    protected override IModule With(ILeaseSource other) => new IsolatedAssessor(Description, other);
}
