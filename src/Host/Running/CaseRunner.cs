using Sim.Host.Planning;
using Sim.Host.Plugins;

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
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout, stop);
        var attempt = new CaseAttempt(planned, modules, mask, debugging);
        try
        {
            return attempt.Run(either.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            return attempt.Ended(CaseStatus.TimedOut, TimedOut);
        }
        catch (RefusedException refused)
        {
            return attempt.Ended(CaseStatus.Refused, refused.Message);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return attempt.Ended(CaseStatus.Error, $"{attempt.Phase}: {Reasons.Of(e)}");
        }
    }

    /// <summary>The outcome of a case whose thread does not come back.</summary>
    public CaseOutcome Abandon(PlannedCase planned) => new CaseAttempt(planned, modules, mask, debugging).Ended(CaseStatus.TimedOut, TimedOut);

    private const string TimedOut = "the case's time limit (--timeout) was reached";
}
