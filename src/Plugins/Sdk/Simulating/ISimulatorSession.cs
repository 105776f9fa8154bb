namespace Sim.Plugins.Sdk;

/// <summary>
/// One scenario being run. Order of calls: Load, then (Observe, Step) until <see cref="IsOver"/>, then Finish; Reset goes back to the start.
/// Not thread-safe.
/// </summary>
public interface ISimulatorSession : IDisposable
{
    /// <summary>Loads a scenario and stands at step 0.</summary>
    /// <exception cref="InputException">The scenario cannot be run; says why.</exception>
    void Load(Scenario scenario, ulong seed, CancellationToken cancellationToken);

    /// <summary>Back to step 0 of the loaded scenario; the run that follows has the same bytes.</summary>
    void Reset();

    /// <summary>What a driver is told once, before the first observation.</summary>
    DriverTask Task { get; }

    /// <summary>
    /// True: plans are followed exactly instead of being tracked with the vehicle model (<see cref="DriverInfo.PerfectTracking"/>). Set before
    /// the first Step; kept by Reset. A simulator that cannot do it ignores it and says so in its capabilities by leaving out "perfect-tracking".
    /// </summary>
    bool PerfectTracking
    {
        get => false;
        set { }
    }

    /// <summary>The world now. The object is reused: its content is valid until the next Step or Reset.</summary>
    Observation Observe();

    /// <summary>Advances one step with the driver's answer to the last observation (null when the scenario has no driven ego).</summary>
    /// <exception cref="InvalidOperationException">Called after the end.</exception>
    void Step(DriverAnswer? answer, CancellationToken cancellationToken);

    /// <summary>True when the scenario has ended: horizon, goal, contact.</summary>
    bool IsOver { get; }

    /// <summary>The recording so far.</summary>
    /// <param name="end">Why it ends, when the caller ends it; null lets the session say.</param>
    Recording Finish(RecordingEnd? end = null);
}
