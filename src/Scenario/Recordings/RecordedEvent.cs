namespace Sim;

/// <summary>Something worth a mark on the timeline.</summary>
/// <param name="TimeUs">When, µs since the recording's start.</param>
/// <param name="Kind">Stable word: "trigger", "goal", "lane-change", "off-road", "appear", "vanish", "warning", …</param>
/// <param name="Actors">Whom it concerns.</param>
/// <param name="Text">One sentence for people.</param>
public sealed record RecordedEvent(long TimeUs, string Kind, IReadOnlyList<string> Actors, string Text);
