using Sim.Geometry;

namespace Sim.Reports;

/// <summary>
/// The safe distance of RSS ahead of the ego over time, from the parameters that the assessor states with its metric <c>rss.margin</c>. It is drawn only
/// where the same formula gives the assessor's own figure at the metric's worst instant, so that picture and metric cannot disagree.
/// </summary>
/// <param name="Other">The actor ahead.</param>
/// <param name="FirstStep">Step of the first entry.</param>
/// <param name="SafeM">Safe distance by step, m; -1 where the ego does not follow the other.</param>
/// <param name="GapM">Gap by step between the boxes, along the ego's heading, m; -1 where the safe distance is.</param>
internal sealed record RssReach(string Other, int FirstStep, IReadOnlyList<double> SafeM, IReadOnlyList<double> GapM)
{
    private const double AgreesM = 0.5;
    private const double BesideM = 6;

    /// <summary>The distances, or null where the assessor gives none or another rule than that of following applies at the worst instant.</summary>
    public static RssReach? Of(CaseResult result, Recording recording)
    {
        var metric = result.Assessments.SelectMany(a => a.Metrics).FirstOrDefault(m => m.Name == "rss.margin");
        if (metric is not { Value: { State: MeasuredState.Value, WorstTimeUs: { } worst, Actors: [_, var id, ..] } value } || recording.Ego() is not { } ego || recording.Find(id) is not { } other
            || Input("response time") is not { } response || Input("acceleration") is not { } accel || Input("least braking") is not > 0 || Input("hardest braking of others") is not > 0
            || Input("safe distance") is not { } stated || Input("ego speed") is not { } rear || Input("other speed") is not { } front)
        {
            return null;
        }

        double brake = Input("least braking")!.Value;
        double hard = Input("hardest braking of others")!.Value;
        if (front < 0 || Math.Abs(Safe(rear, front) - stated) > AgreesM)
        {
            return null;
        }

        int first = Math.Max(ego.FirstStep, other.FirstStep);
        int last = Math.Min(ego.EndStep, other.EndStep) - 1;
        var safe = new List<double>();
        var gaps = new List<double>();
        bool any = false;
        for (int step = first; step <= last; step++)
        {
            if (!ego.IsPresent(step) || !other.IsPresent(step) || Follows(ego.At(step), ego.Body, other.At(step), other.Body) is not { } follows)
            {
                safe.Add(-1);
                gaps.Add(-1);
                continue;
            }

            any = true;
            safe.Add(Safe(follows.RearMps, follows.FrontMps));
            gaps.Add(follows.GapM);
        }

        return any && worst >= 0 ? new RssReach(id, first, safe, gaps) : null;

        double? Input(string name) => value.Inputs.FirstOrDefault(i => i.Name == name)?.Value;

        // Shalev-Shwartz et al. 2017, definition 1: the one behind accelerates through its response time, then brakes mildly; the one ahead brakes hard.
        double Safe(double rearMps, double frontMps)
        {
            double then = rearMps + response * accel;
            return Math.Max(rearMps * response + accel * response * response / 2 + then * then / (2 * brake) - frontMps * frontMps / (2 * hard), 0);
        }
    }

    private static (double GapM, double RearMps, double FrontMps)? Follows(in ActorState ego, BodyBox body, in ActorState other, BodyBox theirs)
    {
        var axis = Vector2d.FromHeading(ego.HeadingRad);
        var there = Vector2d.FromHeading(other.HeadingRad);
        var apart = new Vector2d(other.X - ego.X, other.Y - ego.Y);
        double along = apart.Dot(axis);
        double front = new Vector2d(other.SpeedMps, other.LateralMps).FromAxis(there).Dot(axis);
        double cos = Math.Abs(axis.Dot(there));
        double sin = Math.Abs(axis.Cross(there));
        double reach = (theirs.LengthM * cos + theirs.WidthM * sin) / 2;
        // Far to the side nobody is followed; a crossing or oncoming actor is none of this rule's.
        bool follows = along > 0 && Math.Abs(axis.Cross(apart)) <= BesideM && front >= -0.3 && Math.Abs(axis.Cross(there)) <= 0.71 && ego.SpeedMps >= 0;
        return follows && double.IsFinite(along) ? (Math.Max(along - reach - body.LengthM / 2, 0), ego.SpeedMps, Math.Max(front, 0)) : null;
    }
}
