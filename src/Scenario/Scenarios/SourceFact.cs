namespace Sim;

/// <summary>One fact that a scenario was made from, and where it comes from. Plain data.</summary>
/// <param name="Name">What: a path in the source's own record, e.g. "actors/V1/lane_from_right".</param>
/// <param name="Value">The value as text.</param>
/// <param name="Status">"stated", "derived", "assumed".</param>
/// <param name="Quote">The words of the source, verbatim; empty when it has none for this.</param>
public sealed record SourceFact(string Name, string Value, string Status, string Quote);
