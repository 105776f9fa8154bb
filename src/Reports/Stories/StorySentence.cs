namespace Sim.Reports.Stories;

/// <summary>One sentence of a case's story.</summary>
/// <param name="Kind">What it answers: "outcome", "critical", "since", "enough", "ego", "careful", "nearest" or "mind".</param>
/// <param name="Text">The sentence, every figure of which is measured.</param>
/// <param name="TimeUs">The instant to look at, µs since the recording's start, or null.</param>
internal sealed record StorySentence(string Kind, string Text, long? TimeUs);
