using System.Diagnostics;
using Sim.Plugins.Criticality;
using Sim.Plugins.Criticality.Metrics;
using Sim.Plugins.Criticality.Scenes;
using Sim.Plugins.Sdk;

namespace Sim.Bench;

/// <summary>CPU time of the criticality metrics, for machines with other work on them: one ego among 50 actors over 100 steps, one thread.</summary>
internal static class CriticalityRates
{
    private const int Rounds = 7;
    private const int PerRound = 20;

    /// <summary>Prints a line for the whole set and one for each family, best and median of the rounds.</summary>
    public static int Run()
    {
        var request = new AssessRequest { Recording = CriticalityTraffic.Recording(50, 100), Seed = 1 };
        var chance = request with { Options = Setting.Map(("metrics", Setting.Scalar("max_p_mc"))) };
        var assessor = new CriticalityAssessor();
        var options = new CriticalityOptions();
        var ego = request.Recording.Ego()!;
        var scene = new EgoScene(request, AssessPeers.None, options, ego, CancellationToken.None);
        Measure("all metrics", () => assessor.Assess(request, AssessPeers.None, CancellationToken.None));
        Measure("preparing the scene", () => new EgoScene(request, AssessPeers.None, options, ego, CancellationToken.None));
        foreach (var family in MetricFamilies.All.Where(f => f.Metrics.Any(m => !m.OnRequest)))
        {
            Measure(family.Name, () =>
            {
                var sheet = new MetricSheet(options, scene.Alone);
                family.Measure(scene, sheet, CancellationToken.None);
                return sheet;
            });
        }

        Measure("probability of collision, 400 manoeuvres", () => assessor.Assess(chance, AssessPeers.None, CancellationToken.None));
        return 0;
    }

    private static void Measure(string name, Func<object> work)
    {
        using var process = Process.GetCurrentProcess();
        var times = new double[Rounds];
        // Warm, with time for the second compilation in the background.
        for (int i = 0; i < 2 * PerRound; i++)
        {
            GC.KeepAlive(work());
        }

        Thread.Sleep(300);
        for (int round = 0; round < Rounds; round++)
        {
            process.Refresh();
            var before = process.TotalProcessorTime;
            for (int i = 0; i < PerRound; i++)
            {
                GC.KeepAlive(work());
            }

            process.Refresh();
            times[round] = (process.TotalProcessorTime - before).TotalMilliseconds / PerRound;
        }

        Array.Sort(times);
        Console.WriteLine(FormattableString.Invariant($"{name,-42} {times[0],8:0.00} ms {times[Rounds / 2],8:0.00} ms"));
    }
}
