using Sim.Plugins.Sdk;

namespace Sim.Host.Running;

/// <summary>Answers what a driver answered before, step by step, so that a case can be run again without the driver.</summary>
/// <param name="recording">Holds the answers.</param>
/// <param name="perfectTracking">As the driver's own <see cref="DriverInfo.PerfectTracking"/>.</param>
internal sealed class RecordedDriver(Recording recording, bool perfectTracking) : IDriver
{
    /// <inheritdoc/>
    public string Name => "recorded";

    /// <inheritdoc/>
    public string Description => "Answers what was recorded.";

    /// <inheritdoc/>
    public DriverInfo Info => new(Name, HostVersion.Text, Reproducibility.Bit, perfectTracking);

    /// <inheritdoc/>
    public IDriverSession Start(DriverTask task, Setting options, CancellationToken cancellationToken) =>
        new Session(recording.Answers.ToDictionary(a => a.Step, a => a.Answer));

    private sealed class Session(Dictionary<int, DriverAnswer> answers) : IDriverSession
    {
        public DriverAnswer Decide(Observation observation, CancellationToken cancellationToken) =>
            answers.TryGetValue(observation.Step, out var answer)
                ? answer
                : throw new InvalidOperationException($"no answer was recorded at step {observation.Step}");

        public void Dispose()
        {
        }
    }
}
