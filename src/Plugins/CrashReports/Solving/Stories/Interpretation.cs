namespace Sim.Plugins.CrashReports.Solving.Stories;

/// <summary>One way to understand what the two actors of a contact did. Immutable.</summary>
/// <param name="A">Story of the first actor.</param>
/// <param name="B">Story of the second actor.</param>
/// <param name="Notes">What differs from the record as it stands, sentences; empty for the first.</param>
internal sealed record Interpretation(ActorStory A, ActorStory B, IReadOnlyList<string> Notes);
