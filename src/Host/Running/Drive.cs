using Sim.Plugins.Sdk;

namespace Sim.Host.Running;

/// <summary>Closes the loop between a simulator and a driver for one scenario, and says whose fault a failure is.</summary>
internal sealed class Drive(ISimulator simulator, IDriver driver, Setting driverOptions)
{
    /// <summary>Runs a scenario to its end.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public DriveResult Run(Scenario scenario, SimulatorUse use, ulong simulatorSeed, ulong driverSeed, CancellationToken cancellationToken)
    {
        using var session = simulator.Open(use, cancellationToken);
        try
        {
            session.Load(scenario, simulatorSeed, cancellationToken);
        }
        catch (InputException e)
        {
            return new DriveResult(CaseStatus.Refused, e.Message, null);
        }

        if (scenario.Ego.Behaviour is not DriverBehaviour)
        {
            return Undriven(session, cancellationToken);
        }

        session.PerfectTracking = driver.Info.PerfectTracking;
        IDriverSession wheel;
        try
        {
            wheel = driver.Start(session.Task with { Seed = driverSeed }, driverOptions, cancellationToken);
        }
        catch (InputException e)
        {
            return new DriveResult(CaseStatus.Error, $"driver '{driver.Name}' does not take this case: {e.Message}", null);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return Failed(session, $"at the start: {Reasons.Of(e)}");
        }

        try
        {
            return Driven(session, wheel, cancellationToken);
        }
        finally
        {
            Close(wheel);
        }
    }

    private DriveResult Driven(ISimulatorSession session, IDriverSession wheel, CancellationToken cancellationToken)
    {
        while (!session.IsOver)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var observation = session.Observe();
            int step = observation.Step;
            DriverAnswer? answer;
            try
            {
                answer = wheel.Decide(observation, cancellationToken);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                return Failed(session, $"at step {step}: {Reasons.Of(e)}");
            }

            if (answer is null || answer.Fault() is not null)
            {
                return Failed(session, $"at step {step}: {answer?.Fault() ?? "no answer"}");
            }

            session.Step(answer, cancellationToken);
        }

        return new DriveResult(CaseStatus.Assessed, "", session.Finish());
    }

    private static DriveResult Undriven(ISimulatorSession session, CancellationToken cancellationToken)
    {
        while (!session.IsOver)
        {
            cancellationToken.ThrowIfCancellationRequested();
            session.Step(null, cancellationToken);
        }

        return new DriveResult(CaseStatus.Assessed, "", session.Finish());
    }

    private DriveResult Failed(ISimulatorSession session, string reason) =>
        new(CaseStatus.DriverFailed, $"driver '{driver.Name}' failed {reason}", session.Finish(RecordingEnd.DriverFailed));

    // A driver that fails to close must not take a finished case with it.
    private static void Close(IDriverSession wheel)
    {
        try
        {
            wheel.Dispose();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            System.Diagnostics.Trace.TraceWarning("driver session: {0}", Reasons.Of(e));
        }
    }
}
