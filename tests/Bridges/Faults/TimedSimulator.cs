using Sim.Plugins.Sdk;
using Sim.Rpc.Services;
using Sim.Tests.Faults;

namespace Sim.Tests.Bridges;

/// <summary>A remote simulator whose calls are timed against their deadlines. Not thread-safe.</summary>
internal sealed class TimedSimulator(RemoteSimulator simulator) : ISimulator
{
    private readonly CallTimer _timer = new();

    public string Name => simulator.Name;

    public string Description => simulator.Description;

    public SimulatorInfo Info => simulator.Info;

    /// <summary>By how much a call was longer than it may be, at worst.</summary>
    public TimeSpan WorstExcess => _timer.WorstExcess;

    private Deadlines Deadlines => simulator.Options.Deadlines;

    public ISimulatorSession Open(SimulatorUse use, CancellationToken cancellationToken) =>
        new Session(this, _timer.Time(Deadlines.Open, () => simulator.Open(use, cancellationToken)));

    private sealed class Session(TimedSimulator timed, ISimulatorSession session) : ISimulatorSession
    {
        private bool _stepped;

        public DriverTask Task => session.Task;

        public bool IsOver => timed._timer.Time(timed.Deadlines.Open, () => session.IsOver);

        public void Load(Scenario scenario, ulong seed, CancellationToken cancellationToken) => timed._timer.Time(timed.Deadlines.Open, () => session.Load(scenario, seed, cancellationToken));

        public void Reset() => session.Reset();

        public Observation Observe() => session.Observe();

        public void Step(DriverAnswer? answer, CancellationToken cancellationToken)
        {
            timed._timer.Time(_stepped ? timed.Deadlines.Step : timed.Deadlines.FirstStep, () => session.Step(answer, cancellationToken));
            _stepped = true;
        }

        public Recording Finish(RecordingEnd? end = null) => session.Finish(end);

        public void Dispose() => timed._timer.Time(timed.Deadlines.Close, () => session.Dispose());
    }
}
