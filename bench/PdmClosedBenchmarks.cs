using BenchmarkDotNet.Attributes;
using Sim.Plugins.PseudoSimulation;
using Sim.Plugins.PseudoSimulation.Planning;
using Sim.Plugins.PseudoSimulation.Scenes;
using Sim.Plugins.PseudoSimulation.Scoring;
using Sim.Plugins.PseudoSimulation.Traffic;

namespace Sim.Bench;

/// <summary>PDM-Closed and the reactive traffic, one thread, over the scenes that <see cref="EpdmsBenchmarks"/> uses. NAVSIM takes 210 ms for a reference.</summary>
[MemoryDiagnoser]
public class PdmClosedBenchmarks
{
    private const int SceneCount = 27;

    private readonly PdmClosedPlanner _planner = new();
    private readonly IdmTraffic _navsim = new();
    private readonly IdmTraffic _sane = new(null, Compatibility.Sane);
    private ScoringScene[] _scenes = null!;
    private EgoState[][] _driven = null!;

    [GlobalSetup]
    public void Setup()
    {
        var scenes = EpdmsCases.Load().Scenes();
        _scenes = [.. Enumerable.Range(0, SceneCount).Select(i => scenes[i % scenes.Length])];
        _driven = [.. _scenes.Select(scene => _planner.Plan(scene).Driven.ToArray())];
    }

    [Benchmark(Baseline = true)]
    public double Calibration_kernel() => Calibration.Kernel();

    /// <summary>15 proposals proposed, driven, scored and one chosen; the map is prepared.</summary>
    [Benchmark(OperationsPerInvoke = SceneCount)]
    public int Reference_proposal()
    {
        int sum = 0;
        foreach (var scene in _scenes)
        {
            sum += _planner.Plan(scene).Chosen;
        }

        return sum;
    }

    /// <summary>The same with the map prepared for it.</summary>
    [Benchmark(OperationsPerInvoke = SceneCount)]
    public int Reference_proposal_and_map()
    {
        int sum = 0;
        foreach (var scene in _scenes)
        {
            sum += _planner.Plan(new ScoringScene(scene.Scene, scene.Compatibility)).Chosen;
        }

        return sum;
    }

    /// <summary>Everybody moved for 4 s as NAVSIM does.</summary>
    [Benchmark(OperationsPerInvoke = SceneCount)]
    public int Reactive_traffic() => Move(_navsim);

    /// <summary>Everybody moved for 4 s without the quirks.</summary>
    [Benchmark(OperationsPerInvoke = SceneCount)]
    public int Reactive_traffic_sane() => Move(_sane);

    private int Move(IdmTraffic traffic)
    {
        int sum = 0;
        for (int i = 0; i < SceneCount; i++)
        {
            sum += traffic.Move(_scenes[i].Scene, _driven[i]).Count;
        }

        return sum;
    }
}
