using Sim.Geometry;
using Sim.Maps;

namespace Sim.Plugins.PseudoSimulation.Planning;

/// <summary>Finds the way to a goal.</summary>
internal static class GoalRoute
{
    private const double LaneChangeCostM = 100;
    private const double FarthestLaneM = 3;

    /// <summary>Lanes from the ego to the first goal that can be reached, by id; empty when there is none.</summary>
    public static IReadOnlyList<string> To(IReadOnlyList<GoalRegion> goals, RoadMapIndex index, Pose2d ego)
    {
        if (goals.Count == 0 || !index.TryNearestLane(ego, out var match, maxDistanceM: FarthestLaneM))
        {
            return [];
        }

        foreach (var goal in goals)
        {
            foreach (int lane in Lanes(goal, index))
            {
                var route = index.FindRoute(match.LaneIndex, lane, LaneChangeCostM);
                if (route.Count > 0)
                {
                    return [.. route.Select(i => index.LaneAt(i).Id)];
                }
            }
        }

        return [];
    }

    private static List<int> Lanes(GoalRegion goal, RoadMapIndex index)
    {
        var lanes = new List<int>();
        foreach (string id in goal.LaneIds)
        {
            if (index.TryGetIndex(id, out int lane))
            {
                lanes.Add(lane);
            }
        }

        Span<int> under = stackalloc int[16];
        foreach (var area in goal.Areas)
        {
            int count = index.LanesAt(area.Centroid(), under);
            for (int i = 0; i < count; i++)
            {
                if (index.CarriesTraffic(under[i]))
                {
                    lanes.Add(under[i]);
                }
            }
        }

        return lanes;
    }
}
