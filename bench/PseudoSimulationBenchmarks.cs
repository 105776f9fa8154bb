using BenchmarkDotNet.Attributes;
using Sim.Geometry;
using Sim.Numerics;
using Sim.Plugins.PseudoSimulation.Motion;
using Sim.Plugins.PseudoSimulation.Scenes;
using Sim.Plugins.PseudoSimulation.Scoring;
using Sim.Plugins.PseudoSimulation.Stages.Aggregation;

namespace Sim.Bench;

/// <summary>Pseudo-simulation before and after the scorer: driving proposals, comfort, aggregation. One thread.</summary>
[MemoryDiagnoser]
public class PseudoSimulationBenchmarks
{
    private const int Batch = 256;
    private const int Groups = 230;
    private const int PairsPerGroup = 12;
    private const long NowUs = 2_000_000;

    private readonly ProposalSimulator _simulator = new(EgoShape.Pacifica);
    private readonly EgoState _start = new(120.5, 80.25, 1.2, 9, Ax: 0.2, SteerRad: 0.03);
    private readonly Pose2d[][] _plans = new Pose2d[Batch][];
    private readonly Pose2d[] _proposal = new Pose2d[Horizon.Samples];
    private readonly EgoState[] _states = new EgoState[Horizon.Samples];
    private readonly EgoState[] _others = new EgoState[Horizon.Samples];
    private readonly HistorySample[] _history = new HistorySample[4];
    private readonly List<SceneGroup> _groups = [];
    private readonly List<FrameResult> _frames = [];

    [GlobalSetup]
    public void Setup()
    {
        var random = new RandomStream(1);
        for (int i = 0; i < Batch; i++)
        {
            _plans[i] = new Pose2d[Horizon.PlanPoses];
            double speed = random.NextUniform(0, 14), bend = random.NextUniform(-0.01, 0.01);
            for (int k = 0; k < Horizon.PlanPoses; k++)
            {
                double along = 0.5 * speed * (k + 1);
                _plans[i][k] = new Pose2d(along, bend * along * along / 2, bend * along);
            }
        }

        for (int k = 0; k < _history.Length; k++)
            _history[k] = new HistorySample(NowUs - (3 - k) * Horizon.FrameUs, _start);
        Drive(_plans[0], _others);
        for (int g = 0; g < Groups; g++)
        {
            var pairs = new List<FramePair>();
            var real = Pair($"{g}", 1_000_000, random);
            for (int k = 0; k < PairsPerGroup; k++)
                pairs.Add(Pair($"{g} {k}", 5_000_000, random));
            _groups.Add(new SceneGroup(real, pairs));
        }
    }

    [Benchmark(Baseline = true)]
    public double Calibration_kernel() => Calibration.Kernel();

    [Benchmark]
    public double Interpolate_and_simulate_one_proposal()
    {
        Drive(_plans[1], _states);
        return _states[^1].X;
    }

    [Benchmark(OperationsPerInvoke = Batch)]
    public double Interpolate_and_simulate_256_proposals_each()
    {
        double sum = 0;
        foreach (var plan in _plans)
        {
            Drive(plan, _states);
            sum += _states[^1].X;
        }

        return sum;
    }

    [Benchmark]
    public bool History_comfort() => Comfort.Test(_others, _history, NowUs, EgoShape.Pacifica).All;

    [Benchmark]
    public double Extended_comfort() => ExtendedComfort.Compare(_states, _others, 0.5).Score;

    // 5980 frames.
    [Benchmark]
    public double Two_stage_aggregation_of_6000_tokens() => TwoStageAggregation.Aggregate(_groups, _frames).Combined!.Value.Epdms;

    private void Drive(Pose2d[] plan, EgoState[] states)
    {
        PlanInterpolation.ToProposal(in _start, NowUs, plan, _proposal);
        _simulator.Simulate(_proposal, in _start, states);
    }

    private FramePair Pair(string name, long timeUs, RandomStream random)
    {
        var pair = new FramePair("now " + name, "before " + name);
        _frames.Add(Frame(pair.Now, timeUs, random));
        _frames.Add(Frame(pair.Previous, timeUs - Horizon.FrameUs, random));
        return pair;
    }

    private FrameResult Frame(string token, long timeUs, RandomStream random)
    {
        Drive(_plans[_frames.Count % Batch], _states);
        return new FrameResult
        {
            Token = token,
            StartTimeUs = timeUs,
            Start = new Vector2d(random.NextUniform(-1, 1), random.NextUniform(-1, 1)),
            PlanEnd = new Vector2d(random.NextUniform(-1, 1), random.NextUniform(-1, 1)),
            Scores = new SubScores(1, 1, 1, 1, random.NextDouble(), 1, 1, 1),
            States = (EgoState[])_states.Clone(),
        };
    }
}
