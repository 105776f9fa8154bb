namespace Sim.Plugins.Sdk;

/// <summary>Says what a recording means. Thread-safe.</summary>
public interface IAssessor : IModule
{
    /// <summary>Version of its definitions.</summary>
    string Version { get; }

    /// <summary>Names of the metrics it can give, for validating suites before anything runs.</summary>
    IReadOnlyList<string> Metrics { get; }

    /// <summary>How its metrics are defined; empty when it does not say. <see cref="MethodPage"/> reads them from a page of documentation.</summary>
    IReadOnlyList<MethodFamily> Methods => [];

    /// <summary>Assesses one recording.</summary>
    /// <param name="request">Plain data.</param>
    /// <param name="peers">Driver, simulator and sensors, for assessors that ask them again.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="InputException">Options are wrong.</exception>
    Assessment Assess(AssessRequest request, AssessPeers peers, CancellationToken cancellationToken);
}
