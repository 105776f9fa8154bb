using Sim.Plugins.Sdk;

namespace Sim.Reports.Ci;

/// <summary>
/// <c>findings.sarif</c>: what is wrong with a run's suites whatever the cases did: waivers that expired, cover passing cases or match none, requirements without cases,
/// cases without requirements. Failed expectations are results of tests and belong in <c>junit.xml</c>. Written on request. Thread-safe.
/// </summary>
public sealed class SarifWriter : IReportWriter
{
    /// <inheritdoc/>
    public string Name => "sarif";

    /// <inheritdoc/>
    public string Description => "findings.sarif: waivers and requirements that need care (SARIF 2.1.0)";

    /// <inheritdoc/>
    public bool OnRequest => true;

    /// <inheritdoc/>
    public void Write(RunReport report, IRunFiles files, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(files);
        var names = report.Entries.DistinctBy(e => e.Suite).ToDictionary(e => e.Suite, e => e.File, StringComparer.Ordinal);
        byte[] content = FindingFiles.Sarif(RunFindings.Of(report, suite => names.GetValueOrDefault(suite, "")), report.Identity.SimVersion, out _);
        using var stream = files.Create("findings.sarif");
        stream.Write(content);
    }
}
