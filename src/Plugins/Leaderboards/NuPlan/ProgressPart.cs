using Sim.Geometry;
using Sim.Maps;

namespace Sim.Plugins.Leaderboards;

/// <summary>nuPlan's ego_progress_along_expert_route.</summary>
internal static class ProgressPart
{
    public static Measured<double> Of(RoadMapIndex index, EgoSamples ego, Expert expert, NuPlanOptions options)
    {
        RouteProgress route;
        double due;
        string note = expert.Note;
        var positions = ego.Positions();
        if (expert.Positions.Count > 0)
        {
            Vector2d[] theirs = [.. expert.Positions];
            route = new RouteProgress(index, LaneTrace.Of(index, theirs, [.. expert.HeadingsRad]));
            if (route.IsEmpty)
            {
                return Measured.NotApplicable<double>("the expert is never in a lane");
            }

            due = route.Of(theirs);
        }
        else if (expert.Route.Count > 0)
        {
            int[] lanes = [.. expert.Route.Select(index.IndexOf)];
            if (Array.IndexOf(lanes, -1) is var missing and >= 0)
            {
                return Measured.Failed<double>($"the task's route names the lane '{expert.Route[missing]}', which the map does not have");
            }

            route = new RouteProgress(index, lanes.Select(l => new[] { l }));
            double can = AllowedM(index, lanes, ego);
            double whole = ToGoal(index, route, lanes, ego, positions[0]);
            due = Math.Min(whole, can);
            note += due < whole ? ", as far as its speed limits allow in the time" : "";
        }
        else
        {
            return Measured.NotApplicable<double>(note);
        }

        double made = route.Of(positions);
        double share = made < -options.ProgressThresholdM ? 0
            : Math.Min(1, Math.Max(made, options.ProgressThresholdM) / Math.Max(due, options.ProgressThresholdM));
        return Measured.Of(
            share,
            ego.TimeUs(ego.Count - 1),
            [ego.Ego.Id],
            [new("progress", made, "m"), new("expected progress", due, "m")],
            string.Join("; ", new[] { note, ego.Partly }.Where(n => n.Length > 0)));
    }

    // A run that reached its goal has done all that was asked, wherever the goal lies on the route.
    private static double ToGoal(RoadMapIndex index, RouteProgress route, int[] lanes, EgoSamples ego, Vector2d start)
    {
        if (ego.Recording.End == RecordingEnd.GoalReached)
        {
            return 0;
        }

        // An area as goal ends the last lane early.
        var last = index.LaneAt(lanes[^1]).Centre;
        double beyond = 0;
        foreach (var area in ego.Recording.Task!.Goals.SelectMany(g => g.Areas))
        {
            var goal = area.Centroid();
            beyond = index.OutlineOf(lanes[^1]).Contains(goal) ? Math.Max(beyond, last.LengthM - last.Project(goal, PolylineEnds.Clamp).S) : beyond;
        }

        return Math.Max(0, route.LengthFrom(start) - beyond);
    }

    private static double AllowedM(RoadMapIndex index, int[] lanes, EgoSamples ego)
    {
        double fastest = ego.Recording.Task?.DesiredSpeedMps ?? 0;
        foreach (int lane in lanes)
        {
            fastest = Math.Max(fastest, index.LaneAt(lane).SpeedLimitMps ?? 0);
        }

        long whole = ego.Recording.TimeUs(ego.Recording.StepCount - 1);
        return fastest > 0 ? fastest * whole * 1e-6 : double.PositiveInfinity;
    }
}
