using Sim.Geometry;
using Sim.Maps;

namespace Sim.Plugins.Leaderboards;

/// <summary>nuPlan's drivable_area_compliance.</summary>
internal static class DrivableAreaPart
{
    private const int MaxLanes = 64;

    public static Measured<double> Of(RoadMapIndex index, EgoSamples ego, int[][] route, NuPlanOptions options)
    {
        Span<Vector2d> corners = stackalloc Vector2d[4];
        for (int i = 0; i < ego.Count; i++)
        {
            ego.Box(i).Corners(corners);
            foreach (var corner in corners)
            {
                if (!index.IsDrivable(corner) && IsFar(index, route[i], corner, options.DrivableToleranceM))
                {
                    return Measured.Of(
                        0.0, ego.TimeUs(i), [ego.Ego.Id], [new("corner x", corner.X, "m"), new("corner y", corner.Y, "m")], "a corner of the ego is off the drivable area");
                }
            }
        }

        return Measured.Of(1.0, reason: ego.Partly);
    }

    private static bool IsFar(RoadMapIndex index, int[] centreLanes, Vector2d corner, double toleranceM)
    {
        foreach (int lane in centreLanes)
        {
            if (index.OutlineOf(lane).DistanceTo(corner) < toleranceM)
            {
                return false;
            }
        }

        if (toleranceM <= 0)
        {
            return true;
        }

        Span<int> near = stackalloc int[MaxLanes];
        foreach (int lane in near[..index.LanesUnder(new OrientedBox(new Pose2d(corner, 0), 2 * toleranceM, 2 * toleranceM), near)])
        {
            if (index.IsDrivable(lane) && index.OutlineOf(lane).DistanceTo(corner) < toleranceM)
            {
                return false;
            }
        }

        foreach (var area in index.Map.Areas)
        {
            if (area.Outline.DistanceTo(corner) < toleranceM)
            {
                return false;
            }
        }

        return true;
    }
}
