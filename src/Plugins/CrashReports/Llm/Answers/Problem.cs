namespace Sim.Plugins.CrashReports.Llm.Answers;

/// <summary>A rule that an answer breaks.</summary>
/// <param name="Group">Group of fields.</param>
/// <param name="Rule">"R1" (schema, range), "R2" (quote), "R3" (units).</param>
/// <param name="Path">Where in the record.</param>
/// <param name="Message">What is wrong.</param>
internal sealed record Problem(string Group, string Rule, string Path, string Message);
