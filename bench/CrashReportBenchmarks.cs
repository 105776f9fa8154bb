using BenchmarkDotNet.Attributes;
using Sim.Plugins.CrashReports.Extraction;

namespace Sim.Bench;

/// <summary>
/// The speed bars of crash reports: rules read a report under 20 ms, and a report is a valid scenario after 2 s. Means over the invented reports of
/// the tests; "-- crash-reports" gives the median and the slowest.
/// </summary>
[MemoryDiagnoser]
public class CrashReportBenchmarks
{
    private const int Read = 28;
    private const int Solved = 20;
    private CrashReport[] _solvable = [];

    [GlobalSetup]
    public void Setup()
    {
        _solvable = [.. CrashReportTexts.All.Where(r => CrashReportTexts.Solve(r) is not null).Take(Solved)];
        if (_solvable.Length < Solved || CrashReportTexts.All.Count < Read)
        {
            throw new InvalidOperationException($"{_solvable.Length} of {CrashReportTexts.All.Count} reports give a scenario; {Solved} of {Read} are needed.");
        }
    }

    [Benchmark(Baseline = true)]
    public double Calibration_kernel() => Calibration.Kernel();

    [Benchmark(OperationsPerInvoke = Read)]
    public object? Rules_read_a_report()
    {
        object? last = null;
        for (int i = 0; i < Read; i++)
        {
            last = CrashReportTexts.Extract(CrashReportTexts.All[i]);
        }

        return last;
    }

    [Benchmark]
    public object Rules_read_2300_characters() => CrashReportTexts.Extract(CrashReportTexts.SurveyLong);

    [Benchmark(OperationsPerInvoke = Solved)]
    public object? Report_to_valid_scenario()
    {
        object? last = null;
        for (int i = 0; i < Solved; i++)
        {
            last = CrashReportTexts.Solve(_solvable[i]);
        }

        return last;
    }
}
