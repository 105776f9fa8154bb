namespace Sim.Maps;

/// <summary>A place where roads meet.</summary>
/// <param name="Id">Unique id.</param>
/// <param name="LaneIds">Lanes inside it (for a direct junction: none).</param>
/// <param name="IncomingLaneIds">Lanes that end at it.</param>
/// <param name="Kind">"default", "direct", "virtual" or the source's word.</param>
public sealed record Junction(string Id, IReadOnlyList<string> LaneIds, IReadOnlyList<string> IncomingLaneIds, string Kind = "default");
