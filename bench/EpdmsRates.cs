using System.Diagnostics;
using System.Globalization;

namespace Sim.Bench;

/// <summary>The figures of <see cref="EpdmsBenchmarks"/> as rates per CPU-second, in a few seconds.</summary>
internal static class EpdmsRates
{
    private const int Rounds = 7;

    public static int Run()
    {
        var bench = new EpdmsBenchmarks();
        bench.Setup();
        Console.WriteLine($"{EpdmsCases.Load().Source}; operations per CPU-second, best and median of {Rounds} rounds");
        Rate("cases without the human filter", 286, bench.Case_without_the_human_filter);
        Rate("cases with the human filter", 286, bench.Case_with_the_human_filter);
        Rate("proposals, 256 over the smallest scene", 256, bench.Proposal_of_a_batch_small_scene);
        Rate("proposals, 256 over the largest scene", 256, bench.Proposal_of_a_batch_large_scene);
        Rate("proposals, 256 among 400 areas and 60 others", 256, bench.Proposal_of_a_batch_crowded_scene);
        Rate("proposals, 256 over the largest scene, scored only", 256, bench.Proposal_of_a_batch_large_scene_scored_only);
        return 0;
    }

    private static void Rate(string name, int operations, Func<double> run)
    {
        using var process = Process.GetCurrentProcess();
        for (int i = 0; i < 40; i++)
        {
            run();
        }

        var rates = new List<double>();
        for (int round = 0; round < Rounds; round++)
        {
            process.Refresh();
            var begin = process.TotalProcessorTime;
            int times = 0;
            for (long from = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(from).TotalSeconds < 0.4; times++)
            {
                run();
            }

            process.Refresh();
            rates.Add(times * (double)operations / (process.TotalProcessorTime - begin).TotalSeconds);
        }

        rates.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {rates[^1]:0} | {rates[Rounds / 2]:0} |"));
    }
}
