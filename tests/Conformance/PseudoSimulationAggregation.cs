using System.Text.Json;
using Sim.Geometry;
using Sim.Plugins.PseudoSimulation.Scoring;
using Sim.Plugins.PseudoSimulation.Stages.Aggregation;

namespace Sim.Tests;

/// <summary>NAVSIM's two-stage and one-stage aggregation against every recorded case.</summary>
[Trait("Topic", "epdms")]
public sealed class PseudoSimulationAggregation(ITestOutputHelper output)
{
    private const double Tolerance = 1e-9;

    [Fact]
    public void Weights_scores_and_means_of_two_stages_equal_the_originals()
    {
        using var json = GoldenData.GoldenJson(EpdmsMotionVectors.Topic, "aggregation.json");
        var report = new VectorReport();
        foreach (var item in json.RootElement.GetProperty("two_stage").EnumerateArray())
        {
            report.Case();
            string id = item.GetProperty("id").GetString()!;
            var groups = item.GetProperty("mapping").EnumerateArray()
                .Select(g => new SceneGroup(Pair(g[0], g[1]), [.. g[2].EnumerateArray().Select(p => Pair(p[0], p[1]))]))
                .ToList();
            var found = TwoStageAggregation.Aggregate(groups, Frames(item));
            var expected = item.GetProperty("expected");
            Assert.True(found.Failures.Count == 0, string.Join(", ", found.Failures));
            CompareFrames(id, expected.GetProperty("rows"), found.Frames, report);
            CompareColumns($"{id} combined", expected.GetProperty("combined"), found.Combined!.Value, report);
            CompareColumns($"{id} stage one", expected.GetProperty("stage_one"), found.StageOne!.Value, report);
            CompareColumns($"{id} stage two", expected.GetProperty("stage_two"), found.StageTwo!.Value, report);
        }

        report.Conclude(output);
    }

    [Fact]
    public void Neighbours_scores_and_means_of_one_stage_equal_the_originals()
    {
        using var json = GoldenData.GoldenJson(EpdmsMotionVectors.Topic, "aggregation.json");
        var report = new VectorReport();
        foreach (var item in json.RootElement.GetProperty("one_stage").EnumerateArray())
        {
            report.Case();
            string id = item.GetProperty("id").GetString()!;
            var expected = item.GetProperty("expected");
            var found = OneStageAggregation.Aggregate(Frames(item));
            Assert.True(found.Failures.Count == 0, string.Join(", ", found.Failures));
            CompareFrames(id, expected.GetProperty("rows"), found.Frames, report);
            var previous = expected.GetProperty("previous_of");
            report.Same($"{id} neighbours", previous.EnumerateObject().Count(), found.PreviousOf.Count);
            foreach (var pair in previous.EnumerateObject())
                report.Same($"{id} before {pair.Name}", pair.Value.GetString(), found.PreviousOf.GetValueOrDefault(pair.Name));
            report.Near($"{id} mean", VectorReport.Number(expected, "mean_score"), found.Epdms!.Value, 0, Tolerance);
        }

        report.Conclude(output);
    }

    private static FramePair Pair(JsonElement now, JsonElement previous) => new(now.GetString()!, previous.GetString()!);

    private static List<FrameResult> Frames(JsonElement item) => [.. item.GetProperty("rows").EnumerateArray().Select(Frame)];

    private static FrameResult Frame(JsonElement row) => new()
    {
        Token = row.GetProperty("token").GetString()!,
        Log = row.TryGetProperty("log_name", out var log) ? log.GetString()! : "",
        StartTimeUs = (long)Math.Round(VectorReport.Number(row, "start_time") * 1e6),
        Start = Point(row, "start_point"),
        PlanEnd = Point(row, "endpoint"),
        Scores = new SubScores(
            VectorReport.Number(row, "no_at_fault_collisions"),
            VectorReport.Number(row, "drivable_area_compliance"),
            VectorReport.Number(row, "driving_direction_compliance"),
            VectorReport.Number(row, "traffic_light_compliance"),
            VectorReport.Number(row, "ego_progress"),
            VectorReport.Number(row, "time_to_collision_within_bound"),
            VectorReport.Number(row, "lane_keeping"),
            VectorReport.Number(row, "history_comfort")),
        States = EpdmsMotionVectors.ComfortStates(row.GetProperty("states")),
    };

    private static Vector2d Point(JsonElement row, string name) => row.TryGetProperty(name + "_x", out var x) ? new(x.GetDouble(), VectorReport.Number(row, name + "_y")) : default;

    private static void CompareFrames(string id, JsonElement expected, IReadOnlyList<FrameScore> found, VectorReport report)
    {
        report.Same($"{id} frames", expected.EnumerateObject().Count(), found.Count);
        foreach (var frame in found)
        {
            var row = expected.GetProperty(frame.Token);
            if (row.TryGetProperty("weight", out var weight))
                report.Near($"{id} {frame.Token} weight", weight.GetDouble(), frame.Weight, 0, Tolerance);
            var comfort = row.GetProperty("extended_comfort");
            report.Same($"{id} {frame.Token} comfort", comfort.ValueKind == JsonValueKind.Null ? null : comfort.GetDouble(), frame.ExtendedComfort);
            report.Near($"{id} {frame.Token} score", VectorReport.Number(row, "score"), frame.Epdms, 0, Tolerance);
        }
    }

    private static void CompareColumns(string where, JsonElement expected, ScoreColumns found, VectorReport report)
    {
        for (int c = 0; c < ScoreColumns.Count; c++)
            report.Near($"{where} {ScoreColumns.Names[c]}", VectorReport.Number(expected, ScoreColumns.Names[c]), found[c], 0, Tolerance);
    }
}
