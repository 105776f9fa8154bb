using System.Diagnostics;
using Sim.Plugins.CrashReports.Extraction;

namespace Sim.Bench;

/// <summary>CPU time a report, one thread: median and slowest of the invented reports, each the median of some rounds.</summary>
internal static class CrashReportRates
{
    private const int Rounds = 7;

    /// <summary>Prints a line for reading by rules and one for the way to a valid scenario.</summary>
    public static int Run()
    {
        Console.WriteLine(FormattableString.Invariant($"calibration kernel {Measure(() => Calibration.Kernel(), 20):0.00} ms"));
        Print("rules read a report", CrashReportTexts.Extract, 20);
        Print("report to valid scenario", CrashReportTexts.Solve, 1);
        return 0;
    }

    private static void Print(string name, Func<CrashReport, object?> work, int repeats)
    {
        // Once to compile, and to find out which reports get through.
        var through = CrashReportTexts.All.Where(r => work(r) is not null).ToList();
        var times = through.Select(r => (Ms: Measure(() => work(r), repeats), r.Id)).OrderBy(t => t.Ms).ToList();
        Console.WriteLine(FormattableString.Invariant(
            $"{name,-26} {times.Count} reports, median {times[times.Count / 2].Ms,8:0.00} ms, slowest {times[^1].Ms,8:0.00} ms ({times[^1].Id})"));
    }

    private static double Measure(Func<object?> work, int repeats)
    {
        using var process = Process.GetCurrentProcess();
        var times = new double[Rounds];
        for (int round = 0; round < Rounds; round++)
        {
            process.Refresh();
            var before = process.TotalProcessorTime;
            for (int i = 0; i < repeats; i++)
            {
                GC.KeepAlive(work());
            }

            process.Refresh();
            times[round] = (process.TotalProcessorTime - before).TotalMilliseconds / repeats;
        }

        Array.Sort(times);
        return times[Rounds / 2];
    }
}
