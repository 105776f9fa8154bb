using Sim.Plugins.Sdk;
using Sim.Simulation;

namespace Sim.Fixtures;

/// <summary>The embedded engine, made unreliable.</summary>
internal sealed class MisbehavingSimulator : ISimulator
{
    private readonly EmbeddedSimulator _engine = new();

    public string Name => "misbehave";

    public string Description => "The embedded engine; misbehaves in its fifth step when it is told so.";

    public SimulatorInfo Info => _engine.Info with { Name = Name };

    public ISimulatorSession Open(SimulatorUse use, CancellationToken cancellationToken) => new Session(_engine.Open(use, cancellationToken));

    private sealed class Session(ISimulatorSession inner) : ISimulatorSession
    {
        private int _steps;

        public DriverTask Task => inner.Task;

        public bool PerfectTracking
        {
            get => inner.PerfectTracking;
            set => inner.PerfectTracking = value;
        }

        public bool IsOver => inner.IsOver;

        public void Load(Scenario scenario, ulong seed, CancellationToken cancellationToken) => inner.Load(scenario, seed, cancellationToken);

        public void Reset() => inner.Reset();

        public Observation Observe() => inner.Observe();

        public void Step(DriverAnswer? answer, CancellationToken cancellationToken)
        {
            if (++_steps == 5)
            {
                Misdeed.Commit(inner.Task.Scenario, "simulator");
            }

            inner.Step(answer, cancellationToken);
        }

        public Recording Finish(RecordingEnd? end = null) => inner.Finish(end);

        public void Dispose() => inner.Dispose();
    }
}
