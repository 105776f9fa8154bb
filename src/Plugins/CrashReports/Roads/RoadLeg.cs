namespace Sim.Plugins.CrashReports.Roads;

/// <summary>One leg of a place in its map. Immutable.</summary>
/// <param name="Id">Id of the record's leg.</param>
/// <param name="Entry">Lanes towards the place, from the right; the last lane before the junction area (on a plain road: the lane that runs through it).</param>
/// <param name="Exit">Lanes away from the place on the same side of it, from the right in their driving direction.</param>
/// <param name="HeadingRad">Heading of incoming traffic at the end of its entry lanes, local frame, rad.</param>
internal sealed record RoadLeg(string Id, IReadOnlyList<string> Entry, IReadOnlyList<string> Exit, double HeadingRad);
