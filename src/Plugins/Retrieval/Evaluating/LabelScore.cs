using Sim.Plugins.Retrieval.Behaviours;
using Sim.Plugins.Retrieval.Tags;

namespace Sim.Plugins.Retrieval.Evaluating;

/// <summary>
/// How the rules of tags agree with the hand labels of one recording. Found: a label for which the rules give the same tag to the same actor at an
/// overlapping time. Wrong: a tag of the path (turns, U-turn, lane changes, straight) that the rules give to an actor which carries labels of the path,
/// but not this one at an overlapping time; for these tags the labels of such an actor are complete.
/// </summary>
internal sealed class LabelScore
{
    private static readonly string[] PathTags =
        [BehaviourTag.TurnLeft, BehaviourTag.TurnRight, BehaviourTag.UTurn, BehaviourTag.Straight, BehaviourTag.LaneChangeLeft, BehaviourTag.LaneChangeRight];

    /// <summary>Labels looked at.</summary>
    public List<(HandLabel Label, bool Found)> Labels { get; } = [];

    /// <summary>Tags of the path that the rules gave to actors whose path is labelled, and whether a label says the same.</summary>
    public List<(string File, TagSpan Span, bool Right)> Given { get; } = [];

    /// <summary>Share of labels that the rules found; 0 without labels.</summary>
    public double Recall => Labels.Count == 0 ? 0 : (double)Labels.Count(l => l.Found) / Labels.Count;

    /// <summary>Share of the tags given that a label confirms; 0 without tags.</summary>
    public double Precision => Given.Count == 0 ? 0 : (double)Given.Count(g => g.Right) / Given.Count;

    /// <summary>Takes a recording into account.</summary>
    /// <param name="file">Name of its file without ending.</param>
    /// <param name="recording">The recording.</param>
    public void Add(string file, Recording recording)
    {
        HandLabel[] labels = [.. HandLabel.All.Where(l => l.File == file)];
        if (labels.Length == 0)
        {
            return;
        }

        var spans = BehaviourTagger.Find(recording);
        foreach (var label in labels)
        {
            Labels.Add((label, spans.Any(s => Same(s, label))));
        }

        foreach (var span in spans)
        {
            if (PathTags.Contains(span.Tag) && labels.Any(l => l.ActorId == span.ActorId && PathTags.Contains(l.Tag)))
            {
                Given.Add((file, span, labels.Any(l => Same(span, l))));
            }
        }
    }

    /// <summary>
    /// The labelled actors ranked by how clearly the rules give them a tag of the path: the mean over tags of the share of right ones among the first.
    /// Tags with fewer than two answers are left out.
    /// </summary>
    public (double Precision, int Tags) PrecisionAt(int count)
    {
        double sum = 0;
        int tags = 0;
        foreach (string tag in PathTags)
        {
            var first = Given.Where(g => g.Span.Tag == tag).OrderByDescending(g => g.Span.Strength).ThenBy(g => g.File, StringComparer.Ordinal).ThenBy(g => g.Span.ActorId, StringComparer.Ordinal).Take(count).ToArray();
            if (first.Length > 1)
            {
                sum += (double)first.Count(g => g.Right) / first.Length;
                tags++;
            }
        }

        return (tags == 0 ? 0 : sum / tags, tags);
    }

    private static bool Same(TagSpan span, HandLabel label) =>
        span.Tag == label.Tag && span.ActorId == label.ActorId
        && span.FromStep * ActorMotion.StepS <= label.ToS && span.ToStep * ActorMotion.StepS >= label.FromS;
}
