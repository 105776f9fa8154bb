namespace Sim.Plugins.Sdk;

/// <summary>Writes a report of a run. Deterministic: same run, same bytes. Thread-safe.</summary>
public interface IReportWriter : IModule
{
    /// <summary>Writes its files into the run folder.</summary>
    void Write(RunReport report, IRunFiles files, CancellationToken cancellationToken);
}
