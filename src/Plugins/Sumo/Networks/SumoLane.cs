using Sim.Geometry;

namespace Sim.Plugins.Sumo.Networks;

/// <summary>A lane of a SUMO network, in the network's own coordinates.</summary>
/// <param name="Id">Its id, "edge_index".</param>
/// <param name="Edge">Id of its edge.</param>
/// <param name="Index">Its place in the edge, 0 on the right.</param>
/// <param name="IsInternal">True inside a junction.</param>
/// <param name="SpeedMps">Speed limit, m/s.</param>
/// <param name="LengthM">Length that SUMO counts with, m; that of the shape may differ.</param>
/// <param name="WidthM">Width, m.</param>
/// <param name="Shape">Centre line.</param>
/// <param name="ElevationM">Heights of its points, or null.</param>
/// <param name="Allows">Which vehicle classes may use it.</param>
/// <param name="OriginalIds">Lanes of the file that it was made of.</param>
internal sealed record SumoLane(
    string Id,
    string Edge,
    int Index,
    bool IsInternal,
    double SpeedMps,
    double LengthM,
    double WidthM,
    Polyline Shape,
    IReadOnlyList<double>? ElevationM,
    VehicleClasses Allows,
    IReadOnlyList<string> OriginalIds);
