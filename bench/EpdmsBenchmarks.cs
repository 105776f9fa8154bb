using BenchmarkDotNet.Attributes;
using Sim.Geometry;
using Sim.Plugins.PseudoSimulation.Motion;
using Sim.Plugins.PseudoSimulation.Scenes;
using Sim.Plugins.PseudoSimulation.Scoring;

namespace Sim.Bench;

/// <summary>The speed bars of pseudo-simulation, one thread: cases from plan to EPDMS, and batches of proposals over one scene.</summary>
[MemoryDiagnoser]
public class EpdmsBenchmarks
{
    private const int CaseCount = 286;
    private const int BatchCount = 256;

    private EpdmsCases _cases = null!;
    private EgoState[] _states = null!;
    private ProposalScore[] _scores = null!;
    private Batch _small = null!;
    private Batch _large = null!;
    private Batch _crowded = null!;

    [GlobalSetup]
    public void Setup()
    {
        _cases = EpdmsCases.Load();
        _states = new EgoState[BatchCount * Horizon.Samples];
        _scores = new ProposalScore[BatchCount];
        var bySize = _cases.Scenes().OrderBy(s => s.Scene.Map.Polygons.Count * (1 + s.Scene.Objects.Count)).ToArray();
        _small = new Batch(bySize[0]);
        _large = new Batch(bySize[^1]);
        _crowded = new Batch(new ScoringScene(EpdmsCases.Crowded(bySize[^1].Scene), bySize[^1].Compatibility));
    }

    [Benchmark(Baseline = true)]
    public double Calibration_kernel() => Calibration.Kernel();

    /// <summary>Reference and plan driven and scored; the evaluator is new for each case, the map is prepared.</summary>
    [Benchmark(OperationsPerInvoke = CaseCount)]
    public double Case_without_the_human_filter() => Cases(humanFilter: false);

    /// <summary>The same with the human driven and scored too, where the case asks for it.</summary>
    [Benchmark(OperationsPerInvoke = CaseCount)]
    public double Case_with_the_human_filter() => Cases(humanFilter: true);

    /// <summary>256 proposals driven and scored over the scene with the fewest areas and objects.</summary>
    [Benchmark(OperationsPerInvoke = BatchCount)]
    public double Proposal_of_a_batch_small_scene() => Run(_small, drive: true);

    /// <summary>256 proposals driven and scored over the scene with the most areas and objects.</summary>
    [Benchmark(OperationsPerInvoke = BatchCount)]
    public double Proposal_of_a_batch_large_scene() => Run(_large, drive: true);

    /// <summary>256 proposals driven and scored among 400 areas and 60 others.</summary>
    [Benchmark(OperationsPerInvoke = BatchCount)]
    public double Proposal_of_a_batch_crowded_scene() => Run(_crowded, drive: true);

    /// <summary>The largest scene without driving: 256 times the last drive.</summary>
    [Benchmark(OperationsPerInvoke = BatchCount)]
    public double Proposal_of_a_batch_large_scene_scored_only() => Run(_large, drive: false);

    private double Cases(bool humanFilter)
    {
        double sum = 0;
        for (int i = 0; i < CaseCount; i++)
        {
            var item = _cases.All[i % _cases.All.Length];
            sum += new SceneEvaluator(item.Scene, item.Traffic, humanFilter && item.HumanFilter).EvaluatePlan(item.Plan).Epdms(1);
        }

        return sum;
    }

    private double Run(Batch batch, bool drive)
    {
        for (int n = 0; drive && n < BatchCount; n++)
        {
            batch.Simulator.Simulate(batch.Proposals.AsSpan(n * Horizon.Samples, Horizon.Samples), batch.Start, _states.AsSpan(n * Horizon.Samples, Horizon.Samples));
        }

        if (!drive && _states[0] != batch.Start)
        {
            Run(batch, drive: true);
        }

        batch.Scorer.Score(_states, _scores);
        return _scores[0].ProgressM;
    }

    private sealed class Batch(ScoringScene scene)
    {
        public ProposalScorer Scorer { get; } = new(scene);

        public ProposalSimulator Simulator { get; } = new(scene.Scene.Shape);

        public Pose2d[] Proposals { get; } = EpdmsCases.Spread(scene.Scene, BatchCount);

        public EgoState Start { get; } = scene.Scene.Ego;
    }
}
