using Sim.Geometry;

namespace Sim.Plugins.PseudoSimulation.Scenes;

/// <summary>What the scorer knows of the road: areas, the route and its centre line. Immutable.</summary>
/// <param name="Polygons">Areas within reach, in the reference's order.</param>
/// <param name="RouteLaneIds">Lanes and connectors of the route.</param>
/// <param name="Centreline">Points of the route's centre line with heading; consecutive points may coincide.</param>
public sealed record SceneMap(IReadOnlyList<MapPolygon> Polygons, IReadOnlySet<string> RouteLaneIds, IReadOnlyList<Pose2d> Centreline);
