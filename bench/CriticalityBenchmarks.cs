using BenchmarkDotNet.Attributes;
using Sim.Plugins.Criticality;
using Sim.Plugins.Criticality.Metrics;
using Sim.Plugins.Criticality.Scenes;
using Sim.Plugins.Sdk;

namespace Sim.Bench;

/// <summary>The speed bar of criticality: all metrics but the probability of collision, one ego among 50 actors over 100 steps, one thread, under 20 ms.</summary>
[MemoryDiagnoser]
public class CriticalityBenchmarks
{
    private readonly CriticalityAssessor _assessor = new();
    private AssessRequest _request = null!;
    private AssessRequest _chance = null!;

    [GlobalSetup]
    public void Setup()
    {
        _request = new AssessRequest { Recording = CriticalityTraffic.Recording(50, 100), Seed = 1 };
        _chance = _request with { Options = Setting.Map(("metrics", Setting.Scalar("max_p_mc"))) };
    }

    [Benchmark(Baseline = true)]
    public double Calibration_kernel() => Calibration.Kernel();

    [Benchmark]
    public int All_metrics_of_one_ego_among_50_over_100_steps() => _assessor.Assess(_request, AssessPeers.None, CancellationToken.None).Metrics.Count;

    [Benchmark]
    public int Probability_of_collision() => _assessor.Assess(_chance, AssessPeers.None, CancellationToken.None).Metrics.Count;

    [Benchmark]
    [ArgumentsSource(nameof(Families))]
    public int Family(string name)
    {
        var options = new CriticalityOptions { Metrics = [name] };
        var scene = new EgoScene(_request, AssessPeers.None, options, _request.Recording.Ego()!, CancellationToken.None);
        var sheet = new MetricSheet(options, scene.Alone);
        var family = MetricFamilies.All.First(f => f.Name == name);
        family.Measure(scene, sheet, CancellationToken.None);
        return sheet.Of(family).Count();
    }

    public static IEnumerable<string> Families() => MetricFamilies.All.Where(f => f.Metrics.Any(m => !m.OnRequest)).Select(f => f.Name);
}
