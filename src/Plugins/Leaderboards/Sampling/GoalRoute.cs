using Sim.Geometry;
using Sim.Maps;

namespace Sim.Plugins.Leaderboards;

/// <summary>The shortest lanes from the ego's start to one of its goals, for tasks that name no route.</summary>
internal static class GoalRoute
{
    private const double LaneChangeCostM = 10;
    private const int MaxLanes = 64;

    /// <summary>Lane ids in order; empty when there is no goal on a lane that can be reached.</summary>
    public static IReadOnlyList<string> Of(Recording recording)
    {
        if (recording.Task is not { Goals.Count: > 0 } task || EgoSamples.Of(recording, recording.StepUs) is not { } ego || recording.Map.Lanes.Count == 0)
        {
            return [];
        }

        var index = recording.Map.Index();
        int[] starts = LaneTrace.At(index, ego.Position(0), ego.States[0].HeadingRad);
        IReadOnlyList<int> best = [];
        double shortest = double.PositiveInfinity;
        foreach (int start in starts)
        {
            foreach (int goal in GoalLanes(index, task))
            {
                var route = index.FindRoute(start, goal, LaneChangeCostM);
                double length = route.Sum(l => index.LaneAt(l).Centre.LengthM);
                if (route.Count > 0 && length < shortest)
                {
                    (best, shortest) = (route, length);
                }
            }
        }

        return [.. best.Select(l => index.LaneAt(l).Id)];
    }

    private static SortedSet<int> GoalLanes(RoadMapIndex index, EgoTask task)
    {
        var lanes = new SortedSet<int>();
        Span<int> found = stackalloc int[MaxLanes];
        foreach (var goal in task.Goals)
        {
            foreach (string id in goal.LaneIds)
            {
                if (index.TryGetIndex(id, out int lane))
                {
                    lanes.Add(lane);
                }
            }

            foreach (var area in goal.Areas)
            {
                foreach (int lane in found[..index.LanesAt(area.Centroid(), found)])
                {
                    if (index.CarriesTraffic(lane))
                    {
                        lanes.Add(lane);
                    }
                }
            }
        }

        return lanes;
    }
}
