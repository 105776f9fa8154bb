using System.Globalization;
using System.Text.Json;
using Sim.Plugins.PseudoSimulation;
using Sim.Plugins.PseudoSimulation.Motion;
using Sim.Plugins.PseudoSimulation.Scenes;
using Sim.Plugins.PseudoSimulation.Scoring;
using Sim.Plugins.PseudoSimulation.Traffic;

namespace Sim.Tests;

/// <summary>Scores one recorded case and compares every field of what the original made of it.</summary>
internal static class EpdmsCase
{
    /// <summary>The traffic policy by its name in the vectors.</summary>
    public static ITrafficPolicy Policy(string name) => name switch
    {
        "log_replay" => new LogReplayTraffic(),
        "constant_velocity" => new ConstantVelocityTraffic(),
        _ => throw new FormatException($"Unknown traffic policy {name}."),
    };

    /// <summary>Checks a case of a prepared scene.</summary>
    public static void Check(ScoringScene scene, JsonElement item, VectorReport report)
    {
        string id = item.GetProperty("id").GetString()!;
        var expected = item.GetProperty("expected");
        CompareProposal(id, scene.Scene, EpdmsVectors.Poses(item.GetProperty("proposal_poses")), expected, report);
        var found = CheckScores(scene, item, report);
        CompareStates(id, expected.GetProperty("simulated_states"), found.States, report);
    }

    /// <summary>Checks the scores of a case, without its states.</summary>
    public static SceneScore CheckScores(ScoringScene scene, JsonElement item, VectorReport report)
    {
        report.Case();
        string id = item.GetProperty("id").GetString()!;
        var expected = item.GetProperty("expected");
        var plan = EpdmsVectors.Poses(item.GetProperty("proposal_poses"));
        var evaluator = new SceneEvaluator(scene, Policy(item.GetProperty("policy").GetString()!), item.GetProperty("human_penalty_filter").GetBoolean());
        var found = evaluator.EvaluatePlan(plan);
        CompareScore(id + " ref", expected.GetProperty("ref"), found.Reference, report);
        CompareScore(id + " raw", expected.GetProperty("raw"), found.Raw, report);
        CompareFlags(id + " raw", expected.GetProperty("raw"), found.Raw, report);
        CompareFilter(id, expected, found, report);
        return found;
    }

    /// <summary>Product terms, weighted terms, progress and the planner's score.</summary>
    public static void CompareScore(string where, JsonElement expected, in ProposalScore found, VectorReport report)
    {
        CompareTerms(where, expected, found.Scores, report);
        report.Near(where + " progress", VectorReport.Number(expected, "progress_raw"), found.ProgressM, 0, 1e-6);
        report.Near(where + " pdm_score", VectorReport.Number(expected, "pdm_score"), found.PlannerScore, 0, 1e-6);
    }

    /// <summary>Area bits, infraction samples and comfort tests.</summary>
    public static void CompareFlags(string where, JsonElement expected, in ProposalScore found, VectorReport report)
    {
        report.Same(where + " multiple lanes", expected.GetProperty("in_multiple_lanes").GetString(), Bits(found.MultipleLanes));
        report.Same(where + " non-drivable", expected.GetProperty("in_nondrivable_area").GetString(), Bits(found.NonDrivable));
        report.Same(where + " oncoming", expected.GetProperty("in_oncoming_traffic").GetString(), Bits(found.Oncoming));
        report.Same(where + " collision sample", Sample(expected.GetProperty("at_fault_collision_idx")), found.AtFaultCollisionSample);
        report.Same(where + " TTC sample", Sample(expected.GetProperty("ttc_infraction_idx")), found.TtcInfractionSample);
        report.Same(where + " collision token", found.AtFaultCollisionSample is null, found.AtFaultCollisionToken is null);
        report.Same(where + " TTC token", found.TtcInfractionSample is null, found.TtcInfractionToken is null);
        var c = found.Comfort;
        bool[] flags = [c.LongitudinalAccel, c.LateralAccel, c.Jerk, c.LongitudinalJerk, c.YawAccel, c.YawRate];
        report.Same(where + " comfort", expected.GetProperty("comfort_flags").GetString(), string.Concat(flags.Select(f => f ? '1' : '0')));
    }

    /// <summary>States of the driven plan.</summary>
    public static void CompareStates(string where, JsonElement expected, IReadOnlyList<EgoState> found, VectorReport report)
    {
        report.Same(where + " states", expected.GetArrayLength(), found.Count);
        for (int i = 0; i < Math.Min(found.Count, expected.GetArrayLength()); i++)
        {
            double[] columns = EpdmsVectors.Columns(found[i]);
            for (int c = 0; c < columns.Length; c++)
            {
                report.Near(string.Create(CultureInfo.InvariantCulture, $"{where} state[{i}][{c}]"), expected[i][c].GetDouble(), columns[c], 0, 1e-6);
            }
        }
    }

    /// <summary>Filtered sub-scores and EPDMS.</summary>
    public static void CompareFinal(string where, JsonElement expected, SceneScore found, VectorReport report)
    {
        var f = found.Final;
        Same("no_at_fault_collisions", f.NoAtFaultCollisions);
        Same("drivable_area_compliance", f.DrivableAreaCompliance);
        Same("driving_direction_compliance", f.DrivingDirectionCompliance);
        Same("traffic_light_compliance", f.TrafficLightCompliance);
        Same("time_to_collision_within_bound", f.TimeToCollision);
        Same("lane_keeping", f.LaneKeeping);
        Same("history_comfort", f.HistoryComfort);
        Same("multiplicative_metrics_prod", f.Product);
        Near("ego_progress", f.EgoProgress);
        Near("pdm_score", found.PlannerScore);
        Near("epdms_ec0", found.Epdms(0));
        Near("epdms_ec1", found.Epdms(1));
        double[] weighted = VectorReport.Numbers(expected.GetProperty("weighted_metrics"));
        report.Near(where + " weighted EP", weighted[0], f.EgoProgress, 0, 1e-6);
        report.Same(where + " weighted", $"{weighted[1]} {weighted[2]} {weighted[3]}", $"{f.TimeToCollision} {f.LaneKeeping} {f.HistoryComfort}");

        void Same(string name, double value) => report.Same($"{where} final {name}", VectorReport.Number(expected, name), value);
        void Near(string name, double value) => report.Near($"{where} final {name}", VectorReport.Number(expected, name), value, 0, 1e-6);
    }

    private static void CompareProposal(string where, PseudoScene scene, Geometry.Pose2d[] plan, JsonElement expected, VectorReport report)
    {
        var proposal = new Geometry.Pose2d[Horizon.Samples];
        PlanInterpolation.ToProposal(scene.Ego, scene.TimeUs, plan, proposal);
        var poses = expected.GetProperty("proposal_se2");
        for (int i = 0; i < proposal.Length; i++)
        {
            report.Near($"{where} proposal x[{i}]", poses[i][0].GetDouble(), proposal[i].X, 0, 1e-7);
            report.Near($"{where} proposal y[{i}]", poses[i][1].GetDouble(), proposal[i].Y, 0, 1e-7);
            report.Near($"{where} proposal heading[{i}]", poses[i][2].GetDouble(), proposal[i].HeadingRad, 0, 1e-7);
        }
    }

    private static void CompareFilter(string id, JsonElement expected, SceneScore found, VectorReport report)
    {
        bool filtered = expected.TryGetProperty("human", out var human) && human.ValueKind == JsonValueKind.Object;
        report.Same(id + " filter ran", filtered, found.Human is not null);
        if (filtered && found.Human is { } own)
        {
            CompareTerms(id + " human", human, own.Scores, report);
        }

        report.Same(id + " filter changed", found.Raw.Scores != found.Final, found.Excused != SubScoreSet.None);
        CompareFinal(id, expected.GetProperty("final"), found, report);
    }

    /// <summary>Product and weighted terms.</summary>
    public static void CompareTerms(string where, JsonElement expected, SubScores found, VectorReport report)
    {
        double[] multi = VectorReport.Numbers(expected.GetProperty("multi")), weighted = VectorReport.Numbers(expected.GetProperty("weighted"));
        report.Same(where + " NC", multi[0], found.NoAtFaultCollisions);
        report.Same(where + " DAC", multi[1], found.DrivableAreaCompliance);
        report.Same(where + " TLC", multi[2], found.TrafficLightCompliance);
        report.Same(where + " DDC", multi[3], found.DrivingDirectionCompliance);
        report.Near(where + " EP", weighted[0], found.EgoProgress, 0, 1e-6);
        report.Same(where + " TTC", weighted[1], found.TimeToCollision);
        report.Same(where + " LK", weighted[2], found.LaneKeeping);
        report.Same(where + " HC", weighted[3], found.HistoryComfort);
    }

    /// <summary>A sample or null.</summary>
    public static int? Sample(JsonElement index) => index.ValueKind == JsonValueKind.Null ? null : index.GetInt32();

    private static string Bits(ulong bits) => string.Concat(Enumerable.Range(0, Horizon.Samples).Select(i => (bits >> i & 1) != 0 ? '1' : '0'));
}
