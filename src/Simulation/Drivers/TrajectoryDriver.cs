using Sim.Plugins.Sdk;

namespace Sim.Simulation.Drivers;

/// <summary>
/// Drives a given plan: the simulator tracks it with the vehicle model, or follows it exactly. The plan stands inline under <c>points:</c> or in a
/// CSV <c>file:</c> below <see cref="DriverTask.Files"/>; see docs/simulation.md. Safe for concurrent use.
/// </summary>
public sealed class TrajectoryDriver : IDriver
{
    /// <inheritdoc/>
    public string Name => "trajectory";

    /// <inheritdoc/>
    public string Description => "Drives a plan given as points or as a CSV file, tracked by LQR through the vehicle model.";

    /// <inheritdoc/>
    public DriverInfo Info { get; } = new("trajectory", EmbeddedSimulator.Version, Reproducibility.Bit);

    /// <inheritdoc/>
    public IDriverSession Start(DriverTask task, Setting options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(options);
        var plan = TrajectoryPlan.Read(options, task.Files, task.Actors[task.EgoIndex].Body.RearAxleToCentreM);
        var answer = DriverAnswer.FromPlan(plan);
        return answer.Fault() is { } fault ? throw options.Error($"the plan of driver 'trajectory' cannot be driven: {fault}") : new Session(answer);
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Inputs(Setting options, FileRoots files)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(files);
        return options.Find("file") is { } file && files.Resolve(file) is var source ? Ordered.Copy([new KeyValuePair<string, string>(source.Key, source.FullPath)]) : Ordered.Empty;
    }

    private sealed class Session(DriverAnswer answer) : IDriverSession
    {
        public DriverAnswer Decide(Observation observation, CancellationToken cancellationToken) => answer;

        public void Dispose()
        {
        }
    }
}
