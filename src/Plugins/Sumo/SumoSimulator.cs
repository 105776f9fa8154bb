using System.Text.Json;
using Sim.Plugins.Sdk;
using Sim.Plugins.Sumo.Processes;
using Sim.Plugins.Sumo.Traffic;
using Sim.Simulation;

namespace Sim.Plugins.Sumo;

/// <summary>SUMO as traffic: it moves followers of lanes and background traffic, the embedded engine everything else. Safe for concurrent use; one process per session.</summary>
public sealed class SumoSimulator : ISimulator, IRemoteModule
{
    private string? _version;

    /// <inheritdoc/>
    public string Name => "sumo";

    /// <inheritdoc/>
    public string Description => "Eclipse SUMO over TraCI: its traffic and lights on the scenario's roads; the ego's vehicle, scripted actors and contacts are the embedded engine's.";

    /// <inheritdoc/>
    public SimulatorInfo Info { get; } = new("sumo", typeof(SumoSimulator).Assembly.GetName().Version!.ToString(3), Reproducibility.FromRecording, ["plan", "controls", "signals", "perfect-tracking"]);

    /// <inheritdoc/>
    public string Shown(Setting options) => Name;

    /// <inheritdoc/>
    public string Greet(Setting options, FileRoots files, CancellationToken cancellationToken)
    {
        string version = Volatile.Read(ref _version) ?? SumoInstallation.Find().Version(cancellationToken);
        Volatile.Write(ref _version, version);
        return $"{Info.Version} ({version}), {JsonNamingPolicy.SnakeCaseLower.ConvertName(Info.Reproducibility.ToString())}";
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Inputs(Setting options, FileRoots files)
    {
        var read = SumoOptions.Read(options);
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (string file in new[] { read.Network, read.Routes }.OfType<string>())
        {
            found[$"simulator:{file}"] = SumoPlan.Resolve(files, file);
        }

        return found;
    }

    /// <inheritdoc/>
    public void Release()
    {
        // Each session ends its own process.
    }

    /// <inheritdoc/>
    public ISimulatorSession Open(SimulatorUse use, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(use);
        var options = SumoOptions.Read(use.Options);
        return CoSimulation.Open(use, new SumoTraffic(options, use));
    }
}
