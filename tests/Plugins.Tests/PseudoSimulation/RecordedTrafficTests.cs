using System.Text.Json;
using Sim.Plugins.PseudoSimulation;
using Sim.Plugins.PseudoSimulation.Planning;
using Sim.Plugins.PseudoSimulation.Scoring;
using Sim.Plugins.PseudoSimulation.Traffic;

namespace Sim.Tests.PseudoSimulation;

/// <summary>A little of what was recorded from the original traffic and planner, so that a fresh clone is checked; all of it is in tests/Conformance.</summary>
public sealed class RecordedTrafficTests(ITestOutputHelper output)
{
    private static JsonDocument Open(string name) => JsonDocument.Parse(typeof(EpdmsVectors).Assembly.GetManifestResourceStream("selftest/" + name)!);

    [Fact]
    public void Vehicles_move_as_in_the_original()
    {
        using var json = Open("epdms_traffic.json");
        var report = new VectorReport();
        foreach (var item in json.RootElement.GetProperty("cases").EnumerateArray())
        {
            var scene = EpdmsVectors.Scene(item);
            var expected = item.GetProperty("expected");
            var moved = new IdmTraffic().Move(scene, expected.GetProperty("simulated_states").EnumerateArray().Select(EpdmsVectors.State).ToArray()).ToDictionary(o => o.Token, StringComparer.Ordinal);
            foreach (var vehicle in expected.GetProperty("vehicles").EnumerateObject())
            {
                report.Case();
                int[] steps = [.. vehicle.Value.GetProperty("steps").EnumerateArray().Select(s => s.GetInt32())];
                for (int j = 0; j < steps.Length; j++)
                {
                    var pose = EpdmsVectors.Pose(vehicle.Value.GetProperty("pose")[j]);
                    var found = moved[vehicle.Name];
                    report.Same($"{vehicle.Name} at {steps[j]}", true, found.Present[steps[j]]);
                    report.Near($"{vehicle.Name} x[{steps[j]}]", pose.X, found.Poses[steps[j]].X, 0, 1e-5);
                    report.Near($"{vehicle.Name} y[{steps[j]}]", pose.Y, found.Poses[steps[j]].Y, 0, 1e-5);
                    report.Near($"{vehicle.Name} heading[{steps[j]}]", pose.HeadingRad, found.Poses[steps[j]].HeadingRad, 0, 1e-5);
                    report.Near($"{vehicle.Name} vx[{steps[j]}]", vehicle.Value.GetProperty("velocity")[j][0].GetDouble(), found.Velocities[steps[j]].X, 0, 1e-5);
                }
            }
        }

        Assert.Equal(6, report.Cases);
        report.Conclude(output);
    }

    [Fact]
    public void Pdm_closed_scores_and_chooses_as_the_original()
    {
        using var json = Open("epdms_traffic.json");
        var report = new VectorReport();
        foreach (var item in json.RootElement.GetProperty("scenes").EnumerateArray())
        {
            report.Case();
            var scene = EpdmsVectors.Scene(item);
            var expected = item.GetProperty("pdm_closed");
            var plan = new PdmClosedPlanner().Plan(new ScoringScene(scene, Compatibility.Navsim22));
            double[] scores = VectorReport.Numbers(expected.GetProperty("proposal_scores"));
            report.Same($"{scene.Name} chosen", expected.GetProperty("chosen").GetInt32(), plan.Chosen);
            for (int i = 0; i < scores.Length; i++)
            {
                report.Near($"{scene.Name} score[{i}]", scores[i], plan.Scores[i].PlannerScore, 0, 1e-6);
            }

            for (int i = 0; i < plan.Reference.Count; i++)
            {
                report.Near($"{scene.Name} x[{i}]", scene.Reference![i].X, plan.Reference[i].X, 0, 1e-6);
                report.Near($"{scene.Name} y[{i}]", scene.Reference[i].Y, plan.Reference[i].Y, 0, 1e-6);
            }
        }

        Assert.Equal(1, report.Cases);
        report.Conclude(output);
    }
}
