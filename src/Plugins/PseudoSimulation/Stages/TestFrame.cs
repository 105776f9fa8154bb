using Sim.Geometry;
using Sim.Plugins.PseudoSimulation.Driving;
using Sim.Plugins.PseudoSimulation.Scenes;
using Sim.Plugins.PseudoSimulation.Scoring;
using Sim.Plugins.PseudoSimulation.Traffic;

namespace Sim.Plugins.PseudoSimulation.Stages;

/// <summary>One frame of a test: a scene, what the driver sees of it, and whatever scoring it needs once for all drivers. Thread-safe.</summary>
internal sealed class TestFrame
{
    private readonly Lazy<Prepared> _navsim;
    private readonly Lazy<Prepared> _sane;

    /// <summary>Makes a frame.</summary>
    /// <param name="token">Its name, unique in the test.</param>
    /// <param name="scene">The scene.</param>
    /// <param name="sane">The scene as <see cref="Compatibility.Sane"/> reads it; the same for a start of stage two.</param>
    /// <param name="moment">What the driver sees.</param>
    /// <param name="before">What it may be shown before, in order of time.</param>
    /// <param name="start">The start, in stage two.</param>
    public TestFrame(string token, PseudoScene scene, PseudoScene sane, DriverMoment moment, IReadOnlyList<DriverMoment> before, StartState? start = null)
    {
        (Token, Moment, Before, Start) = (token, moment, before, start);
        _navsim = new(() => new Prepared(new ScoringScene(scene, Compatibility.Navsim22)));
        _sane = new(() => new Prepared(new ScoringScene(sane, Compatibility.Sane)));
    }

    public string Token { get; }

    public DriverMoment Moment { get; }

    /// <summary>What the driver may be shown before, in order of time.</summary>
    public IReadOnlyList<DriverMoment> Before { get; }

    public StartState? Start { get; }

    /// <summary>The scene.</summary>
    public PseudoScene Scene(Compatibility compatibility) => Of(compatibility).Scene.Scene;

    /// <summary>Scores a plan.</summary>
    /// <param name="plan">8 poses relative to the ego's rear axle.</param>
    /// <param name="options">Traffic and filter.</param>
    /// <param name="compatibility">Whose results.</param>
    /// <param name="isHuman">True when the plan is the recorded human's own: it cannot excuse itself.</param>
    public SceneScore Score(ReadOnlySpan<Pose2d> plan, PseudoSimulationOptions options, Compatibility compatibility, bool isHuman) =>
        Evaluator(compatibility, TrafficOf(options.Traffic, compatibility), options.HumanFilter && !isHuman).EvaluatePlan(plan);

    /// <summary>The reference proposal as driven.</summary>
    public EgoState[] ReferenceStates(Compatibility compatibility) =>
        Evaluator(compatibility, new LogReplayTraffic(), humanFilter: false).ReferenceStates.ToArray();

    /// <summary>The score of NAVSIM v1: log replay, no filter.</summary>
    public PdmsScore ScorePdms(ReadOnlySpan<Pose2d> plan, Compatibility compatibility)
    {
        var evaluator = Evaluator(compatibility, new LogReplayTraffic(), humanFilter: false);
        return evaluator.ScorePdms(evaluator.EvaluatePlan(plan));
    }

    public static ITrafficPolicy TrafficOf(TrafficRule rule, Compatibility compatibility) => rule switch
    {
        TrafficRule.LogReplay => new LogReplayTraffic(),
        TrafficRule.ConstantVelocity => new ConstantVelocityTraffic(),
        _ => new IdmTraffic(null, compatibility),
    };

    private Prepared Of(Compatibility compatibility) => compatibility == Compatibility.Sane ? _sane.Value : _navsim.Value;

    private SceneEvaluator Evaluator(Compatibility compatibility, ITrafficPolicy traffic, bool humanFilter)
    {
        var prepared = Of(compatibility);
        return new SceneEvaluator(prepared.Scene, traffic, humanFilter, _ => prepared.Reference.Value);
    }

    /// <summary>A scene ready for scoring; its reference proposal is made when it is first asked for.</summary>
    private sealed class Prepared(ScoringScene scene)
    {
        public ScoringScene Scene { get; } = scene;

        public Lazy<IReadOnlyList<Pose2d>> Reference { get; } = new(() => References.Of(scene));
    }
}
