namespace Sim.Maps;

/// <summary>What an end of a road touches.</summary>
/// <param name="ElementId">Id of a road, or of a junction.</param>
/// <param name="IsJunction">True: a junction.</param>
/// <param name="AtEnd">True: the other road's end; false: its start; null: not said, or a junction.</param>
public sealed record RoadLineLink(string ElementId, bool IsJunction, bool? AtEnd = null);
