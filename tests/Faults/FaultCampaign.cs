using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Sim.Tests.Faults;

/// <summary>
/// Runs many schedules on several threads, says how they ended, and fails when one ended as it must not or not at all. SIM_FAULT_SCHEDULES sets how many,
/// SIM_FAULT_FIRST the number of the first.
/// </summary>
internal static partial class FaultCampaign
{
    private const int Shown = 20;

    // Only a hang takes so long, on any machine.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>Runs them.</summary>
    /// <param name="usual">How many where nothing is said.</param>
    /// <param name="threads">How many at the same time.</param>
    /// <param name="draw">Draws one by its number.</param>
    /// <param name="run">Runs one.</param>
    /// <typeparam name="T">A schedule.</typeparam>
    public static void Run<T>(int usual, int threads, Func<int, T> draw, Func<T, FaultEnd> run)
    {
        int count = Number("SIM_FAULT_SCHEDULES", usual), first = Number("SIM_FAULT_FIRST", 0), next = first;
        var wrong = new ConcurrentQueue<string>();
        var ends = new ConcurrentQueue<FaultEnd>();
        var running = new ConcurrentDictionary<int, (T Schedule, long Begin)>();
        long begin = Stopwatch.GetTimestamp();
        var workers = Enumerable.Range(0, Math.Min(threads, count)).Select(_ => new Thread(() =>
        {
            for (int index = Interlocked.Increment(ref next) - 1; index < first + count; index = Interlocked.Increment(ref next) - 1)
            {
                var schedule = draw(index);
                running[index] = (schedule, Stopwatch.GetTimestamp());
                try
                {
                    var end = run(schedule);
                    ends.Enqueue(end);
                    if (end.Wrong is not null)
                    {
                        wrong.Enqueue($"{schedule}: {end.Wrong}");
                    }
                }
                catch (Exception e)
                {
                    wrong.Enqueue($"{schedule}: {e}");
                }

                running.TryRemove(index, out var _);
            }
        })
        { IsBackground = true }).ToList();
        workers.ForEach(w => w.Start());
        while (!workers.TrueForAll(w => w.Join(TimeSpan.FromSeconds(1))))
        {
            foreach (var (schedule, since) in running.Values)
            {
                Assert.True(Stopwatch.GetElapsedTime(since) < Longest, $"{schedule} hangs");
            }
        }

        int right = ends.Count(e => e.IsRight), struck = ends.Count(e => e.HasStruck);
        var output = TestContext.Current.TestOutputHelper;
        output?.WriteLine($"{count} schedules in {Stopwatch.GetElapsedTime(begin).TotalSeconds:F1} s, {struck} faults on the way struck, {right} right results");
        foreach (var outcome in ends.GroupBy(e => Figures().Replace(e.Outcome, "#")).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal))
        {
            output?.WriteLine($"{outcome.Count(),5} {outcome.Key}");
        }

        Assert.True(wrong.IsEmpty, string.Join('\n', wrong.Take(Shown)));
        Assert.True(right > count / 5, $"only {right} of {count} schedules gave a result");
        Assert.True(struck > count / 4, $"only {struck} of {count} faults struck");
    }

    private static int Number(string variable, int usual) => int.Parse(Environment.GetEnvironmentVariable(variable) ?? $"{usual}", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\d+")]
    private static partial Regex Figures();
}
