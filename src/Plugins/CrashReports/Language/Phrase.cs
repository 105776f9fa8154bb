namespace Sim.Plugins.CrashReports.Language;

/// <summary>A preposition with its words: "with its front", "in the left side".</summary>
/// <param name="Preposition">The preposition.</param>
/// <param name="Words">What it governs, without it.</param>
internal readonly record struct Phrase(string Preposition, TokenRange Words);
