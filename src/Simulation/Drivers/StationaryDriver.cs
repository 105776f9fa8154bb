using Sim.Plugins.Sdk;

namespace Sim.Simulation.Drivers;

/// <summary>Brakes to a stop and stays there. No options. Safe for concurrent use.</summary>
public sealed class StationaryDriver : IDriver
{
    /// <inheritdoc/>
    public string Name => "stationary";

    /// <inheritdoc/>
    public string Description => "Brakes as hard as the vehicle can and stays where it stops.";

    /// <inheritdoc/>
    public DriverInfo Info { get; } = new("stationary", EmbeddedSimulator.Version, Reproducibility.Bit);

    /// <inheritdoc/>
    public IDriverSession Start(DriverTask task, Setting options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(task);
        new SettingReader(options, "the options of driver 'stationary'").Done();
        return new Session(DriverAnswer.FromControls(-task.Vehicle.MaxDecelMps2, 0));
    }

    private sealed class Session(DriverAnswer answer) : IDriverSession
    {
        public DriverAnswer Decide(Observation observation, CancellationToken cancellationToken) => answer;

        public void Dispose()
        {
        }
    }
}
