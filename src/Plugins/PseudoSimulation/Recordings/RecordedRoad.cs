using Sim.Geometry;
using Sim.Maps;
using Sim.Plugins.PseudoSimulation.Scenes;

namespace Sim.Plugins.PseudoSimulation.Recordings;

/// <summary>The road of a scene out of a recording.</summary>
internal static class RecordedRoad
{
    private const double OpenGroundM = 1000;
    // The reference's radius, and what a fast ego can reach in four seconds beyond it.
    private const double RadiusM = 100;
    private const double HorizonS = 4;
    private const double ReachAccelMps2 = 4;
    private const double FarthestLaneM = 3;
    private const double LaneChangeCostM = 100;

    /// <summary>The map around an ego and why it is open ground; the reason is empty when there is a road.</summary>
    /// <param name="recording">The recording.</param>
    /// <param name="ego">The ego, rear axle.</param>
    /// <param name="route">Lanes to follow; empty for the straightest way.</param>
    public static (SceneMap Map, string NoRoad) Of(Recording recording, in EgoState ego, IReadOnlyList<string> route)
    {
        if (recording.Map.Lanes.Count == 0)
        {
            return (OpenGround(in ego), $"the recording's map '{recording.Map.Name}' has no lanes");
        }

        var reading = SceneMapBuilder.Build(recording.Map.Index(), ego.Pose, Math.Max(RadiusM, (HorizonS * ego.Vx) + (0.5 * ReachAccelMps2 * HorizonS * HorizonS) + FarthestLaneM), route);
        return reading.Map is { } map ? (map, "") : (OpenGround(in ego), reading.Reason);
    }

    /// <summary>
    /// Lanes to follow from an ego: the task's route, else the way to the task's goal, else (a log) the way to where the recorded ego drove. A lane
    /// beside the goal's, of the same direction, will do, so that no lane change is asked for that the road does not ask for. Empty: the straightest way.
    /// </summary>
    public static IReadOnlyList<string> RouteOf(RecordedScenes scenes, in EgoState ego)
    {
        var recording = scenes.Recording;
        if (recording.Map.Lanes.Count == 0)
        {
            return [];
        }

        if (recording.Task is { Route.Count: > 0 } task)
        {
            return task.Route;
        }

        var index = recording.Map.Index();
        int goal = Goal(scenes, index);
        if (goal < 0 || !index.TryNearestLane(ego.Pose, out var match, maxDistanceM: FarthestLaneM))
        {
            return [];
        }

        int start = match.LaneIndex;
        foreach (int end in Abreast(index, goal))
        {
            if (index.FindRoute(start, end) is { Count: > 0 } way)
            {
                return [.. way.Select(lane => index.LaneAt(lane).Id)];
            }
        }

        return [.. index.FindRoute(start, goal, LaneChangeCostM).Select(lane => index.LaneAt(lane).Id)];
    }

    /// <summary>Ground without lanes: everything is drivable, so that nothing is judged that is not known; straight ahead is the centre line.</summary>
    public static SceneMap OpenGround(in EgoState ego)
    {
        var at = ego.Pose;
        Vector2d[] square = [at.PointToWorld(new(-OpenGroundM, -OpenGroundM)), at.PointToWorld(new(OpenGroundM, -OpenGroundM)), at.PointToWorld(new(OpenGroundM, OpenGroundM)), at.PointToWorld(new(-OpenGroundM, OpenGroundM))];
        return new SceneMap([new MapPolygon("open-ground", MapPolygonType.DrivableArea, square)], new HashSet<string>(), [at.Moved(-OpenGroundM), at.Moved(OpenGroundM)]);
    }

    private static int Goal(RecordedScenes scenes, RoadMapIndex index)
    {
        foreach (var goal in scenes.Recording.Task?.Goals ?? [])
        {
            foreach (string id in goal.LaneIds)
            {
                if (index.TryGetIndex(id, out int lane))
                {
                    return lane;
                }
            }

            foreach (var area in goal.Areas)
            {
                if (index.TryNearestLane(new Pose2d(area.Centroid(), 0), out var match, headingWeightM: 0, maxDistanceM: FarthestLaneM))
                {
                    return match.LaneIndex;
                }
            }
        }

        if (scenes is not { IsLog: true, Ego.Motion.Track: { } track })
        {
            return -1;
        }

        for (int step = track.EndStep - 1; step >= track.FirstStep; step--)
        {
            if (track.IsPresent(step))
            {
                return index.TryNearestLane(track.At(step).Pose, out var last, maxDistanceM: FarthestLaneM) ? last.LaneIndex : -1;
            }
        }

        return -1;
    }

    private static List<int> Abreast(RoadMapIndex index, int lane)
    {
        var lanes = new List<int> { lane };
        for (int left = index.LeftLane(lane); left >= 0 && !lanes.Contains(left); left = index.LeftLane(left))
        {
            lanes.Add(left);
        }

        for (int right = index.RightLane(lane); right >= 0 && !lanes.Contains(right); right = index.RightLane(right))
        {
            lanes.Add(right);
        }

        return lanes;
    }
}
