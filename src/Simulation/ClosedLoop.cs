using Sim.Plugins.Sdk;

namespace Sim.Simulation;

/// <summary>The loop: simulator, driver, simulator, … until the scenario ends. Stateless, safe for concurrent use.</summary>
public static class ClosedLoop
{
    /// <summary>Kind of the event that says why a driver failed.</summary>
    public const string DriverFailedEvent = "driver-failed";

    /// <summary>Kind of the event that says why a simulator failed.</summary>
    public const string SimulatorFailedEvent = "simulator-failed";

    /// <summary>
    /// Runs a scenario to its end and returns what happened. A driver that throws or answers badly ends it with
    /// <see cref="RecordingEnd.DriverFailed"/>, a simulator that throws in a step with <see cref="RecordingEnd.SimulatorFailed"/>, each with an event
    /// that states the reason; a cancelled token (timeout, user) ends it with <see cref="RecordingEnd.Interrupted"/>.
    /// </summary>
    /// <param name="simulator">The simulator.</param>
    /// <param name="use">Its settings.</param>
    /// <param name="scenario">The scenario.</param>
    /// <param name="driver">The driver; may be null when the scenario's ego is not driven.</param>
    /// <param name="driverOptions">Options of the driver.</param>
    /// <param name="simulatorSeed">Seed of the simulator.</param>
    /// <param name="driverSeed">Seed that the driver is told.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <exception cref="InputException">The scenario, the settings or the driver's options are refused, before the first step; says why.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before the scenario was loaded.</exception>
    public static Recording Run(
        ISimulator simulator,
        SimulatorUse use,
        Scenario scenario,
        IDriver? driver,
        Setting driverOptions,
        ulong simulatorSeed,
        ulong driverSeed,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(simulator);
        ArgumentNullException.ThrowIfNull(scenario);
        using var session = simulator.Open(use, cancellationToken);
        session.Load(scenario, simulatorSeed, cancellationToken);
        if (scenario.Ego.Behaviour is not DriverBehaviour)
        {
            return Drive(session, null, cancellationToken);
        }

        if (driver is null)
        {
            throw new InputException($"scenario '{scenario.Name}' has a driven ego, but no driver was named");
        }

        session.PerfectTracking = driver.Info.PerfectTracking;
        IDriverSession driving;
        try
        {
            driving = driver.Start(session.Task with { Seed = driverSeed }, driverOptions, cancellationToken);
        }
        catch (Exception fault) when (fault is not InputException and not OperationCanceledException)
        {
            return Failed(session, RecordingEnd.DriverFailed, DriverFailedEvent, 0, $"driver '{driver.Name}' failed to start: {Reason(fault)}");
        }

        using (driving)
        {
            return Drive(session, new Seat(driver.Name, driving), cancellationToken);
        }
    }

    private static Recording Drive(ISimulatorSession session, Seat? seat, CancellationToken cancellationToken)
    {
        long stepUs = session.Task.StepUs;
        int step = 0;
        long debugBytes = 0;
        while (!session.IsOver)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return session.Finish(RecordingEnd.Interrupted);
            }

            DriverAnswer? answer = null;
            if (seat is not null)
            {
                string? fault;
                try
                {
                    answer = seat.Session.Decide(session.Observe(), cancellationToken);
                    fault = answer is null ? "it gave no answer" : answer.Fault();
                    if (fault is null && answer!.Debug is { } debug && (debugBytes += debug.SizeBytes()) > DriverDebug.MaxBytesPerCase)
                    {
                        fault = $"its debug output takes more than {DriverDebug.MaxBytesPerCase >> 20} MiB in this case";
                    }
                }
                catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
                {
                    return session.Finish(RecordingEnd.Interrupted);
                }
                catch (Exception error) when (error is not OutOfMemoryException)
                {
                    fault = Reason(error);
                }

                if (fault is not null)
                {
                    return Failed(session, RecordingEnd.DriverFailed, DriverFailedEvent, step * stepUs, $"driver '{seat.Name}' failed at step {step}: {fault}");
                }
            }

            try
            {
                session.Step(answer, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return session.Finish(RecordingEnd.Interrupted);
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                return Failed(session, RecordingEnd.SimulatorFailed, SimulatorFailedEvent, step * stepUs, $"the simulator failed at step {step}: {Reason(error)}");
            }

            step++;
        }

        return session.Finish();
    }

    private static Recording Failed(ISimulatorSession session, RecordingEnd end, string kind, long timeUs, string text)
    {
        var recording = session.Finish(end);
        return recording with { Events = [.. recording.Events, new RecordedEvent(timeUs, kind, recording.EgoId is { } ego ? [ego] : [], text)] };
    }

    private static string Reason(Exception error) => error is DriverFailedException or ModuleFailedException ? error.Message : $"{error.GetType().Name}: {error.Message}";

    private sealed record Seat(string Name, IDriverSession Session);
}
