using Sim.Geometry;

namespace Sim.Formats.CommonRoad;

/// <summary>Where an obstacle may be during some time steps.</summary>
/// <param name="FirstStep">First time step, not negative.</param>
/// <param name="LastStep">Last time step, not before the first.</param>
/// <param name="Areas">Their union is the occupied area, local m; circles are 32-gons.</param>
public sealed record CommonRoadOccupancy(int FirstStep, int LastStep, IReadOnlyList<Polygon> Areas);
