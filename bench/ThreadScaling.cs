using System.Diagnostics;
using System.Globalization;
using Sim.Simulation;

namespace Sim.Bench;

/// <summary>256 variants of a ring (20 vehicles, 60 s) on one thread and on two, in turn, recordings included; wall time.</summary>
internal static class ThreadScaling
{
    private const int Variants = 256;
    private const int Rounds = 7;

    public static int Run()
    {
        var scenarios = Enumerable.Range(0, Variants).Select(i => RingWorld.Create(20, 900, 600, seed: (ulong)i) with { Name = $"ring-{i}" }).ToArray();
        Batch(scenarios, 2);
        var ratios = new List<double>();
        Console.WriteLine("| round | one thread, s | two threads, s | speed-up |");
        Console.WriteLine("|---:|---:|---:|---:|");
        for (int round = 1; round <= Rounds; round++)
        {
            double one = Batch(scenarios, 1);
            double two = Batch(scenarios, 2);
            ratios.Add(one / two);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {round} | {one:0.000} | {two:0.000} | {one / two:0.00} |"));
        }

        ratios.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nmedian speed-up {ratios[Rounds / 2]:0.00} on {Environment.ProcessorCount} processors"));
        return 0;
    }

    private static double Batch(Scenario[] scenarios, int threads)
    {
        long begin = Stopwatch.GetTimestamp();
        var outcomes = VariantBatch.Run(
            scenarios, driver: null, Setting.Empty, new SimulatorUse(), seed: 1, threads,
            (_, recording) => recording.Ego() ?? throw new InvalidOperationException("the ring has an ego"), CancellationToken.None);
        double seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        return outcomes.Count == scenarios.Length ? seconds : throw new InvalidOperationException("variants are missing");
    }
}
