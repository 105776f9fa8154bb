using System.Diagnostics;
using Sim.Plugins.Sdk;
using Sim.Rpc.Services;

namespace Sim.Tests.Bridges;

/// <summary>A remote simulator whose calls are timed against their deadlines. Not thread-safe.</summary>
internal sealed class TimedSimulator(RemoteSimulator simulator) : ISimulator
{
    public string Name => simulator.Name;

    public string Description => simulator.Description;

    public SimulatorInfo Info => simulator.Info;

    /// <summary>By how much a call was longer than it may be, at worst.</summary>
    public TimeSpan WorstExcess { get; private set; } = TimeSpan.MinValue;

    private Deadlines Deadlines => simulator.Options.Deadlines;

    public ISimulatorSession Open(SimulatorUse use, CancellationToken cancellationToken) =>
        new Session(this, Time(Deadlines.Open, () => simulator.Open(use, cancellationToken)));

    private T Time<T>(TimeSpan deadline, Func<T> call)
    {
        long begin = Stopwatch.GetTimestamp();
        try
        {
            return call();
        }
        finally
        {
            var excess = Stopwatch.GetElapsedTime(begin) - deadline;
            WorstExcess = excess > WorstExcess ? excess : WorstExcess;
        }
    }

    private sealed class Session(TimedSimulator timed, ISimulatorSession session) : ISimulatorSession
    {
        private bool _stepped;

        public DriverTask Task => session.Task;

        public bool IsOver => timed.Time(timed.Deadlines.Open, () => session.IsOver);

        public void Load(Scenario scenario, ulong seed, CancellationToken cancellationToken) => timed.Time(timed.Deadlines.Open, () =>
        {
            session.Load(scenario, seed, cancellationToken);
            return true;
        });

        public void Reset() => session.Reset();

        public Observation Observe() => session.Observe();

        public void Step(DriverAnswer? answer, CancellationToken cancellationToken)
        {
            timed.Time(_stepped ? timed.Deadlines.Step : timed.Deadlines.FirstStep, () =>
            {
                session.Step(answer, cancellationToken);
                return true;
            });
            _stepped = true;
        }

        public Recording Finish(RecordingEnd? end = null) => session.Finish(end);

        public void Dispose() => timed.Time(timed.Deadlines.Close, () =>
        {
            session.Dispose();
            return true;
        });
    }
}
