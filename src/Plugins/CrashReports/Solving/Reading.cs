namespace Sim.Plugins.CrashReports.Solving;

/// <summary>One way to understand what the two actors of a contact did. Immutable.</summary>
/// <param name="A">Story of the first actor.</param>
/// <param name="B">Story of the second actor.</param>
/// <param name="Notes">What differs from the record as it stands, sentences; empty for the first reading.</param>
internal sealed record Reading(ActorStory A, ActorStory B, IReadOnlyList<string> Notes);
