using Sim.Plugins.Sdk;

namespace Sim.Studies.PseudoSimulation.Drivers;

/// <summary>A driver made of a name and a function that begins a case. Safe for concurrent use when the function is.</summary>
/// <param name="name">Name in tables.</param>
/// <param name="description">What it does.</param>
/// <param name="start">Begins a case.</param>
internal sealed class PlanningDriver(string name, string description, Func<DriverTask, IDriverSession> start) : IDriver
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public string Description => description;

    /// <inheritdoc/>
    public DriverInfo Info { get; } = new(name, "1", Reproducibility.Bit);

    /// <inheritdoc/>
    public IDriverSession Start(DriverTask task, Setting options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(task);
        new SettingReader(options, $"the options of driver '{name}'").Done();
        return start(task);
    }
}
