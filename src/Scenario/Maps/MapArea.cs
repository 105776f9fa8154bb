using Sim.Geometry;

namespace Sim.Maps;

/// <summary>An area beside the lanes.</summary>
/// <param name="Id">Unique id.</param>
/// <param name="Kind">What it is for.</param>
/// <param name="Outline">Its outline, local m.</param>
public sealed record MapArea(string Id, MapAreaKind Kind, Polygon Outline);
