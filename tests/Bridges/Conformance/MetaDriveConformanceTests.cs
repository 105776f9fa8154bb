namespace Sim.Tests.Bridges;

/// <summary>bridges/metadrive over its stand-in.</summary>
public sealed class MetaDriveSubject : PythonSubject
{
    /// <inheritdoc/>
    protected override string Package => "metadrive";
}

/// <summary>The conformance suite over MetaDrive's side-car.</summary>
public sealed class MetaDriveConformanceTests(MetaDriveSubject subject) : SimulatorConformance<MetaDriveSubject>(subject);
