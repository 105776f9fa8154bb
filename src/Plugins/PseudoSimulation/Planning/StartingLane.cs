using Sim.Geometry;
using Sim.Numerics;
using Sim.Plugins.PseudoSimulation.Scenes;
using Sim.Plugins.PseudoSimulation.Shapes;

namespace Sim.Plugins.PseudoSimulation.Planning;

/// <summary>Finds the lane whose speed limit holds for a plan. Pure.</summary>
internal static class StartingLane
{
    /// <summary>
    /// Of the route's lanes under the rear axle the one whose direction is nearest; else the one that holds the box's centre or is nearest to the box.
    /// </summary>
    public static MapPolygon? Of(PseudoScene scene)
    {
        var axle = scene.Ego.Pose;
        var lanes = new List<(int Index, Polygon Area)>();
        var under = new List<(int Index, double Error)>();
        for (int i = 0; i < scene.Map.Polygons.Count; i++)
        {
            var lane = scene.Map.Polygons[i];
            if (lane.Type is MapPolygonType.Lane or MapPolygonType.LaneConnector && lane.Exterior.Count > 2 && scene.Map.RouteLaneIds.Contains(lane.Id))
            {
                var area = new Polygon(lane.Exterior);
                lanes.Add((i, area));
                if (lane.Baseline is { Count: > 0 } line && area.Contains(axle.Position))
                {
                    under.Add((i, Math.Abs(Pinned.AngleDifference(NearestHeading(line, axle.Position), axle.HeadingRad))));
                }
            }
        }

        int found = under.Count > 0 ? Straightest(scene, under) : Nearest(scene, lanes);
        return found < 0 ? null : scene.Map.Polygons[found];
    }

    private static int Straightest(PseudoScene scene, List<(int Index, double Error)> under)
    {
        double least = under.Min(static entry => entry.Error);
        under.RemoveAll(entry => entry.Error != least);
        if (under.Count == 1)
        {
            return under[0].Index;
        }

        var order = new List<int>();
        new StrTree([.. scene.Map.Polygons.Select(static area => Bounds2d.Of([.. area.Exterior]))]).QueryOrder(order);
        return under.MinBy(entry => order.IndexOf(entry.Index)).Index;
    }

    private static int Nearest(PseudoScene scene, List<(int Index, Polygon Area)> lanes)
    {
        var box = new OrientedBox(scene.Ego.Pose.RearAxleToCentre(scene.Shape.RearAxleToCentreM), scene.Shape.LengthM, scene.Shape.WidthM);
        int best = -1;
        double nearest = double.PositiveInfinity;
        foreach (var (index, area) in lanes)
        {
            if (area.Contains(box.Centre))
            {
                return index;
            }

            double distance = area.DistanceTo(box);
            if (distance < nearest)
            {
                (best, nearest) = (index, distance);
            }
        }

        return best;
    }

    private static double NearestHeading(IReadOnlyList<Pose2d> line, Vector2d p)
    {
        int best = 0;
        for (int i = 1; i < line.Count; i++)
        {
            best = line[i].Position.DistanceTo(p) < line[best].Position.DistanceTo(p) ? i : best;
        }

        return line[best].HeadingRad;
    }
}
