using Sim.Geometry;
using Sim.Plugins.PseudoSimulation.Scenes;

namespace Sim.Plugins.PseudoSimulation.Scoring;

/// <summary>
/// Scores batches of simulated proposals in one scene and one traffic (specs/pseudo-simulation.md §8). Its workspace is reused: scoring allocates
/// nothing, and an instance serves one thread at a time.
/// </summary>
public sealed class ProposalScorer
{
    private const double LeastMeaningfulProgressM = 5;
    private const double DeviationLimitM = 0.5;
    private const int DeviationSamples = 20;
    private const int DirectionWindow = 10;
    private const double WrongWayToleratedM = 2;
    private const double WrongWayViolationM = 6;

    private readonly ScoringScene _scene;
    private readonly EgoTrack _ego;
    private readonly EgoAreas _areas;
    private readonly Conflicts _conflicts;
    private readonly double[] _wrongWay = new double[Horizon.Samples];
    private ObjectOutlines[] _objects = [];
    private int _objectCount;
    private MapArea[][] _red;

    /// <summary>Prepares a scorer for a scene; the traffic is the scene's own log until <see cref="UseTraffic"/>.</summary>
    /// <param name="scene">The scene; may be shared by many scorers.</param>
    public ProposalScorer(ScoringScene scene)
    {
        ArgumentNullException.ThrowIfNull(scene);
        _scene = scene;
        _ego = new EgoTrack(scene.Scene.Shape, scene.Compatibility);
        _areas = new EgoAreas(scene);
        _conflicts = new Conflicts(scene.Compatibility);
        _red = scene.RedAreas;
        UseTraffic(scene.Scene.Objects);
    }

    /// <summary>Sets everybody else's motion for the batches that follow.</summary>
    /// <param name="objects">What an <see cref="Traffic.ITrafficPolicy"/> returned. Objects of the scene's own list are not prepared again.</param>
    /// <exception cref="ArgumentException">An object's arrays are too short, or a size, place or velocity is not finite.</exception>
    public void UseTraffic(IReadOnlyList<SceneObject> objects)
    {
        ArgumentNullException.ThrowIfNull(objects);
        if (_objects.Length < objects.Count)
        {
            _objects = new ObjectOutlines[objects.Count];
        }

        _objectCount = 0;
        for (int i = 0; i < objects.Count; i++)
        {
            _objects[_objectCount++] = _scene.OutlinesOf(objects[i]);
        }
    }

    /// <summary>Sets other lights than the scene's for the batches that follow.</summary>
    /// <param name="redConnectors">As <see cref="PseudoScene.RedConnectors"/>; the last entry holds for later samples.</param>
    public void UseLights(IReadOnlyList<IReadOnlyList<string>> redConnectors)
    {
        ArgumentNullException.ThrowIfNull(redConnectors);
        _red = _scene.RedAreasOf(redConnectors);
    }

    /// <summary>Scores a batch; progress is relative to the batch's best.</summary>
    /// <param name="states">Simulated states, <see cref="Horizon.Samples"/> for each proposal, one proposal after the other.</param>
    /// <param name="scores">One score for each proposal.</param>
    /// <param name="testComfort">Whether comfort is tested, with the scene's history; otherwise it counts as passed, as the reference does for the human and inside PDM-Closed.</param>
    /// <exception cref="ArgumentException">The lengths do not match, or a state is not finite.</exception>
    public void Score(ReadOnlySpan<EgoState> states, Span<ProposalScore> scores, bool testComfort = true)
    {
        if (states.Length != scores.Length * Horizon.Samples)
        {
            throw new ArgumentException($"{scores.Length} proposals need {scores.Length * Horizon.Samples} states, found {states.Length}.", nameof(states));
        }

        for (int i = 0; i < scores.Length; i++)
        {
            scores[i] = ScoreOne(states.Slice(i * Horizon.Samples, Horizon.Samples), testComfort);
        }

        NormaliseProgress(scores);
    }

    private ProposalScore ScoreOne(ReadOnlySpan<EgoState> states, bool testComfort)
    {
        var scene = _scene.Scene;
        var comfort = testComfort
            ? Comfort.Test(states, scene.History, scene.TimeUs, scene.Shape, _scene.Compatibility)
            : ComfortFlags.Comfortable;
        _ego.Load(states);
        _areas.Classify(_ego);
        _conflicts.Find(_ego, _areas, _objects.AsSpan(0, _objectCount));
        var scores = new SubScores(
            _conflicts.NoAtFault,
            _areas.NonDrivable == 0 ? 1 : 0,
            DrivingDirection(),
            TrafficLights(),
            EgoProgress: 1,
            _conflicts.TtcSample < 0 ? 1 : 0,
            LaneKeeping(out double startM, out double endM),
            HistoryComfort: comfort.All ? 1 : 0);
        return new ProposalScore(
            scores,
            Math.Max(0, endM - startM),
            comfort,
            _areas.MultipleLanes,
            _areas.NonDrivable,
            _areas.Oncoming,
            _conflicts.CollisionSample < 0 ? null : _conflicts.CollisionSample,
            _conflicts.CollisionToken,
            _conflicts.TtcSample < 0 ? null : _conflicts.TtcSample,
            _conflicts.TtcToken);
    }

    private static void NormaliseProgress(Span<ProposalScore> scores)
    {
        double best = 0;
        foreach (ref readonly var score in scores)
        {
            best = Math.Max(best, score.ProgressM * score.Scores.Product);
        }

        foreach (ref var score in scores)
        {
            double progress = best > LeastMeaningfulProgressM ? Math.Clamp(score.ProgressM / best, 0, 1) : 1;
            score = score with { Scores = score.Scores with { EgoProgress = progress } };
        }
    }

    private double TrafficLights()
    {
        for (int i = 0; i < _red.Length; i++)
        {
            foreach (var area in _red[i])
            {
                if (area.Intersects(_ego.Outlines[i]))
                {
                    return 0;
                }
            }
        }

        return 1;
    }

    private double DrivingDirection()
    {
        ulong counted = _areas.Oncoming & ~_areas.CentreInJunction;
        if (counted == 0)
        {
            return 1;
        }

        // The reference's window of one second holds eleven steps.
        int window = _scene.Compatibility == Compatibility.Navsim22 ? DirectionWindow + 1 : DirectionWindow;
        double worst = 0;
        _wrongWay[0] = 0;
        for (int i = 1; i < Horizon.Samples; i++)
        {
            _wrongWay[i] = (counted >> i & 1) != 0 ? _ego.Centres[i].DistanceTo(_ego.Centres[i - 1]) : 0;
            double sum = 0;
            for (int j = Math.Max(0, i - window + 1); j <= i; j++)
            {
                sum += _wrongWay[j];
            }

            worst = Math.Max(worst, sum);
        }

        return worst < WrongWayToleratedM ? 1 : worst < WrongWayViolationM ? 0.5 : 0;
    }

    private double LaneKeeping(out double startM, out double endM)
    {
        var line = _scene.Centreline;
        bool mended = _scene.Compatibility == Compatibility.Sane;
        int hint = -1, deviating = 0;
        double kept = 1;
        startM = endM = 0;
        for (int i = 0; i < Horizon.Samples; i++)
        {
            bool last = i == Horizon.Steps, inJunction = (_areas.CentreInJunction >> i & 1) != 0;
            if (inJunction && mended)
            {
                deviating = 0;
            }

            if (i > 0 && !last && (inJunction || kept == 0))
            {
                continue;
            }

            var at = line.Project(_ego.Centres[i], PolylineEnds.Clamp, hint);
            hint = at.SegmentIndex;
            startM = i == 0 ? at.S : startM;
            endM = last ? at.S : endM;
            if (!inJunction)
            {
                deviating = at.DistanceM > DeviationLimitM ? deviating + 1 : 0;
                kept = deviating >= DeviationSamples ? 0 : kept;
            }
        }

        return kept;
    }
}
