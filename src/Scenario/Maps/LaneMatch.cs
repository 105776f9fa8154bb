using Sim.Geometry;

namespace Sim.Maps;

/// <summary>A lane found near a pose. Plain value.</summary>
/// <param name="LaneIndex">Index of the lane.</param>
/// <param name="Frenet">The position in the frame of the lane's centreline, ends extended.</param>
/// <param name="DistanceM">Distance to the lane's area, m; 0 inside.</param>
/// <param name="HeadingErrorRad">Heading of the pose minus that of the lane, rad, in (-pi, pi]; for a lane driven both ways against the nearer one.</param>
public readonly record struct LaneMatch(int LaneIndex, FrenetPoint Frenet, double DistanceM, double HeadingErrorRad);
