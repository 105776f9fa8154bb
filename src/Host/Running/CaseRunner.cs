using System.Globalization;
using Sim.Host.Planning;
using Sim.Host.Plugins;
using Sim.Host.Workers;

namespace Sim.Host.Running;

/// <summary>
/// Runs one case from its key to its assessments. Whatever goes wrong becomes the case's status with a reason; only the stop of the whole run
/// is thrown. Thread-safe.
/// </summary>
/// <param name="modules">The modules.</param>
/// <param name="mask">Keeps secrets out.</param>
/// <param name="debugging">Told what a person who debugs the driver should know; null when nobody does.</param>
internal sealed class CaseRunner(ModuleCatalog modules, SecretMask mask, Action<string>? debugging = null)
{
    /// <summary>Runs a case.</summary>
    /// <param name="planned">The case.</param>
    /// <param name="timeout">Cancelled when the case's own time is over.</param>
    /// <param name="stop">Cancelled when the run stops; the case then has no result.</param>
    /// <exception cref="OperationCanceledException">The run stops.</exception>
    public CaseOutcome Run(PlannedCase planned, CancellationToken timeout, CancellationToken stop)
    {
        for (int attempt = 1; ; attempt++)
        {
            var (outcome, lostSimulator) = RunOnce(planned, timeout, stop);
            outcome = outcome with { Attempts = attempt };
            if (!lostSimulator || timeout.IsCancellationRequested)
            {
                return outcome;
            }

            if (attempt == MaxAttempts)
            {
                return outcome with { Result = outcome.Result with { Reason = Reasons.OneLine(string.Create(CultureInfo.InvariantCulture, $"{outcome.Result.Reason} (in each of {attempt} attempts)")) } };
            }
        }
    }

    private (CaseOutcome Outcome, bool LostSimulator) RunOnce(PlannedCase planned, CancellationToken timeout, CancellationToken stop)
    {
        using (var workers = new WorkerScope(fresh: false))
        {
            var outcome = Run(planned, workers, timeout, stop);
            if (!workers.LostUsed || timeout.IsCancellationRequested)
            {
                return outcome;
            }
        }

        using var fresh = new WorkerScope(fresh: true);
        return Run(planned, fresh, timeout, stop);
    }

    /// <summary>The outcome of a case whose thread does not come back.</summary>
    public CaseOutcome Abandon(PlannedCase planned)
    {
        using var workers = new WorkerScope(fresh: false);
        return new CaseAttempt(planned, modules, workers, mask, debugging).Ended(CaseStatus.TimedOut, TimedOut);
    }

    private (CaseOutcome Outcome, bool LostSimulator) Run(PlannedCase planned, WorkerScope workers, CancellationToken timeout, CancellationToken stop)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout, stop);
        var attempt = new CaseAttempt(planned, modules, workers, mask, debugging);
        try
        {
            return (attempt.Run(either.Token), attempt.LostSimulator);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            return (attempt.Ended(CaseStatus.TimedOut, TimedOut), attempt.LostSimulator);
        }
        catch (RefusedException refused)
        {
            return (attempt.Ended(CaseStatus.Refused, refused.Message), attempt.LostSimulator);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return (attempt.Ended(CaseStatus.Error, $"{attempt.Phase}: {Reasons.Of(e)}"), attempt.LostSimulator);
        }
    }

    // A case whose simulator was lost, not one that fails, is tried twice more with the same seeds.
    private const int MaxAttempts = 3;
    private const string TimedOut = "the case's time limit (--timeout) was reached";
}
