using System.Text.Json.Serialization;
using Sim.Geometry;

namespace Sim.Maps;

/// <summary>
/// One lane between two bounds, drawn in its driving direction: <see cref="Left"/> is on the driver's left. Left, right and centre have the
/// same number of points and point i of each belongs to the same cross-section.
/// </summary>
public sealed partial record Lane
{
    /// <summary>Unique id within the map, stable for the same source file (OpenDRIVE: "road:section:lane", e.g. "5:0:-2"; CommonRoad: lanelet id).</summary>
    public required string Id { get; init; }

    /// <summary>What the lane is for.</summary>
    public LaneType Type { get; init; } = LaneType.Driving;

    /// <summary>True when traffic may use the lane against its drawn direction too.</summary>
    public bool Bidirectional { get; init; }

    /// <summary>Left bound in driving direction, local m.</summary>
    public required Polyline Left { get; init; }

    /// <summary>Right bound in driving direction, local m.</summary>
    public required Polyline Right { get; init; }

    /// <summary>Centreline in driving direction, local m.</summary>
    public required Polyline Centre { get; init; }

    /// <summary>Height of each centreline point above the local datum, m; null means flat at 0.</summary>
    public IReadOnlyList<double>? ElevationM { get; init; }

    /// <summary>Lateral slope at each centreline point, rad, positive when the right side is lower (OpenDRIVE 1.4 to 1.7); null means level.</summary>
    public IReadOnlyList<double>? SuperelevationRad { get; init; }

    /// <summary>Legal speed limit, m/s; null when the source states none.</summary>
    public double? SpeedLimitMps { get; init; }

    /// <summary>Lanes that lead into this one.</summary>
    public IReadOnlyList<string> Predecessors { get; init; } = [];

    /// <summary>Lanes that this one leads into.</summary>
    public IReadOnlyList<string> Successors { get; init; } = [];

    /// <summary>The adjacent lane on the left, if any.</summary>
    public LaneNeighbour? LeftNeighbour { get; init; }

    /// <summary>The adjacent lane on the right, if any.</summary>
    public LaneNeighbour? RightNeighbour { get; init; }

    /// <summary>The junction this lane runs through, or null.</summary>
    public string? JunctionId { get; init; }

    /// <summary>Marking of the left bound.</summary>
    public LaneMarking LeftMarking { get; init; } = LaneMarking.Unknown;

    /// <summary>Marking of the right bound.</summary>
    public LaneMarking RightMarking { get; init; } = LaneMarking.Unknown;

    /// <summary>Who may use the lane; empty means the type's usual users.</summary>
    public IReadOnlyList<ActorClass> Users { get; init; } = [];

    /// <summary>Signals (signs, lights) that bind this lane, by id.</summary>
    public IReadOnlyList<string> SignalIds { get; init; } = [];

    /// <summary>Stop line at or near the lane's end, by id, or null.</summary>
    public string? StopLineId { get; init; }
}
