using System.Globalization;
using Sim.Geometry;
using Sim.Plugins.PseudoSimulation.Scenes;

namespace Sim.Plugins.PseudoSimulation.Recordings;

/// <summary>
/// Where the road ends that a scene's map knows. Maps of recordings are cut out of a larger world; who drives out of one leaves neither road nor lane, and
/// must not be blamed for it. Pure.
/// </summary>
internal static class RoadEnd
{
    /// <summary>
    /// Where the road ends, when that is nearer than the front bumper gets in four seconds at the present speed; null when it reaches farther. An expert
    /// brakes before the end of a map, which is no better reason to.
    /// </summary>
    public static string? TooNear(PseudoScene scene)
    {
        double road = AheadM(scene.Map, scene.Ego.Pose);
        double front = (Math.Max(0, scene.Ego.Vx) * Horizon.Steps * Horizon.StepSeconds) + scene.Shape.RearAxleToCentreM + (scene.Shape.LengthM / 2);
        return road < front
            ? string.Create(CultureInfo.InvariantCulture, $"{road:0} m ahead of the rear axle, before the {front:0} m that the ego covers in four seconds at its speed")
            : null;
    }

    /// <summary>How far the lanes of the route reach ahead of a pose along the centre line, m; infinite when they reach farther than it.</summary>
    public static double AheadM(SceneMap map, Pose2d from)
    {
        var line = new Polyline(map.Centreline.Select(p => p.Position).ToList()).WithoutRepeats();
        var lanes = map.Polygons
            .Where(p => p.Type is MapPolygonType.Lane or MapPolygonType.LaneConnector && map.RouteLaneIds.Contains(p.Id))
            .Select(p => new Polygon(p.Exterior))
            .ToList();
        double start = line.Project(from.Position, PolylineEnds.Clamp).S;
        int last = 0;
        for (int i = 0; i < line.Span.Length; i++)
        {
            double s = line.ArcLengthM[i];
            if (s <= start)
            {
                continue;
            }

            // Neighbouring points mostly lie in the same lane.
            if (!(lanes.Count > 0 && lanes[last].Contains(line.Span[i])) && (last = lanes.FindIndex(l => l.Contains(line.Span[i]))) < 0)
            {
                return s - start;
            }
        }

        return double.PositiveInfinity;
    }
}
