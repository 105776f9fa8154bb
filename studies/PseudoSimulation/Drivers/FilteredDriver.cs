using Sim.Plugins.Sdk;

namespace Sim.Studies.PseudoSimulation.Drivers;

/// <summary>A driver that sees the world through a filter: its own state stays true, others and lights may be old, noisy or missing.</summary>
internal sealed class FilteredDriver(string name, string description, IDriver inner, Setting innerOptions, Func<DriverTask, IPerception> perception) : IDriver
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public string Description => description;

    /// <inheritdoc/>
    public DriverInfo Info { get; } = new(name, "1", Reproducibility.Bit);

    /// <inheritdoc/>
    public IDriverSession Start(DriverTask task, Setting options, CancellationToken cancellationToken) =>
        new Session(inner.Start(task, innerOptions, cancellationToken), perception(task));

    private sealed class Session(IDriverSession inner, IPerception perception) : IDriverSession
    {
        private readonly Observation _seen = new();

        public DriverAnswer Decide(Observation observation, CancellationToken cancellationToken)
        {
            _seen.Step = observation.Step;
            _seen.TimeUs = observation.TimeUs;
            _seen.Ego = observation.Ego;
            _seen.Others = observation.Others;
            _seen.Signals = observation.Signals;
            perception.Apply(_seen);
            return inner.Decide(_seen, cancellationToken);
        }

        public void Dispose() => inner.Dispose();
    }
}
