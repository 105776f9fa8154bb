using Sim.Geometry;
using Sim.Plugins.PseudoSimulation.Scenes;

namespace Sim.Plugins.PseudoSimulation.Recordings;

/// <summary>The road of a scene out of a recording.</summary>
internal static class RecordedRoad
{
    private const double OpenGroundM = 1000;

    /// <summary>
    /// Ground without lanes: everything is drivable, so that nothing is judged that is not known. Straight ahead is the centre line.
    /// </summary>
    public static SceneMap OpenGround(in EgoState ego)
    {
        var at = ego.Pose;
        Vector2d[] square = [at.PointToWorld(new(-OpenGroundM, -OpenGroundM)), at.PointToWorld(new(OpenGroundM, -OpenGroundM)), at.PointToWorld(new(OpenGroundM, OpenGroundM)), at.PointToWorld(new(-OpenGroundM, OpenGroundM))];
        return new SceneMap([new MapPolygon("open-ground", MapPolygonType.DrivableArea, square)], new HashSet<string>(), [at.Moved(-OpenGroundM), at.Moved(OpenGroundM)]);
    }
}
