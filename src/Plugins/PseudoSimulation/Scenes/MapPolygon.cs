using Sim.Geometry;

namespace Sim.Plugins.PseudoSimulation.Scenes;

/// <summary>An area of the scorer's map.</summary>
/// <param name="Id">Its id; lanes and connectors are referred to by it.</param>
/// <param name="Type">Layer.</param>
/// <param name="Exterior">Outer ring, open (the first point is not repeated), either orientation, m.</param>
/// <param name="Baseline">Centre line of a lane or connector in driving direction, rad and m; null when it is not known or not a lane.</param>
/// <param name="SpeedLimitMps">Speed limit of a lane or connector, m/s; null when it has none.</param>
public sealed record MapPolygon(
    string Id,
    MapPolygonType Type,
    IReadOnlyList<Vector2d> Exterior,
    IReadOnlyList<Pose2d>? Baseline = null,
    double? SpeedLimitMps = null);
