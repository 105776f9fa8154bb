using System.Text.Json;
using Sim.Plugins.PseudoSimulation;
using Sim.Plugins.PseudoSimulation.Scenes;
using Sim.Plugins.PseudoSimulation.Scoring;

namespace Sim.Tests;

/// <summary>The pseudo-simulation scorer against every recorded case of NAVSIM 2.2.</summary>
[Trait("Topic", "epdms")]
public sealed class EpdmsScorer(ITestOutputHelper output)
{
    [Fact]
    public void Objects_at_10_Hz_equal_the_originals()
    {
        using var json = GoldenData.GoldenJson("epdms", "scorer.json.gz");
        var report = new VectorReport();
        foreach (var item in json.RootElement.GetProperty("scenes").EnumerateArray())
        {
            report.Case();
            var scene = EpdmsVectors.Scene(item);
            var expected = item.GetProperty("expected_tracks_10hz").EnumerateObject().ToDictionary(o => o.Name, o => o.Value, StringComparer.Ordinal);
            report.Same($"{scene.Name} tokens", string.Join(',', expected.Keys.Order(StringComparer.Ordinal)), string.Join(',', scene.Objects.Select(o => o.Token).Order(StringComparer.Ordinal)));
            foreach (var found in scene.Objects)
            {
                if (expected.TryGetValue(found.Token, out var track))
                {
                    Compare($"{scene.Name} {found.Token}", track, found, report);
                }
            }
        }

        report.Conclude(output);
    }

    [Fact]
    public void Every_field_of_every_scored_case_equals_the_original()
    {
        using var json = GoldenData.GoldenJson("epdms", "scorer.json.gz");
        var report = new VectorReport();
        foreach (var item in json.RootElement.GetProperty("scenes").EnumerateArray())
        {
            var scene = new ScoringScene(EpdmsVectors.Scene(item), Compatibility.Navsim22);
            foreach (var scored in item.GetProperty("cases").EnumerateArray())
            {
                EpdmsCase.Check(scene, scored, report);
            }
        }

        report.Conclude(output);
    }

    private static void Compare(string where, JsonElement track, SceneObject found, VectorReport report)
    {
        report.Same(where + " type", EpdmsVectors.Kind(track.GetProperty("type").GetString()!), found.Type);
        report.Near(where + " length", VectorReport.Number(track, "length"), found.LengthM, 0, 1e-9);
        report.Near(where + " width", VectorReport.Number(track, "width"), found.WidthM, 0, 1e-9);
        int[] steps = [.. track.GetProperty("steps").EnumerateArray().Select(s => s.GetInt32())];
        report.Same(where + " steps", string.Join(',', steps), string.Join(',', Enumerable.Range(0, Horizon.Samples).Where(i => found.Present[i])));
        var poses = track.GetProperty("pose");
        bool moves = track.TryGetProperty("velocity", out var velocities) && velocities.ValueKind == JsonValueKind.Array && found.Type.IsAgent();
        for (int j = 0; j < steps.Length; j++)
        {
            var pose = EpdmsVectors.Pose(poses[j]);
            var at = found.Poses[steps[j]];
            report.Near($"{where} x[{steps[j]}]", pose.X, at.X, 0, 1e-7);
            report.Near($"{where} y[{steps[j]}]", pose.Y, at.Y, 0, 1e-7);
            report.Near($"{where} heading[{steps[j]}]", pose.HeadingRad, at.HeadingRad, 0, 1e-8);
            if (moves)
            {
                report.Near($"{where} vx[{steps[j]}]", velocities[j][0].GetDouble(), found.Velocities[steps[j]].X, 0, 1e-8);
                report.Near($"{where} vy[{steps[j]}]", velocities[j][1].GetDouble(), found.Velocities[steps[j]].Y, 0, 1e-8);
            }
        }
    }
}
