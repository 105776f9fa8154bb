using Sim.Plugins.Retrieval.Evaluating;
using Sim.Plugins.Retrieval.Index;

namespace Sim.Tests;

/// <summary>The rules of tags on recorded clips, held against labels by hand that were written before them; clips without labels are only tagged.</summary>
[Trait("Topic", "commonroad")]
public sealed class RetrievalTags(ITestOutputHelper output)
{
    [Fact]
    public void Labels_by_hand_are_found_and_tags_of_the_path_are_confirmed()
    {
        var score = new LabelScore();
        foreach (string path in Directory.EnumerateFiles(GoldenData.Data("commonroad"), "*.xml").Order(StringComparer.Ordinal))
        {
            score.Add(Path.GetFileNameWithoutExtension(path), RecordingFile.Read(path, Path.GetFileName(path)).Recording);
        }

        foreach (var (label, _) in score.Labels.Where(l => !l.Found))
        {
            output.WriteLine($"missed: {label}");
        }

        foreach (var (file, span, _) in score.Given.Where(g => !g.Right))
        {
            output.WriteLine($"not labelled: {file} {span}");
        }

        output.WriteLine($"{score.Labels.Count} labels, recall {score.Recall:0.000}; {score.Given.Count} tags, precision {score.Precision:0.000}");
        Assert.True(score.Labels.Count == 0 || score.Recall >= 0.85);
        Assert.True(score.Given.Count == 0 || score.Precision >= 0.80);
    }
}
