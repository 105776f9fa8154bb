namespace Sim.Formats;

/// <summary>Which lanes a recorded vehicle went along, so that a driver who starts in its place takes the same turns.</summary>
internal static class LoggedRoute
{
    private const double OnLaneM = 2.0;

    // A change of lanes has to save this much way: drivers keep their lane where both ways lead to the same place.
    private const double LaneChangeCostM = 50;

    /// <summary>
    /// The shortest way from the lane at the start of the log to the lane at its end, lane changes allowed; empty when either end lies more
    /// than 2 m off the traffic lanes or no way joins them.
    /// </summary>
    public static IReadOnlyList<string> Of(Recording log, Track ego, int startStep)
    {
        if (log.Map.Lanes.Count == 0)
        {
            return [];
        }

        var index = log.Map.Index();
        if (!index.TryNearestLane(ego.At(startStep).Pose, out var from, maxDistanceM: OnLaneM) || !index.TryNearestLane(ego.At(ego.EndStep - 1).Pose, out var to, maxDistanceM: OnLaneM))
        {
            return [];
        }

        return [.. index.FindRoute(from.LaneIndex, to.LaneIndex, LaneChangeCostM).Select(i => index.LaneAt(i).Id)];
    }
}
