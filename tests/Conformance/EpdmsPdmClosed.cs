using System.Text.Json;
using Sim.Plugins.PseudoSimulation;
using Sim.Plugins.PseudoSimulation.Planning;
using Sim.Plugins.PseudoSimulation.Scenes;
using Sim.Plugins.PseudoSimulation.Scoring;

namespace Sim.Tests;

/// <summary>PDM-Closed against every recorded scene of NAVSIM 2.2.</summary>
[Trait("Topic", "epdms")]
public sealed class EpdmsPdmClosed(ITestOutputHelper output)
{
    [Fact]
    public void Proposals_score_as_the_originals_and_the_same_one_is_chosen()
    {
        using var json = GoldenData.GoldenJson("epdms", "scorer.json.gz");
        var report = new VectorReport();
        var planner = new PdmClosedPlanner();
        foreach (var item in json.RootElement.GetProperty("scenes").EnumerateArray())
        {
            if (!item.TryGetProperty("pdm_closed", out var expected) || expected.ValueKind != JsonValueKind.Object)
            {
                continue;
            }

            report.Case();
            var scene = EpdmsVectors.Scene(item);
            var plan = planner.Plan(new ScoringScene(scene, Compatibility.Navsim22));
            double[] scores = VectorReport.Numbers(expected.GetProperty("proposal_scores"));
            report.Same($"{scene.Name} proposals", scores.Length, plan.Scores.Count);
            for (int i = 0; i < Math.Min(scores.Length, plan.Scores.Count); i++)
            {
                report.Near($"{scene.Name} score[{i}]", scores[i], plan.Scores[i].PlannerScore, 0, 1e-6);
            }

            report.Same($"{scene.Name} chosen", expected.GetProperty("chosen").GetInt32(), plan.Chosen);
            var reference = scene.Reference!;
            for (int i = 0; i < Horizon.Samples; i++)
            {
                report.Near($"{scene.Name} x[{i}]", reference[i].X, plan.Reference[i].X, 0, 1e-6);
                report.Near($"{scene.Name} y[{i}]", reference[i].Y, plan.Reference[i].Y, 0, 1e-6);
                report.Near($"{scene.Name} heading[{i}]", reference[i].HeadingRad, plan.Reference[i].HeadingRad, 0, 1e-6);
            }
        }

        report.Conclude(output);
    }
}
