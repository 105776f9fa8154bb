namespace Sim.Plugins.CrashReports.Llm.Answers;

/// <summary>A value that the record holds and that the second reading judges.</summary>
/// <param name="Group">Group of fields that it was read with.</param>
/// <param name="Path">Where in the record; positions of actions are those of the answer.</param>
/// <param name="Value">The value in words.</param>
/// <param name="Quote">Words of the report as they were sent.</param>
/// <param name="Derived">True when it follows from the words without being said.</param>
internal sealed record Claim(string Group, string Path, string Value, string Quote, bool Derived);
