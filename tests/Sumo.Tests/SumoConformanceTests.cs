using Sim.Plugins.Sdk;
using Sim.Plugins.Sumo;
using Sim.Tests.Bridges;

namespace Sim.Tests.Sumo;

/// <summary>A real SUMO in this process, behind the contract.</summary>
public sealed class SumoSubject : ServedSubject
{
    /// <inheritdoc/>
    public override string Name => "sumo";

    /// <inheritdoc/>
    protected override ISimulator Served { get; } = new SumoSimulator();
}

/// <summary>The conformance suite of all simulators over a real SUMO.</summary>
public sealed class SumoConformanceTests : SimulatorConformance<SumoSubject>
{
    /// <summary>Skips where SUMO is not installed.</summary>
    public SumoConformanceTests(SumoSubject subject)
        : base(subject) => _ = Live.Installation;
}
