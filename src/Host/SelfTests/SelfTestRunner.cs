using Sim.Host.Plugins;
using Sim.Host.Running;
using Sim.Plugins.Sdk;

namespace Sim.Host.SelfTests;

/// <summary>
/// Runs every self-test, each on a thread of its own within a time limit, and names what has none. Nothing that a self-test does is taken for a pass:
/// an exception, no end, no check, a name given twice are <see cref="SelfTestState.CouldNotRun"/>.
/// </summary>
/// <param name="modules">The modules and the plugins they came from.</param>
/// <param name="limit">Time that one self-test may take.</param>
/// <param name="accepted">Ids of plugins that may have none.</param>
internal sealed class SelfTestRunner(LoadedModules modules, TimeSpan limit, IReadOnlyList<string> accepted)
{
    private const string BuiltIn = "sim";

    // A self-test in another process is stopped a second after it is told to.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    /// <summary>Runs them: first what is built in, then the plugins in ordinal order of their ids.</summary>
    /// <exception cref="OperationCanceledException">Interrupted.</exception>
    /// <exception cref="InputException">A plugin that may have no self-test does not exist, or has one.</exception>
    public IReadOnlyList<SelfTestResult> Run(CancellationToken cancellationToken)
    {
        string word = ModuleCatalog.Word<ISelfTest>();
        var owners = modules.Plugins.Where(p => p.State == PluginState.Loaded)
            .SelectMany(p => p.Modules.Where(m => m.Contract == word).Select(m => (m.Name, p.Id)))
            .ToDictionary(o => o.Name, o => o.Id, StringComparer.Ordinal);
        RequireAccepted([.. owners.Values]);

        var results = new List<SelfTestResult>();
        foreach (var test in modules.Catalog.All<ISelfTest>())
        {
            results.Add(Run(owners.GetValueOrDefault(test.Name, BuiltIn), test, cancellationToken));
        }

        foreach (var plugin in modules.Plugins.Where(p => p.State != PluginState.Loaded))
        {
            results.Add(new SelfTestResult(plugin.Id, "", SelfTestState.CouldNotRun, $"the plugin is not loaded: {Reasons.OneLine(plugin.Reason)}", []));
        }

        foreach (var plugin in modules.Plugins.Where(p => p.State == PluginState.Loaded && !owners.ContainsValue(p.Id)))
        {
            results.Add(accepted.Contains(plugin.Id)
                ? new SelfTestResult(plugin.Id, "", SelfTestState.Accepted, "the plugin has no reference figures (accepted with --unchecked)", [])
                : new SelfTestResult(plugin.Id, "", SelfTestState.Unchecked, "the plugin has no reference figures; --unchecked accepts that", []));
        }

        return [.. results.OrderBy(r => r.From != BuiltIn).ThenBy(r => r.From, StringComparer.Ordinal).ThenBy(r => r.Name, StringComparer.Ordinal)];
    }

    private void RequireAccepted(IReadOnlyList<string> tested)
    {
        foreach (string id in accepted)
        {
            if (modules.Plugins.All(p => p.Id != id))
            {
                throw new InputException($"--unchecked: there is no plugin '{id}'; {Nearest.Hint(id, modules.Plugins.Select(p => p.Id))}");
            }

            if (tested.Contains(id))
            {
                throw new InputException($"--unchecked: plugin '{id}' has reference figures, nothing is to be accepted");
            }
        }
    }

    private SelfTestResult Run(string owner, ISelfTest test, CancellationToken cancellationToken)
    {
        SelfTestResult Not(string reason) => new(owner, test.Name, SelfTestState.CouldNotRun, Reasons.OneLine(reason), []);
        var (given, failure) = Attempt(test, cancellationToken);
        if (failure is not null)
        {
            return Not(failure);
        }

        if (given is null || given.Count == 0)
        {
            return Not("it gave no check");
        }

        if (given.Any(c => c is not { Name: not null, Source: not null, Expected: not null, Found: not null }))
        {
            return Not("it gave a check without name, source, expected or found value");
        }

        if (given.GroupBy(c => c.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            return Not($"it gave two checks named '{twice.Key}'");
        }

        SelfTestCheck[] checks = [.. given.Select(SelfTestCheck.Of)];
        int lost = checks.Count(c => !c.Holds);
        return new SelfTestResult(
            owner, test.Name, lost == 0 ? SelfTestState.Passed : SelfTestState.Deviated, lost == 0 ? "" : $"{lost} of {checks.Length} checks give something else than their reference", checks);
    }

    /// <summary>Runs a self-test on a thread that can be given up.</summary>
    /// <returns>Its checks, or why there are none.</returns>
    private (IReadOnlyList<SelfCheck>? Checks, string? Failure) Attempt(ISelfTest test, CancellationToken cancellationToken)
    {
        var stop = new CancellationTokenSource();
        var work = Task.Factory.StartNew(() => test.Run(stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        _ = work.ContinueWith(_ => stop.Dispose(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        try
        {
            if (!work.Wait((int)limit.TotalMilliseconds, cancellationToken))
            {
                // Whatever comes after the limit is too late, so that the result does not hang on the grace.
                stop.Cancel();
                ((IAsyncResult)work).AsyncWaitHandle.WaitOne(Grace);
                return (null, $"it did not end within {limit.TotalSeconds:0.###} s");
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            stop.Cancel();
            throw;
        }
        catch (AggregateException e)
        {
            return (null, Reasons.Of(e.InnerException!));
        }

        return (work.Result, null);
    }
}
