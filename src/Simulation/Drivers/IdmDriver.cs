using Sim.Plugins.Sdk;
using Sim.Simulation.Models;

namespace Sim.Simulation.Drivers;

/// <summary>
/// The reference driver: follows lanes along the route, to the goal or straight on, with IDM on whatever stands in the strip it is going to
/// sweep, stops at red lights and at the end of the road, changes lanes where the route asks for it and the gap is safe. Answers with
/// controls. Options: docs/simulation.md. Safe for concurrent use.
/// </summary>
public sealed class IdmDriver : IDriver
{
    /// <inheritdoc/>
    public string Name => "idm";

    /// <inheritdoc/>
    public string Description => "Follows lanes to the goal with the Intelligent Driver Model behind anything in its way; obeys lights.";

    /// <inheritdoc/>
    public DriverInfo Info { get; } = new("idm", EmbeddedSimulator.Version, Reproducibility.Bit);

    /// <inheritdoc/>
    public IDriverSession Start(DriverTask task, Setting options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(task);
        return new IdmDriverSession(task, Read(options));
    }

    /// <summary>Reads and validates the options.</summary>
    /// <exception cref="InputException">A value is out of range, or a key is unknown.</exception>
    public static IdmParameters Read(Setting options)
    {
        var reader = new SettingReader(options, "the options of driver 'idm'");
        var standard = new IdmParameters();
        var parameters = new IdmParameters
        {
            DesiredSpeedMps = reader.Speed("desired_speed", 0.1, 100),
            HeadwayS = reader.Seconds("headway", 0, 10) ?? standard.HeadwayS,
            MinGapM = reader.Length("min_gap", 0.1, 50) ?? standard.MinGapM,
            MaxAccelMps2 = reader.Acceleration("max_accel", 0.1, 20) ?? standard.MaxAccelMps2,
            ComfortDecelMps2 = reader.Acceleration("comfort_decel", 0.1, 20) ?? standard.ComfortDecelMps2,
            MaxDecelMps2 = reader.Acceleration("max_decel", 0.1, 20) ?? standard.MaxDecelMps2,
            Exponent = reader.Ratio("exponent", 0.5, 20) ?? standard.Exponent,
        };
        reader.Done();
        return parameters;
    }
}
