namespace Sim.Maps;

/// <summary>A lane of a road at one s. Plain value.</summary>
/// <param name="Number">The lane's number in the file.</param>
/// <param name="LaneId">The lane of the map; null where it is nowhere wider than zero.</param>
/// <param name="CentreAcrossM">t of its centre, m.</param>
/// <param name="CentreSlope">Change of that t along s, m/m: the lane's direction is the reference line's plus its arctangent.</param>
/// <param name="WidthM">Its width, m.</param>
/// <param name="AlongS">True: driven towards growing s.</param>
public readonly record struct RoadLanePlace(int Number, string? LaneId, double CentreAcrossM, double CentreSlope, double WidthM, bool AlongS);
