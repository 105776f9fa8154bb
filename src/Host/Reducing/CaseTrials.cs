using System.Security.Cryptography;
using Sim.Host.Output;
using Sim.Host.Running;
using Sim.Host.Store;
using Sim.Reports.Failures;
using Sim.Reports.Reducing;

namespace Sim.Host.Reducing;

/// <summary>
/// Runs scenarios in the place of a case, each content once. What it answers and counts depends on the questions alone: what is worked on ahead, on further
/// threads, counts when it is asked for. Not thread-safe.
/// </summary>
/// <param name="setup">The case.</param>
/// <param name="runner">Runs it.</param>
/// <param name="codec">Byte form of scenarios, whose hash tells one from another.</param>
/// <param name="maxRuns">Runs that <see cref="Run"/> may ask for.</param>
/// <param name="jobs">Scenarios that are run at the same time.</param>
/// <param name="timeout">Wall time of each; null for no limit. One that takes longer could not be evaluated.</param>
/// <param name="progress">Told about each run.</param>
/// <param name="cancellationToken">Cancels.</param>
internal sealed class CaseTrials(
    StoredCaseSetup setup, CaseRunner runner, CaseCodec codec, int maxRuns, int jobs, TimeSpan? timeout, TrialProgress progress, CancellationToken cancellationToken)
{
    private readonly Dictionary<string, Trial> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Trial> _ahead = new(StringComparer.Ordinal);

    /// <summary>Runs so far.</summary>
    public int Runs { get; private set; }

    /// <summary>Hash of a scenario's content; the map counts by its own hash.</summary>
    public string HashOf(Scenario scenario) => Convert.ToHexStringLower(SHA256.HashData(codec.WriteScenario(scenario, true)));

    /// <summary>What a scenario gives.</summary>
    /// <exception cref="TrialLimitException">It is not known yet, and no further run is allowed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public Trial Run(Scenario scenario)
    {
        string hash = HashOf(scenario);
        if (_known.TryGetValue(hash, out var known))
        {
            return known;
        }

        if (Runs >= maxRuns)
        {
            throw new TrialLimitException();
        }

        var trial = _ahead.Remove(hash, out var ready) ? ready : Try(scenario);
        return Note(hash, trial);
    }

    /// <summary>What a scenario gives, run again whatever is known. Always allowed.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public Trial RunAfresh(Scenario scenario) => Note(HashOf(scenario), Try(scenario));

    /// <summary>Works on several scenarios at once, if the first of them is not known yet.</summary>
    /// <param name="scenarios">Those that are asked for next, in order.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public void Ahead(IEnumerable<Scenario> scenarios)
    {
        if (jobs < 2 || Runs >= maxRuns)
        {
            return;
        }

        var todo = new List<(string Hash, Scenario Scenario)>();
        foreach (var scenario in scenarios)
        {
            string hash = HashOf(scenario);
            if (!_known.ContainsKey(hash) && !_ahead.ContainsKey(hash) && todo.TrueForAll(t => t.Hash != hash))
            {
                todo.Add((hash, scenario));
            }
            else if (todo.Count == 0)
            {
                return;
            }

            if (todo.Count == Math.Min(jobs, maxRuns - Runs))
            {
                break;
            }
        }

        var trials = new Trial[todo.Count];
        try
        {
            Parallel.For(0, todo.Count, new ParallelOptions { MaxDegreeOfParallelism = jobs, CancellationToken = cancellationToken }, i => trials[i] = Try(todo[i].Scenario));
        }
        catch (AggregateException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }

        for (int i = 0; i < trials.Length; i++)
        {
            _ahead[todo[i].Hash] = trials[i];
        }
    }

    private Trial Note(string hash, Trial trial)
    {
        Runs++;
        _known[hash] = trial;
        progress.Ran(Runs);
        return trial;
    }

    private Trial Try(Scenario scenario)
    {
        using var limit = new CancellationTokenSource();
        if (timeout is { } most)
        {
            limit.CancelAfter(most);
        }

        var outcome = runner.Run(setup.Planned with { Scenario = scenario }, limit.Token, cancellationToken);
        var row = StoredCaseSetup.RowOf(setup.Planned.Suite, outcome.Result);
        if (!FailureSignatures.IsFailure(row.Verdict))
        {
            return new Trial(row.Verdict, null, "passes");
        }

        var signature = FailureSignatures.Of(row);
        return new Trial(row.Verdict, signature, $"{FailureTitles.Of(signature, null, setup.Planned.Driver.Name)} ({signature.Id})");
    }
}
