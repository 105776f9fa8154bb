using Sim.Plugins.Sdk;
using Sim.Plugins.Sumo.Traffic;
using Sim.Simulation;

namespace Sim.Plugins.Sumo;

/// <summary>SUMO as traffic: it moves followers of lanes and background traffic, the embedded engine everything else. Safe for concurrent use; one process per session.</summary>
public sealed class SumoSimulator : ISimulator
{
    /// <inheritdoc/>
    public string Name => "sumo";

    /// <inheritdoc/>
    public string Description => "Eclipse SUMO over TraCI: its traffic and lights on the scenario's roads; the ego's vehicle, scripted actors and contacts are the embedded engine's.";

    /// <inheritdoc/>
    public SimulatorInfo Info { get; } = new("sumo", typeof(SumoSimulator).Assembly.GetName().Version!.ToString(3), Reproducibility.FromRecording, ["plan", "controls", "signals", "perfect-tracking"]);

    /// <inheritdoc/>
    public ISimulatorSession Open(SimulatorUse use, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(use);
        var options = SumoOptions.Read(use.Options);
        return CoSimulation.Open(use, new SumoTraffic(options, use));
    }
}
