using Sim.Geometry;
using Sim.Plugins.PseudoSimulation.Motion;
using Sim.Plugins.PseudoSimulation.Scenes;
using Sim.Plugins.PseudoSimulation.Traffic;

namespace Sim.Plugins.PseudoSimulation.Scoring;

/// <summary>
/// Scores plans in one scene from end to end: drive the reference and the plan, move everybody else, score, apply the human filter
/// (specs/pseudo-simulation.md §4 to 9). The reference's and the human's drives are made once. Not thread-safe: one for each thread; the prepared
/// scene may be shared.
/// </summary>
public sealed class SceneEvaluator
{
    private readonly ScoringScene _prepared;
    private readonly PseudoScene _scene;
    private readonly ITrafficPolicy _traffic;
    private readonly ProposalScorer _scorer;
    private readonly ProposalSimulator _simulator;
    private readonly EgoState[] _states = new EgoState[2 * Horizon.Samples];
    private readonly ProposalScore[] _scores = new ProposalScore[2];
    private readonly Pose2d[] _proposal = new Pose2d[Horizon.Samples];
    private readonly bool _filter;
    private ProposalScore? _human;
    private IReadOnlyList<SceneObject> _objects;

    /// <summary>Prepares an evaluator.</summary>
    /// <param name="scene">The scene.</param>
    /// <param name="traffic">How everybody else moves.</param>
    /// <param name="humanFilter">Whether the plan is excused for what the human did wrong; without a human plan it is not.</param>
    /// <param name="reference">Makes the reference proposal of a scene that has none (PDM-Closed): <see cref="Horizon.Samples"/> absolute rear-axle poses.</param>
    /// <exception cref="ArgumentException">The scene has no reference proposal and nothing makes it, or it has another length.</exception>
    public SceneEvaluator(
        ScoringScene scene,
        ITrafficPolicy traffic,
        bool humanFilter = true,
        Func<ScoringScene, IReadOnlyList<Pose2d>>? reference = null)
    {
        ArgumentNullException.ThrowIfNull(scene);
        ArgumentNullException.ThrowIfNull(traffic);
        (_prepared, _scene, _traffic) = (scene, scene.Scene, traffic);
        var poses = _scene.Reference ?? reference?.Invoke(scene)
            ?? throw new ArgumentException($"Scene {_scene.Name} has no reference proposal and nothing makes one.", nameof(reference));
        if (poses.Count != Horizon.Samples)
        {
            throw new ArgumentException($"The reference proposal of scene {_scene.Name} has {poses.Count} poses instead of {Horizon.Samples}.", nameof(reference));
        }

        _scorer = new ProposalScorer(scene);
        _objects = _scene.Objects;
        _simulator = new ProposalSimulator(_scene.Shape, scene.Compatibility);
        for (int i = 0; i < _proposal.Length; i++)
        {
            _proposal[i] = poses[i];
        }

        _simulator.Simulate(_proposal, _scene.Ego, _states.AsSpan(0, Horizon.Samples));
        _filter = humanFilter && _scene.HumanPlan is not null;
    }

    /// <summary>The reference proposal as driven.</summary>
    public ReadOnlySpan<EgoState> ReferenceStates => _states.AsSpan(0, Horizon.Samples);

    /// <summary>Scores a driver's plan.</summary>
    /// <param name="plan"><see cref="Horizon.PlanPoses"/> rear-axle poses at 2 Hz relative to the ego's rear axle now.</param>
    /// <exception cref="ArgumentException">The plan has another length or a pose that is not finite.</exception>
    public SceneScore EvaluatePlan(ReadOnlySpan<Pose2d> plan)
    {
        PlanInterpolation.ToProposal(_scene.Ego, _scene.TimeUs, plan, _proposal, _prepared.Compatibility);
        return EvaluateProposal(_proposal);
    }

    /// <summary>Scores a proposal.</summary>
    /// <param name="proposal"><see cref="Horizon.Samples"/> absolute rear-axle poses at 10 Hz.</param>
    /// <exception cref="ArgumentException">The proposal has another length or a pose that is not finite.</exception>
    public SceneScore EvaluateProposal(ReadOnlySpan<Pose2d> proposal)
    {
        var driven = _states.AsSpan(Horizon.Samples);
        _simulator.Simulate(proposal, _scene.Ego, driven);
        UseTraffic(driven);
        var objects = _objects;
        _scorer.Score(_states, _scores);
        var raw = _scores[1];
        var states = driven.ToArray();
        var (final, excused) = (raw.Scores, SubScoreSet.None);
        ProposalScore? human = null;
        if (_filter)
        {
            human = Human();
            final = HumanFilter.Apply(raw.Scores, human.Value.Scores, out excused);
        }

        return new SceneScore(
            raw,
            _scores[0],
            human,
            final,
            excused,
            _prepared.Compatibility == Compatibility.Navsim22 ? raw.PlannerScore : final.Epdms(null),
            states,
            objects);
    }

    /// <summary>The score of NAVSIM v1 of a plan that was scored here; published ones are with log replay.</summary>
    /// <param name="score">What an Evaluate method returned.</param>
    public PdmsScore ScorePdms(SceneScore score)
    {
        ArgumentNullException.ThrowIfNull(score);
        EgoState[] driven = [.. score.States];
        ReadOnlySpan<ProposalScore> batch = [score.Reference, score.Raw];
        ReadOnlySpan<bool> comfortable = [Comfortable(ReferenceStates), Comfortable(driven)];
        Span<PdmsScore> scores = new PdmsScore[2];
        Pdms.Score(batch, comfortable, scores);
        return scores[1];
    }

    private bool Comfortable(ReadOnlySpan<EgoState> states) => Comfort.TestAlone(states, _scene.Shape, _prepared.Compatibility).All;

    private ProposalScore Human()
    {
        if (_human is { } known)
        {
            return known;
        }

        // The scores of the batch at hand are kept; the workspace of states is not needed any more.
        var plan = _scene.HumanPlan!;
        Span<Pose2d> relative = stackalloc Pose2d[plan.Count];
        for (int i = 0; i < relative.Length; i++)
        {
            relative[i] = plan[i];
        }

        var states = new EgoState[Horizon.Samples];
        var proposal = new Pose2d[Horizon.Samples];
        PlanInterpolation.ToProposal(_scene.Ego, _scene.TimeUs, relative, proposal, _prepared.Compatibility);
        _simulator.Simulate(proposal, _scene.Ego, states);
        UseTraffic(states);
        Span<ProposalScore> score = new ProposalScore[1];
        _scorer.Score(states, score, testComfort: false);
        _human = score[0];
        return score[0];
    }

    private void UseTraffic(ReadOnlySpan<EgoState> ego)
    {
        var objects = _traffic.Move(_scene, ego);
        if (!ReferenceEquals(objects, _objects))
        {
            _objects = objects;
            _scorer.UseTraffic(objects);
        }
    }
}
