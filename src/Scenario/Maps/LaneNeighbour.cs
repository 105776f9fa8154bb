namespace Sim.Maps;

/// <summary>An adjacent lane.</summary>
/// <param name="LaneId">Its id.</param>
/// <param name="SameDirection">True when it is driven in the same direction.</param>
public sealed record LaneNeighbour(string LaneId, bool SameDirection);
