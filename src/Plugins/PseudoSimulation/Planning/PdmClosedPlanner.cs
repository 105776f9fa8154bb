using Sim.Geometry;
using Sim.Numerics;
using Sim.Plugins.PseudoSimulation.Motion;
using Sim.Plugins.PseudoSimulation.Scenes;
using Sim.Plugins.PseudoSimulation.Scoring;

namespace Sim.Plugins.PseudoSimulation.Planning;

/// <summary>
/// The rule-based planner PDM-Closed: follows the centre line and two lines beside it with five intelligent-driver policies each, drives the
/// proposals with the scorer's own tracker, scores them against a constant-velocity forecast and takes the first of the best
/// (specs/pseudo-simulation.md §7). <see cref="Compatibility.Sane"/> looks for a lead at every step, forgets it from one policy to the next and
/// never plans to roll backwards. Thread-safe.
/// </summary>
/// <param name="options">Settings; null: NAVSIM's.</param>
public sealed class PdmClosedPlanner(PdmClosedOptions? options = null)
{
    private readonly PdmClosedOptions _options = options ?? new();

    /// <summary>Plans in a scene, whose objects, lights and ego are read at sample 0 only.</summary>
    /// <param name="prepared">The scene; its compatibility holds for the plan.</param>
    /// <exception cref="ArgumentException">The centre line has fewer than two points.</exception>
    public PdmClosedPlan Plan(ScoringScene prepared)
    {
        ArgumentNullException.ThrowIfNull(prepared);
        var scene = prepared.Scene;
        if (scene.Map.Centreline.Count < 2)
        {
            throw new ArgumentException($"The centre line of scene {scene.Name} has {scene.Map.Centreline.Count} points; at least two are needed.", nameof(prepared));
        }

        var forecast = new Forecast(scene, _options, prepared.Compatibility);
        double limit = _options.SpeedLimitMps ?? (StartingLane.Of(scene)?.SpeedLimitMps is { } known and > 0 ? known : _options.FallbackSpeedMps);
        double[] targets = [.. _options.SpeedFractions.Select(fraction => fraction * limit)];
        var paths = new ProposalUnroller[_options.OffsetsM.Count + 1];
        for (int i = 0; i < paths.Length; i++)
        {
            var path = new ProposalPath(scene.Map.Centreline, i == 0 ? 0 : _options.OffsetsM[i - 1]);
            paths[i] = new ProposalUnroller(scene, _options, forecast, path, targets, prepared.Compatibility);
            paths[i].Unroll(0, targets.Length, 0, Horizon.Steps);
        }

        var scores = Score(prepared, forecast, paths, targets.Length, out var driven);
        int chosen = 0;
        for (int i = 1; i < scores.Length; i++)
        {
            chosen = scores[i].PlannerScore > scores[chosen].PlannerScore ? i : chosen;
        }

        var (best, policy) = (paths[chosen / targets.Length], chosen % targets.Length);
        best.Unroll(policy, 1, Horizon.Steps, Forecast.Samples - 1);
        var trajectory = new Pose2d[Forecast.Samples];
        var speeds = new double[Forecast.Samples];
        for (int sample = 0; sample < trajectory.Length; sample++)
        {
            (trajectory[sample], speeds[sample]) = (best.PoseAt(policy, sample), best.SpeedAt(policy, sample));
        }

        return new PdmClosedPlan(scores, chosen, trajectory, speeds, Sampled(trajectory, scene.TimeUs, prepared.Compatibility), driven[(chosen * Horizon.Samples)..((chosen + 1) * Horizon.Samples)]);
    }

    private static Pose2d[] Sampled(Pose2d[] trajectory, long timeUs, Compatibility compatibility)
    {
        var samples = trajectory[..Horizon.Samples];
        for (int i = 1; i < samples.Length && compatibility == Compatibility.Navsim22; i++)
        {
            // Seconds in between: 1621000343.135392 s holds a microsecond only just.
            long late = (long)(((i * Horizon.StepSeconds) + (timeUs * 1e-6)) * 1e6) - timeUs;
            int from = (int)(Math.Max(late, 0) / Horizon.StepUs);
            double fraction = (late - (from * Horizon.StepUs)) / (double)Horizon.StepUs;
            var (a, b) = (trajectory[from], trajectory[from + 1]);
            samples[i] = new Pose2d(a.Position.Lerp(b.Position, fraction), a.HeadingRad + (fraction * Pinned.AngleDifference(b.HeadingRad, a.HeadingRad)));
        }

        return samples;
    }

    private static ProposalScore[] Score(ScoringScene prepared, Forecast forecast, ProposalUnroller[] paths, int policies, out EgoState[] driven)
    {
        var simulator = new ProposalSimulator(prepared.Scene.Shape, prepared.Compatibility);
        var proposal = new Pose2d[Horizon.Samples];
        driven = new EgoState[paths.Length * policies * Horizon.Samples];
        for (int i = 0; i < paths.Length * policies; i++)
        {
            for (int sample = 0; sample < Horizon.Samples; sample++)
            {
                proposal[sample] = paths[i / policies].PoseAt(i % policies, sample);
            }

            simulator.Simulate(proposal, prepared.Scene.Ego, driven.AsSpan(i * Horizon.Samples, Horizon.Samples));
        }

        var scorer = new ProposalScorer(prepared);
        scorer.UseTraffic(forecast.Traffic);
        scorer.UseLights([forecast.RedNow]);
        var scores = new ProposalScore[paths.Length * policies];
        scorer.Score(driven, scores, testComfort: false);
        return scores;
    }
}
