using Sim.Plugins.Sdk;
using Sim.Simulation;

namespace Sim.Tests.Bridges;

/// <summary>The embedded engine in this process, behind the contract.</summary>
public sealed class EmbeddedSubject : ServedSubject
{
    /// <inheritdoc/>
    public override string Name => "embedded";

    /// <inheritdoc/>
    protected override ISimulator Served { get; } = new EmbeddedSimulator();
}

/// <summary>The conformance suite over the embedded engine.</summary>
public sealed class EmbeddedConformanceTests(EmbeddedSubject subject) : SimulatorConformance<EmbeddedSubject>(subject);

/// <summary>The embedded engine beside another simulator.</summary>
public sealed class EmbeddedExternalTests(EmbeddedSubject subject) : ExternalConformance<EmbeddedSubject>(subject);
