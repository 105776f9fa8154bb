using System.Runtime.ExceptionServices;
using Sim.Numerics;
using Sim.Plugins.Sdk;

namespace Sim.Simulation;

/// <summary>Runs many variants of a scenario on all cores. Results stand in the order of the variants and do not depend on the number of threads. Stateless.</summary>
public static class VariantBatch
{
    /// <summary>Runs the variants in the embedded engine.</summary>
    /// <typeparam name="T">What is kept of each run; keep little, recordings are large.</typeparam>
    /// <param name="variants">The scenarios, names unique where each should have its own seed.</param>
    /// <param name="driver">The driver, thread-safe as its contract says; null when no ego is driven.</param>
    /// <param name="driverOptions">Its options.</param>
    /// <param name="use">Settings of the simulator.</param>
    /// <param name="seed">Seed of the batch; each variant's seeds are derived from it and its name.</param>
    /// <param name="jobs">Number of threads, at least 1.</param>
    /// <param name="keep">Takes what is wanted from a variant's recording; called on the variant's thread with its index.</param>
    /// <param name="cancellationToken">Stops the batch.</param>
    /// <returns>One outcome per variant, in their order.</returns>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public static IReadOnlyList<VariantOutcome<T>> Run<T>(
        IReadOnlyList<Scenario> variants,
        IDriver? driver,
        Setting driverOptions,
        SimulatorUse use,
        ulong seed,
        int jobs,
        Func<int, Recording, T> keep,
        CancellationToken cancellationToken)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(variants);
        ArgumentNullException.ThrowIfNull(keep);
        ArgumentOutOfRangeException.ThrowIfLessThan(jobs, 1);
        var outcomes = new VariantOutcome<T>[variants.Count];
        var simulator = new EmbeddedSimulator();
        int next = -1;
        ExceptionDispatchInfo? failure = null;

        void Work()
        {
            try
            {
                while (Volatile.Read(ref failure) is null && !cancellationToken.IsCancellationRequested)
                {
                    int i = Interlocked.Increment(ref next);
                    if (i >= variants.Count)
                    {
                        return;
                    }

                    outcomes[i] = RunOne(simulator, variants[i], driver, driverOptions, use, seed, recording => keep(i, recording), cancellationToken);
                }
            }
            catch (Exception error)
            {
                Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(error), null);
            }
        }

        var threads = new Thread[Math.Min(jobs, Math.Max(variants.Count, 1)) - 1];
        for (int t = 0; t < threads.Length; t++)
        {
            threads[t] = new Thread(Work) { IsBackground = true, Name = $"variants {t + 1}" };
            threads[t].Start();
        }

        Work();
        foreach (var thread in threads)
        {
            thread.Join();
        }

        cancellationToken.ThrowIfCancellationRequested();
        failure?.Throw();
        return outcomes;
    }

    private static VariantOutcome<T> RunOne<T>(
        EmbeddedSimulator simulator,
        Scenario scenario,
        IDriver? driver,
        Setting driverOptions,
        SimulatorUse use,
        ulong seed,
        Func<Recording, T> keep,
        CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            var recording = ClosedLoop.Run(
                simulator,
                use,
                scenario,
                driver,
                driverOptions,
                Seed.Derive(seed, scenario.Name, 0, "simulator"),
                Seed.Derive(seed, scenario.Name, 0, "driver"),
                cancellationToken);
            return new VariantOutcome<T>(keep(recording), null);
        }
        catch (InputException refused)
        {
            return new VariantOutcome<T>(null, refused.Message);
        }
    }
}
