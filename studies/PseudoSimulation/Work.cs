using System.Runtime.ExceptionServices;

namespace Sim.Studies.PseudoSimulation;

/// <summary>Work on threads; results stand in their place whatever the number of threads.</summary>
internal static class Work
{
    /// <summary>Runs pieces of work 0 to count - 1.</summary>
    /// <param name="count">How many.</param>
    /// <param name="jobs">Threads.</param>
    /// <param name="one">One piece.</param>
    /// <param name="progress">Told after each piece.</param>
    public static T[] Run<T>(int count, int jobs, Func<int, T> one, ProgressLine? progress = null)
    {
        var results = new T[count];
        int next = -1;
        ExceptionDispatchInfo? failure = null;

        void Loop()
        {
            try
            {
                for (int i = Interlocked.Increment(ref next); i < count && Volatile.Read(ref failure) is null; i = Interlocked.Increment(ref next))
                {
                    results[i] = one(i);
                    progress?.Step();
                }
            }
            catch (Exception error)
            {
                Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(error), null);
            }
        }

        var threads = Enumerable.Range(1, Math.Max(Math.Min(jobs, count) - 1, 0)).Select(t => new Thread(Loop) { IsBackground = true, Name = $"study {t}" }).ToArray();
        foreach (var thread in threads)
        {
            thread.Start();
        }

        Loop();
        foreach (var thread in threads)
        {
            thread.Join();
        }

        failure?.Throw();
        return results;
    }
}
