using Sim.Plugins.Sdk;

namespace Sim.Simulation;

/// <summary>
/// The engine of this framework: in-process, bit-reproducible. Options: unsupported (error, the default, or warn: whether a storyboard with elements
/// that are not performed is refused or run without them). Safe for concurrent use.
/// </summary>
public sealed class EmbeddedSimulator : ISimulator
{
    /// <summary>Version that recordings name.</summary>
    public static string Version { get; } = typeof(EmbeddedSimulator).Assembly.GetName().Version!.ToString(3);

    /// <inheritdoc/>
    public string Name => "embedded";

    /// <inheritdoc/>
    public string Description => "In-process closed-loop engine: log replay, scripts, IDM and MOBIL traffic, kinematic and dynamic vehicle models, contacts to 1 ms.";

    /// <inheritdoc/>
    public SimulatorInfo Info { get; } = new("embedded", Version, Reproducibility.Bit, ["plan", "controls", "signals", "perfect-tracking"]);

    internal static bool IsStrict(SimulatorUse use)
    {
        var reader = new SettingReader(use.Options, "the options of simulator 'embedded'");
        string? unsupported = reader.Choice("unsupported", "error", "warn");
        reader.Done();
        return unsupported != "warn";
    }

    /// <inheritdoc/>
    public ISimulatorSession Open(SimulatorUse use, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(use);
        IsStrict(use);
        if (use.Traffic is { } traffic)
        {
            TrafficOverride.Require(traffic);
        }

        return new EmbeddedSession(use);
    }
}
