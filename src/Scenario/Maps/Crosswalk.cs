using Sim.Geometry;

namespace Sim.Maps;

/// <summary>A marked crossing.</summary>
/// <param name="Id">Unique id.</param>
/// <param name="Outline">Its area, local m.</param>
public sealed record Crosswalk(string Id, Polygon Outline);
