using System.Text.Json;
using Sim.Plugins.PseudoSimulation;
using Sim.Plugins.PseudoSimulation.Scoring;

namespace Sim.Tests.PseudoSimulation;

/// <summary>A few cases recorded from the original scorer, so that a fresh clone is checked; all of them are in tests/Conformance.</summary>
public sealed class RecordedScoreTests(ITestOutputHelper output)
{
    [Fact]
    public void Plans_score_as_in_the_original()
    {
        using var stream = typeof(EpdmsVectors).Assembly.GetManifestResourceStream("selftest/epdms_scorer.json")!;
        using var json = JsonDocument.Parse(stream);
        var report = new VectorReport();
        foreach (var item in json.RootElement.GetProperty("scenes").EnumerateArray())
        {
            var scene = new ScoringScene(EpdmsVectors.Scene(item), Compatibility.Navsim22);
            foreach (var scored in item.GetProperty("cases").EnumerateArray())
            {
                var found = EpdmsCase.CheckScores(scene, scored, report);
                double[] expected = VectorReport.Numbers(scored.GetProperty("expected").GetProperty("end_state"));
                double[] end = EpdmsVectors.Columns(found.States[^1]);
                for (int c = 0; c < end.Length; c++)
                {
                    report.Near($"{scored.GetProperty("id").GetString()} end[{c}]", expected[c], end[c], 0, 1e-6);
                }
            }
        }

        Assert.Equal(8, report.Cases);
        report.Conclude(output);
    }
}
