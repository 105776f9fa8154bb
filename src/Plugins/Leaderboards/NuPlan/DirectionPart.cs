using Sim.Geometry;
using Sim.Maps;

namespace Sim.Plugins.Leaderboards;

/// <summary>nuPlan's driving_direction_compliance: how far the ego went against its lanes within a second.</summary>
internal static class DirectionPart
{
    public static Measured<double> Of(RoadMapIndex index, EgoSamples ego, int[][] route, NuPlanOptions options)
    {
        if (route.All(r => r.Length == 0))
        {
            return Measured.NotApplicable<double>("the ego is never in a lane");
        }

        double[] progress = Along(index, ego, route);
        int window = (int)(options.OncomingWindowUs / ego.SampleUs);
        double least = 0, sum = 0;
        int at = 0;
        for (int i = 0; i < progress.Length; i++)
        {
            sum = 0;
            for (int k = Math.Max(0, i - window); k <= i; k++)
            {
                sum += progress[k];
            }

            if (sum < least)
            {
                (least, at) = (sum, i);
            }
        }

        // Standing or going forward is no distance against the traffic.
        double against = -least;
        double score = against < options.OncomingHalfM ? 1 : against < options.OncomingNoneM ? 0.5 : 0;
        return score == 1
            ? Measured.Of(1.0, reason: ego.Partly)
            : Measured.Of(score, ego.TimeUs(at), [ego.Ego.Id], [new("against the traffic", against, "m")], "the ego drove against its lane");
    }

    private static double[] Along(RoadMapIndex index, EgoSamples ego, int[][] route)
    {
        var progress = new double[ego.Count];
        int lane = route[0].Length > 0 ? route[0][0] : -1;
        double? before = null;
        for (int i = 0; i < progress.Length; i++)
        {
            if (route[i].Length == 0)
            {
                continue;
            }

            if (route[i][0] != lane)
            {
                (lane, before) = (route[i][0], null);
                continue;
            }

            double s = index.LaneAt(lane).Centre.Project(ego.Position(i), PolylineEnds.Clamp).S;
            double made = s - (before ?? s);
            progress[i] = index.LaneAt(lane).Bidirectional ? Math.Abs(made) : made;
            before = s;
        }

        return progress;
    }
}
