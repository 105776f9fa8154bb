namespace Sim.Plugins.CrashReports.Records;

/// <summary>One leaf of a record without its type: for rules, tables and facts.</summary>
/// <param name="Path">Where, e.g. "actors/V1/actions/2/kind"; names of the byte form, ids instead of positions where there are ids, positions from 1.</param>
/// <param name="Value">The value as text: words of the byte form, numbers in invariant form, lists joined by " | "; empty when it has none.</param>
/// <param name="Status">How it is known.</param>
/// <param name="Confidence">How sure, 0 to 1.</param>
/// <param name="Evidence">Where the text says so.</param>
/// <param name="Why">Rule or reason.</param>
public readonly record struct RecordLeaf(string Path, string Value, LeafStatus Status, double Confidence, TextSpan? Evidence, string Why);
