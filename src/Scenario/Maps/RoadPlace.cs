using Sim.Geometry;

namespace Sim.Maps;

/// <summary>A place in road and lane coordinates. Plain value.</summary>
/// <param name="RoadId">The road.</param>
/// <param name="AlongM">s along the reference line, m.</param>
/// <param name="AcrossM">t, m, positive to the left of the reference line.</param>
/// <param name="LaneNumber">The lane that holds t, as the file numbers it; 0 when none does.</param>
/// <param name="LaneId">The lane of the map; null when none.</param>
/// <param name="LaneOffsetM">From that lane's centre, m, positive to the left of the reference line; 0 without a lane.</param>
/// <param name="Reference">Pose of the reference line at s.</param>
public readonly record struct RoadPlace(string RoadId, double AlongM, double AcrossM, int LaneNumber, string? LaneId, double LaneOffsetM, Pose2d Reference);
