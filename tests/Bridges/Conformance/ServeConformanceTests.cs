namespace Sim.Tests.Bridges;

/// <summary><c>sim serve</c> as a side-car.</summary>
public sealed class ServeSubject : ProcessSubject
{
    /// <inheritdoc/>
    public override string Name => "embedded";

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Command => [SimProgram.Path, "serve"];
}

/// <summary>The conformance suite over <c>sim serve</c>.</summary>
public sealed class ServeConformanceTests(ServeSubject subject) : SimulatorConformance<ServeSubject>(subject);

/// <summary><c>sim serve</c> beside another simulator.</summary>
public sealed class ServeExternalTests(ServeSubject subject) : ExternalConformance<ServeSubject>(subject);
