using System.Globalization;
using Sim.Plugins.Retrieval.Combining;
using Sim.Plugins.Retrieval.Evaluating;
using Sim.Plugins.Retrieval.Index;

namespace Sim.Tests;

/// <summary>Recorded clips of the data folder, continued after their first second with behaviours of the other clips (docs/retrieval/combine.md).</summary>
[Trait("Topic", "commonroad")]
public sealed class RetrievedContinuations(ITestOutputHelper output)
{
    private static readonly string[] Recorded = ["USA_US101", "USA_Lanker", "USA_Peach"];

    private const int EnoughClips = 5;
    private const double Slack = 1.25;

    [Fact]
    public void Clips_are_continued_near_the_bars_of_displacement_and_within_those_of_collision_and_road()
    {
        var clips = Directory.GetFiles(GoldenData.Data("commonroad"), "USA_*.xml")
            .Where(f => Recorded.Any(p => Path.GetFileName(f).StartsWith(p, StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal)
            .Select(f => new PredictionClip(Path.GetFileNameWithoutExtension(f), RecordingFile.Read(f, Path.GetFileName(f)).Recording))
            .ToArray();
        Assert.True(clips.Length > 1, "the data hold no recorded clips");
        var results = PredictionTest.Run(clips, new CombinerOptions { LightsChange = false }, TestContext.Current.CancellationToken);
        var rows = PredictionRows.Of(results, 0);
        foreach (var row in rows)
        {
            output.WriteLine(string.Join(" | ", row.Cells));
        }

        // What a clip asks for depends on the clip: of the seven at hand, chosen five give mADE from 1.4 to 1.65 m. So a run on other files may miss the bars of
        // the table by a quarter; beyond that something is broken. With fewer than five clips the database is too small for figures about displacement
        // (three or four give up to 2.6 m), and only that a blend beats a copy is left. mFDE and the discrepancies are in the table, and on the page.
        var value = rows.ToDictionary(r => r.Measure, r => double.Parse(r.Value.Split(' ')[0], CultureInfo.InvariantCulture));
        if (results.Count >= EnoughClips)
        {
            Assert.InRange(value["mADE, mean over 3 to 8 s"], 0, Slack * PredictionRows.MaxAdeM);
            Assert.InRange(value["mADE, gain over constant velocity"], PredictionRows.MinGain / Slack / Slack, 1);
            Assert.InRange(value["mFDE, gain over constant velocity"], PredictionRows.MinGain / Slack / Slack, 1);
            Assert.InRange(value["mADE, gain over the copied neighbour"], PredictionRows.MinGain, 1);
            Assert.InRange(value["mFDE, gain over the copied neighbour"], PredictionRows.MinGain, 1);
        }
        else
        {
            Assert.InRange(value["mADE, gain over the copied neighbour"], 0, 1);
        }

        Assert.InRange(value["SCR (IoU > 0.1)"], 0, PredictionRows.MaxScr);
        Assert.InRange(value["ORR"], 0, PredictionRows.MaxOrr);

        // Nothing is asked of a database that holds the answer.
        Assert.All(results, r => Assert.DoesNotContain(r.Clip.Name, r.Database));
    }
}
