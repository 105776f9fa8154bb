using Sim.Maps;

namespace Sim.Plugins.Leaderboards;

/// <summary>nuPlan's speed_limit_compliance: 1 minus the mean over-speed over the largest tolerated one.</summary>
internal static class SpeedLimitPart
{
    public static Measured<double> Of(RoadMapIndex index, EgoSamples ego, int[][] route, NuPlanOptions options)
    {
        double sum = 0, most = 0, mostLimit = 0;
        int at = -1, known = 0;
        for (int i = 0; i < ego.Count; i++)
        {
            if (LimitOf(index, route[i]) is not { } limit)
            {
                continue;
            }

            known++;
            double over = RearAxle.Speed(ego, i) - limit;
            if (over > 0)
            {
                sum += over;
                if (over > most)
                {
                    (most, mostLimit, at) = (over, limit, i);
                }
            }
        }

        if (known == 0)
        {
            return Measured.NotApplicable<double>("no speed limit is stated where the ego drove");
        }

        string partly = known < ego.Count
            ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"a speed limit is stated at {known} of {ego.Count} samples")
            : "";
        return at < 0
            ? Measured.Of(1.0, reason: partly)
            : Measured.Of(
                Math.Max(0, 1 - (sum * ego.SampleS / (options.OverspeedMps * ego.DurationS))),
                ego.TimeUs(at),
                [ego.Ego.Id],
                [new("over-speed", most, "m/s"), new("limit", mostLimit, "m/s")],
                partly);
    }

    /// <summary>
    /// The limit of a lane; in a junction the highest of the lanes before and after, and where one of those states none, that of the junction's lanes.
    /// </summary>
    internal static double? LimitOf(RoadMapIndex index, int[] lanes)
    {
        if (lanes.Length == 0)
        {
            return null;
        }

        if (!LaneTrace.IsConnector(index, lanes[0]))
        {
            return index.LaneAt(lanes[0]).SpeedLimitMps;
        }

        return Highest(index, Around(index, lanes)) ?? Highest(index, lanes);
    }

    private static List<int> Around(RoadMapIndex index, int[] lanes)
    {
        var around = new List<int>();
        foreach (int lane in lanes)
        {
            around.AddRange(index.Successors(lane));
            around.AddRange(index.Predecessors(lane));
        }

        return around;
    }

    private static double? Highest(RoadMapIndex index, IReadOnlyList<int> lanes)
    {
        double? highest = null;
        foreach (int lane in lanes)
        {
            if (index.LaneAt(lane).SpeedLimitMps is not { } limit)
            {
                return null;
            }

            highest = Math.Max(highest ?? 0, limit);
        }

        return highest;
    }
}
