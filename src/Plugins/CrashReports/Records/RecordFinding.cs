namespace Sim.Plugins.CrashReports.Records;

/// <summary>What a rule found wrong with a record or its scenario (specification of scenario generation §11).</summary>
/// <param name="Rule">"R1" to "R11", or "Q" for the check of quotes.</param>
/// <param name="Path">Where in the record, e.g. "actors/V1/lane_from_right".</param>
/// <param name="Message">What was found and what the rule expects.</param>
/// <param name="Mended">True when the value was replaced and checked again; the finding stays as a note.</param>
public sealed record RecordFinding(string Rule, string Path, string Message, bool Mended = false);
