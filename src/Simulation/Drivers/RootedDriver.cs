using Sim.Plugins.Sdk;

namespace Sim.Simulation.Drivers;

/// <summary>A driver that is told where files of its options may be read, whoever starts it. As thread-safe as the driver itself.</summary>
/// <param name="driver">The driver.</param>
/// <param name="files">The folders.</param>
public sealed class RootedDriver(IDriver driver, FileRoots files) : IDriver
{
    /// <inheritdoc/>
    public string Name => driver.Name;

    /// <inheritdoc/>
    public string Description => driver.Description;

    /// <inheritdoc/>
    public DriverInfo Info => driver.Info;

    /// <inheritdoc/>
    public IDriverSession Start(DriverTask task, Setting options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(task);
        return driver.Start(task with { Files = files }, options, cancellationToken);
    }

    /// <inheritdoc/>
    IReadOnlyDictionary<string, string> IDriver.Inputs(Setting options, FileRoots elsewhere) => driver.Inputs(options, elsewhere);
}
