using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Checking;

/// <summary>What the check made of one record.</summary>
/// <param name="Kind">"none" for the record as extracted, else the kind of the planted error.</param>
/// <param name="Path">Where the error is planted.</param>
/// <param name="Detected">True when the check found something (new).</param>
/// <param name="Located">True when a finding names the place.</param>
/// <param name="Mended">"right", "unknown", "marked", "wrong", "missed"; empty for the record as extracted.</param>
/// <param name="Findings">The findings (new ones).</param>
internal sealed record ValidationOutcome(string Kind, string Path, bool Detected, bool Located, string Mended, IReadOnlyList<RecordFinding> Findings);
