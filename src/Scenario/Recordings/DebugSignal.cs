namespace Sim;

/// <summary>A number that a driver shows, over time a curve.</summary>
/// <param name="Name">Its name, unique among the signals of an answer; see <see cref="DriverDebug.NameFault"/>. A unit belongs into it: "lead.gap_m".</param>
/// <param name="Value">The value, finite, in the unit that the name says.</param>
public sealed record DebugSignal(string Name, double Value);
