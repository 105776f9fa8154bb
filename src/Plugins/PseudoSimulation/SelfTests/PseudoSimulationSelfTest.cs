using System.Globalization;
using System.Text.Json;
using Sim.Geometry;
using Sim.Plugins.PseudoSimulation.Motion;
using Sim.Plugins.PseudoSimulation.Planning;
using Sim.Plugins.PseudoSimulation.Scenes;
using Sim.Plugins.PseudoSimulation.Scoring;
using Sim.Plugins.PseudoSimulation.Traffic;
using Sim.Plugins.Sdk;

namespace Sim.Plugins.PseudoSimulation.SelfTests;

/// <summary>EPDMS with its motion, comfort, traffic and planner against figures recorded from NAVSIM 2.2 on synthetic scenes.</summary>
internal sealed class PseudoSimulationSelfTest : ISelfTest
{
    private const string Navsim = "recorded from NAVSIM 2.2 on synthetic scenes";
    private const double Tolerance = 1e-6;

    /// <inheritdoc/>
    public string Name => "pseudo-simulation";

    /// <inheritdoc/>
    public string Description => "Scores, motion, comfort, traffic and planner of EPDMS against figures recorded from NAVSIM.";

    /// <inheritdoc/>
    public IReadOnlyList<SelfCheck> Run(CancellationToken cancellationToken)
    {
        using var scored = Open("epdms_scorer.json");
        using var driven = Open("epdms_traffic.json");
        return
        [
            .. RecordedMotion.Cases.Select(Motion),
            .. RecordedComfort.Cases.SelectMany(Comfort),
            .. scored.RootElement.GetProperty("scenes").EnumerateArray().SelectMany(Scores),
            .. driven.RootElement.GetProperty("cases").EnumerateArray().SelectMany(Vehicles),
            .. driven.RootElement.GetProperty("scenes").EnumerateArray().SelectMany(Planner),
        ];
    }

    private static SelfCheck Motion(RecordedMotion recorded)
    {
        var simulator = new ProposalSimulator(EgoShape.Pacifica);
        var proposal = new Pose2d[Horizon.Samples];
        var states = new EgoState[Horizon.Samples];
        PlanInterpolation.ToProposal(recorded.Start, recorded.TimeUs, recorded.Plan, proposal);
        simulator.Simulate(proposal, recorded.Start, states);
        int[] samples = [0, 19, 39];
        double[] expected =
        [
            .. recorded.Speeds, .. recorded.Curvatures, recorded.Command.AccelMps2, recorded.Command.SteerRateRps, .. EpdmsVectors.Columns(recorded.Middle), .. EpdmsVectors.Columns(recorded.End),
        ];
        double[] found =
        [
            .. samples.Select(s => simulator.SpeedProfileMps[s]), .. samples.Select(s => simulator.CurvatureProfilePerM[s]), simulator.Commands[0].AccelMps2, simulator.Commands[0].SteerRateRps,
            .. EpdmsVectors.Columns(states[20]), .. EpdmsVectors.Columns(states[40]),
        ];
        return SelfCheck.OfNumbers($"motion: {recorded.Name}", expected, found, Tolerance, Navsim);
    }

    private static IEnumerable<SelfCheck> Comfort(RecordedComfort recorded, int index)
    {
        var found = ExtendedComfort.Compare(
            States(recorded.CurrentHeading, recorded.CurrentAccel), States(recorded.PreviousHeading, recorded.PreviousAccel), recorded.IntervalSeconds);
        var expected = recorded.Expected;
        yield return SelfCheck.OfNumbers(
            $"extended comfort {Text(index)}",
            [expected.OffsetSamples, expected.Samples, expected.AccelRms, expected.JerkRms, expected.YawRateRms, expected.YawAccelRms],
            [found.OffsetSamples, found.Samples, found.AccelRms, found.JerkRms, found.YawRateRms, found.YawAccelRms], Tolerance, Navsim);
        yield return SelfCheck.OfText($"extended comfort {Text(index)}: verdict", recorded.Comfortable.ToString(), found.IsComfortable.ToString(), Navsim);

        static EgoState[] States(double[] headings, double[] accels) => [.. headings.Zip(accels, (h, a) => new EgoState(0, 0, h, 0, 0, a))];
    }

    private static IEnumerable<SelfCheck> Scores(JsonElement recorded)
    {
        var scene = new ScoringScene(EpdmsVectors.Scene(recorded), Compatibility.Navsim22);
        foreach (var item in recorded.GetProperty("cases").EnumerateArray())
        {
            string id = item.GetProperty("id").GetString()!;
            ITrafficPolicy policy = item.GetProperty("policy").GetString() == "log_replay" ? new LogReplayTraffic() : new ConstantVelocityTraffic();
            var found = new SceneEvaluator(scene, policy, item.GetProperty("human_penalty_filter").GetBoolean()).EvaluatePlan(EpdmsVectors.Poses(item.GetProperty("proposal_poses")));
            var all = item.GetProperty("expected");
            var (final, raw, f) = (all.GetProperty("final"), all.GetProperty("raw"), found.Final);
            string[] names =
            [
                "no_at_fault_collisions", "drivable_area_compliance", "driving_direction_compliance", "traffic_light_compliance", "time_to_collision_within_bound", "lane_keeping", "history_comfort",
                "multiplicative_metrics_prod", "ego_progress", "pdm_score", "epdms_ec0", "epdms_ec1",
            ];
            double[] figures =
            [
                f.NoAtFaultCollisions, f.DrivableAreaCompliance, f.DrivingDirectionCompliance, f.TrafficLightCompliance, f.TimeToCollision, f.LaneKeeping, f.HistoryComfort, f.Product, f.EgoProgress,
                found.PlannerScore, found.Epdms(0), found.Epdms(1),
            ];
            yield return SelfCheck.OfNumbers($"EPDMS of {id}", [.. names.Select(n => final.GetProperty(n).GetDouble())], figures, Tolerance, Navsim);
            yield return SelfCheck.OfNumbers($"end of {id}", Numbers(all.GetProperty("end_state")), EpdmsVectors.Columns(found.States[^1]), Tolerance, Navsim);
            var c = found.Raw.Comfort;
            bool[] flags = [c.LongitudinalAccel, c.LateralAccel, c.Jerk, c.LongitudinalJerk, c.YawAccel, c.YawRate];
            yield return SelfCheck.OfText($"comfort of {id}", raw.GetProperty("comfort_flags").GetString()!, string.Concat(flags.Select(b => b ? '1' : '0')), Navsim, flags.Length);
        }
    }

    private static IEnumerable<SelfCheck> Vehicles(JsonElement item)
    {
        var scene = EpdmsVectors.Scene(item);
        var recorded = item.GetProperty("expected");
        var moved = new IdmTraffic().Move(scene, [.. recorded.GetProperty("simulated_states").EnumerateArray().Select(EpdmsVectors.State)]).ToDictionary(o => o.Token, StringComparer.Ordinal);
        foreach (var vehicle in recorded.GetProperty("vehicles").EnumerateObject())
        {
            int[] steps = [.. vehicle.Value.GetProperty("steps").EnumerateArray().Select(s => s.GetInt32())];
            double[] expected = [.. vehicle.Value.GetProperty("pose").EnumerateArray().Select(EpdmsVectors.Pose).SelectMany(p => (double[])[p.X, p.Y, p.HeadingRad])];
            double[] found = moved.TryGetValue(vehicle.Name, out var it)
                ? [.. steps.Select(s => it.Poses[s]).SelectMany(p => (double[])[p.X, p.Y, p.HeadingRad])]
                : [];
            yield return SelfCheck.OfNumbers($"traffic of {scene.Name}: {vehicle.Name}", expected, found, 1e-5, Navsim);
        }
    }

    private static IEnumerable<SelfCheck> Planner(JsonElement item)
    {
        var scene = EpdmsVectors.Scene(item);
        var recorded = item.GetProperty("pdm_closed");
        var plan = new PdmClosedPlanner().Plan(new ScoringScene(scene, Compatibility.Navsim22));
        yield return SelfCheck.OfNumbers($"PDM-Closed of {scene.Name}", Numbers(recorded.GetProperty("proposal_scores")), [.. plan.Scores.Select(s => s.PlannerScore)], Tolerance, Navsim);
        yield return SelfCheck.OfNumber($"PDM-Closed of {scene.Name}: choice", recorded.GetProperty("chosen").GetInt32(), plan.Chosen, 0, Navsim);
    }

    private static JsonDocument Open(string name)
    {
        using var stream = typeof(PseudoSimulationSelfTest).Assembly.GetManifestResourceStream("selftest/" + name)!;
        return JsonDocument.Parse(stream);
    }

    private static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(e => e.GetDouble())];

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
