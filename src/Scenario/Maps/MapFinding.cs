namespace Sim.Maps;

/// <summary>A rule that a map breaks.</summary>
/// <param name="LaneId">The lane, or the id of the junction, signal or other element that the message names.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Message">What was found and what is expected, in one sentence.</param>
public sealed record MapFinding(string LaneId, MapRule Rule, string Message);
