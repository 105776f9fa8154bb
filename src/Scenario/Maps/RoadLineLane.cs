namespace Sim.Maps;

/// <summary>A lane within a section.</summary>
/// <param name="Number">The lane's id in the file: positive on the left of the reference line, negative on its right, never 0.</param>
/// <param name="CentreAcrossM">Lateral place of the lane's centre at each cross-section, m, positive to the left.</param>
/// <param name="WidthM">Its width at each, m.</param>
/// <param name="LaneId">The lane of the map; null where the section's lane is nowhere wider than zero.</param>
public sealed record RoadLineLane(int Number, IReadOnlyList<double> CentreAcrossM, IReadOnlyList<double> WidthM, string? LaneId = null);
