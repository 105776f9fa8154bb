using Sim.Plugins.Sdk;

namespace Sim.Host.Running;

/// <summary>A simulator whose losses are noticed, wherever in a case they happen. Thread-safe.</summary>
/// <param name="inner">The simulator.</param>
internal sealed class WatchedSimulator(ISimulator inner) : ISimulator
{
    private volatile bool _isLost;

    /// <summary>True once it was lost: its process, the connection to it, or an answer in time. It decided nothing, so the case may be tried again.</summary>
    public bool IsLost => _isLost;

    /// <inheritdoc/>
    public string Name => inner.Name;

    /// <inheritdoc/>
    public string Description => inner.Description;

    /// <inheritdoc/>
    public SimulatorInfo Info => inner.Info;

    /// <inheritdoc/>
    public ISimulatorSession Open(SimulatorUse use, CancellationToken cancellationToken) => new Session(this, Watch(() => inner.Open(use, cancellationToken)));

    private T Watch<T>(Func<T> call)
    {
        try
        {
            return call();
        }
        catch (ModuleFailedException e) when (Note(e))
        {
            throw;
        }
    }

    // Never true: it only looks.
    private bool Note(ModuleFailedException error)
    {
        _isLost |= error.IsLost;
        return false;
    }

    private sealed class Session(WatchedSimulator owner, ISimulatorSession session) : ISimulatorSession
    {
        public DriverTask Task => session.Task;

        public bool PerfectTracking
        {
            get => session.PerfectTracking;
            set => session.PerfectTracking = value;
        }

        public bool IsOver => owner.Watch(() => session.IsOver);

        public void Load(Scenario scenario, ulong seed, CancellationToken cancellationToken) => owner.Watch(() =>
        {
            session.Load(scenario, seed, cancellationToken);
            return true;
        });

        public void Reset() => session.Reset();

        public Observation Observe() => owner.Watch(session.Observe);

        public void Step(DriverAnswer? answer, CancellationToken cancellationToken)
        {
            try
            {
                session.Step(answer, cancellationToken);
            }
            catch (ModuleFailedException e) when (owner.Note(e))
            {
                throw;
            }
        }

        public Recording Finish(RecordingEnd? end = null) => session.Finish(end);

        public void Dispose() => session.Dispose();
    }
}
