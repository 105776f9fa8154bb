using Sim.Plugins.Sdk;

namespace Sim.Plugins.PseudoSimulation.Planning;

/// <summary>
/// PDM-Closed as a driver: plans anew at each step from what it observes, along the route, to the goal or straight on, at the desired speed or the
/// lane's limit. Answers with plans of 5 s. Options: docs/drivers.md. Safe for concurrent use.
/// </summary>
public sealed class PdmClosedDriver : IDriver
{
    /// <inheritdoc/>
    public string Name => "pdm-closed";

    /// <inheritdoc/>
    public string Description => "PDM-Closed: tries 15 proposals against a constant-velocity forecast, scores them as NAVSIM does and follows the best.";

    /// <inheritdoc/>
    public DriverInfo Info { get; } = new("pdm-closed", "1", Reproducibility.Bit);

    /// <inheritdoc/>
    public IDriverSession Start(DriverTask task, Setting options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(task);
        return new PdmClosedSession(task, PdmClosedDriverOptions.Read(options));
    }
}
