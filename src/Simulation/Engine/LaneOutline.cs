using Sim.Geometry;
using Sim.Maps;

namespace Sim.Simulation.Engine;

/// <summary>The area of a lane between its bounds.</summary>
internal static class LaneOutline
{
    /// <summary>Left bound forward, right bound back.</summary>
    public static Polygon Of(Lane lane) => new([.. lane.Left.Points, .. lane.Right.Points.Reverse()]);
}
