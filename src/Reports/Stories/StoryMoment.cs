namespace Sim.Reports.Stories;

/// <summary>An instant of a case that no event of the recording marks.</summary>
/// <param name="Kind">"unsafe", "rss" or "brake".</param>
/// <param name="TimeUs">When, µs since the recording's start.</param>
/// <param name="Text">What it is, a few words.</param>
internal sealed record StoryMoment(string Kind, long TimeUs, string Text);
