using Sim.Geometry;
using Sim.Plugins.PseudoSimulation.Scenes;

namespace Sim.Plugins.PseudoSimulation.Assessing;

/// <summary>Where a driven plan stands on the road, for explanations; scores are made elsewhere. Pure.</summary>
internal static class LaneGeometry
{
    /// <summary>The first sample at which the ego touches a connector with a red light; null for none.</summary>
    public static int? FirstOnRed(PseudoScene scene, IReadOnlyList<EgoState> states)
    {
        var areas = new Dictionary<string, Polygon>(StringComparer.Ordinal);
        foreach (var area in scene.Map.Polygons.Where(a => a.Type == MapPolygonType.LaneConnector))
        {
            areas.TryAdd(area.Id, new Polygon(area.Exterior));
        }

        for (int i = 0; i < Math.Min(states.Count, scene.RedConnectors.Count); i++)
        {
            var box = new OrientedBox(Centre(scene, states[i]), scene.Shape.LengthM, scene.Shape.WidthM);
            foreach (string id in scene.RedConnectors[i])
            {
                if (areas.TryGetValue(id, out var area) && area.Intersects(in box))
                {
                    return i;
                }
            }
        }

        return null;
    }

    /// <summary>The sample at which the ego's centre is farthest from the route's centre line, and how far, m.</summary>
    public static (int Sample, double DistanceM) FarthestFromCentreline(PseudoScene scene, IReadOnlyList<EgoState> states)
    {
        var line = new Polyline(scene.Map.Centreline.Select(p => p.Position).ToList()).WithoutRepeats();
        var (sample, farthest) = (0, -1.0);
        for (int i = 0; i < states.Count; i++)
        {
            double distance = line.DistanceTo(Centre(scene, states[i]).Position);
            if (distance > farthest)
            {
                (sample, farthest) = (i, distance);
            }
        }

        return (sample, farthest);
    }

    private static Pose2d Centre(PseudoScene scene, in EgoState state) => state.Pose.RearAxleToCentre(scene.Shape.RearAxleToCentreM);
}
