using System.Text.Json;
using Sim.Plugins.PseudoSimulation;
using Sim.Plugins.PseudoSimulation.Scenes;
using Sim.Plugins.PseudoSimulation.Scoring;
using Sim.Plugins.PseudoSimulation.Traffic;

namespace Sim.Tests;

/// <summary>The reactive traffic against every recorded case of NAVSIM 2.2.</summary>
[Trait("Topic", "epdms")]
public sealed class EpdmsReactiveTraffic(ITestOutputHelper output)
{
    [Fact]
    public void Vehicles_move_as_the_originals()
    {
        using var json = GoldenData.GoldenJson("epdms", "idm.json.gz");
        var report = new VectorReport();
        var policy = new IdmTraffic();
        foreach (var item in json.RootElement.GetProperty("cases").EnumerateArray())
        {
            report.Case();
            var scene = EpdmsVectors.Scene(item);
            var expected = item.GetProperty("expected");
            var ego = expected.GetProperty("simulated_states").EnumerateArray().Select(EpdmsVectors.State).ToArray();
            var moved = policy.Move(scene, ego).ToDictionary(o => o.Token, StringComparer.Ordinal);
            string[] dropped = [.. expected.GetProperty("dropped_vehicles").EnumerateArray().Select(v => v.GetString()!)];
            foreach (string token in dropped)
            {
                report.Same($"{scene.Name} {token} vanishes", true, !moved.TryGetValue(token, out var gone) || !gone.Present.Skip(1).Contains(true));
            }

            var vehicles = expected.GetProperty("vehicles").EnumerateObject().ToArray();
            report.Same(
                $"{scene.Name} vehicles",
                string.Join(',', vehicles.Select(v => v.Name).Order(StringComparer.Ordinal)),
                string.Join(',', moved.Values.Where(o => o.Type == SceneObjectType.Vehicle && o.Present.Skip(1).Contains(true)).Select(o => o.Token).Order(StringComparer.Ordinal)));
            foreach (var vehicle in vehicles)
            {
                if (moved.TryGetValue(vehicle.Name, out var found))
                {
                    Compare($"{scene.Name} {vehicle.Name}", vehicle.Value, found, report);
                }
            }
        }

        report.Conclude(output);
    }

    [Fact]
    public void Plans_among_reactive_vehicles_score_as_the_originals()
    {
        using var json = GoldenData.GoldenJson("epdms", "idm.json.gz");
        var report = new VectorReport();
        foreach (var item in json.RootElement.GetProperty("cases").EnumerateArray())
        {
            report.Case();
            var scene = EpdmsVectors.Scene(item);
            var expected = item.GetProperty("expected");
            var evaluator = new SceneEvaluator(new ScoringScene(scene, Compatibility.Navsim22), new IdmTraffic(), item.GetProperty("human_penalty_filter").GetBoolean());
            var found = evaluator.EvaluatePlan(EpdmsVectors.Poses(item.GetProperty("proposal_poses")));
            EpdmsCase.CompareStates(scene.Name, expected.GetProperty("simulated_states"), found.States, report);
            var raw = expected.GetProperty("raw");
            EpdmsCase.CompareTerms(scene.Name + " raw", raw, found.Raw.Scores, report);
            report.Near(scene.Name + " progress", VectorReport.Number(raw, "progress_raw"), found.Raw.ProgressM, 0, 1e-6);
            report.Same(scene.Name + " collision sample", EpdmsCase.Sample(raw.GetProperty("at_fault_collision_idx")), found.Raw.AtFaultCollisionSample);
            report.Same(scene.Name + " TTC sample", EpdmsCase.Sample(raw.GetProperty("ttc_infraction_idx")), found.Raw.TtcInfractionSample);
            EpdmsCase.CompareFinal(scene.Name, expected.GetProperty("final"), found, report);
        }

        report.Conclude(output);
    }

    private static void Compare(string where, JsonElement expected, SceneObject found, VectorReport report)
    {
        int[] steps = [.. expected.GetProperty("steps").EnumerateArray().Select(s => s.GetInt32())];
        report.Same(where + " steps", string.Join(',', steps), string.Join(',', Enumerable.Range(1, Horizon.Steps).Where(i => found.Present[i])));
        var poses = expected.GetProperty("pose");
        var velocities = expected.GetProperty("velocity");
        for (int j = 0; j < steps.Length; j++)
        {
            var pose = EpdmsVectors.Pose(poses[j]);
            var at = found.Poses[steps[j]];
            report.Near($"{where} x[{steps[j]}]", pose.X, at.X, 0, 1e-5);
            report.Near($"{where} y[{steps[j]}]", pose.Y, at.Y, 0, 1e-5);
            report.Near($"{where} heading[{steps[j]}]", pose.HeadingRad, at.HeadingRad, 0, 1e-5);
            report.Near($"{where} vx[{steps[j]}]", velocities[j][0].GetDouble(), found.Velocities[steps[j]].X, 0, 1e-5);
            report.Near($"{where} vy[{steps[j]}]", velocities[j][1].GetDouble(), found.Velocities[steps[j]].Y, 0, 1e-5);
        }
    }
}
