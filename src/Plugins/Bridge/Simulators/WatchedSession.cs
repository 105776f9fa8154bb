using Sim.Plugins.Sdk;

namespace Sim.Plugins.Bridge;

/// <summary>A session whose failures are explained by whoever holds the peer, and that gives the peer back when it ends. Not thread-safe.</summary>
/// <param name="inner">The session.</param>
/// <param name="explain">Why it failed, from what was thrown.</param>
/// <param name="left">Told once when the session ends; true when it failed.</param>
internal sealed class WatchedSession(ISimulatorSession inner, Func<Exception, Exception> explain, Action<bool> left) : ISimulatorSession, ISimulatorProgress
{
    private bool _failed;
    private bool _disposed;

    public DriverTask Task => inner.Task;

    public bool IsOver => Watch(() => inner.IsOver);

    public bool PerfectTracking
    {
        get => inner.PerfectTracking;
        set => inner.PerfectTracking = value;
    }

    public IReadOnlyList<RecordedEvent> Events => Progress.Events;

    public IReadOnlyList<Contact> Contacts => Progress.Contacts;

    public RecordingEnd? End => Progress.End;

    public bool EgoIsPresent => Progress.EgoIsPresent;

    public string Traffic => Progress.Traffic;

    private ISimulatorProgress Progress => (ISimulatorProgress)inner;

    public void Load(Scenario scenario, ulong seed, CancellationToken cancellationToken) => Watch(() =>
    {
        inner.Load(scenario, seed, cancellationToken);
        return true;
    });

    public void Reset() => inner.Reset();

    public Observation Observe() => Watch(inner.Observe);

    public void Step(DriverAnswer? answer, CancellationToken cancellationToken)
    {
        try
        {
            inner.Step(answer, cancellationToken);
        }
        catch (Exception e) when (Fails(e))
        {
            throw explain(e);
        }
    }

    public Recording Finish(RecordingEnd? end = null) => inner.Finish(end);

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        try
        {
            inner.Dispose();
        }
        finally
        {
            left(_failed);
        }
    }

    private T Watch<T>(Func<T> call)
    {
        try
        {
            return call();
        }
        catch (Exception e) when (Fails(e))
        {
            throw explain(e);
        }
    }

    // A refusal, and a wrong call of ours, say nothing about the peer. A case that is cut short leaves it in a state that nobody knows.
    private bool Fails(Exception error)
    {
        _failed |= error is not (InputException or RefusedException or InvalidOperationException);
        return error is ModuleFailedException;
    }
}
