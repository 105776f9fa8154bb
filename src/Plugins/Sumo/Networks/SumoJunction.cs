using Sim.Geometry;

namespace Sim.Plugins.Sumo.Networks;

/// <summary>A junction.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">Its type: "priority", "traffic_light", "internal", "dead_end", …</param>
/// <param name="IncomingLanes">Lanes that end at it.</param>
/// <param name="Shape">Its outline.</param>
internal sealed record SumoJunction(string Id, string Kind, IReadOnlyList<string> IncomingLanes, IReadOnlyList<Vector2d> Shape);
