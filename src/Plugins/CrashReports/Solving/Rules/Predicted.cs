using Sim.Geometry;

namespace Sim.Plugins.CrashReports.Solving.Rules;

/// <summary>When a careful driver could know of a conflict. Pure.</summary>
internal static class Predicted
{
    private const double AheadS = 3;
    private const double SampleS = 0.1;
    private const double MarginM = 0.3;

    /// <summary>
    /// The first step at which somebody who is in sight and keeps its speed and yaw rate would touch the ego on its way within 3 s; null when that never is.
    /// </summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="tracks">States of all actors by step, in the scenario's order.</param>
    /// <param name="ego">Place of the ego among them.</param>
    public static int? Step(Scenario scenario, ActorState[][] tracks, int ego)
    {
        double stepS = scenario.StepUs * 1e-6;
        for (int k = 0; k < tracks[ego].Length; k++)
        {
            for (int i = 0; i < tracks.Length; i++)
            {
                if (i != ego && InSight(scenario, tracks, ego, i, k) && Meets(scenario, tracks, ego, i, k, stepS))
                {
                    return k;
                }
            }
        }

        return null;
    }

    private static bool Meets(Scenario scenario, ActorState[][] tracks, int ego, int other, int step, double stepS)
    {
        var (bodyEgo, bodyOther) = (scenario.Actors[ego].Body, scenario.Actors[other].Body);
        var s = tracks[other][step];
        double x = s.X, y = s.Y, heading = s.HeadingRad;
        for (double t = 0; t <= AheadS; t += SampleS)
        {
            int at = Math.Min(tracks[ego].Length - 1, step + (int)Math.Round(t / stepS));
            var mine = new OrientedBox(tracks[ego][at], bodyEgo).Grown(MarginM);
            if (mine.Overlaps(new OrientedBox(new Pose2d(x, y, heading), bodyOther.LengthM, bodyOther.WidthM)))
            {
                return true;
            }

            var way = new Pose2d(x, y, heading).ToDirection() * (s.SpeedMps * SampleS);
            (x, y, heading) = (x + way.X, y + way.Y, heading + s.YawRateRps * SampleS);
        }

        return false;
    }

    private static bool InSight(Scenario scenario, ActorState[][] tracks, int ego, int other, int step)
    {
        var sight = new Segment(tracks[ego][step].Pose.Position, tracks[other][step].Pose.Position);
        for (int i = 0; i < tracks.Length; i++)
        {
            if (i != ego && i != other && scenario.Actors[i].Body.HeightM > 1.2 && new OrientedBox(tracks[i][step], scenario.Actors[i].Body).Intersects(sight))
            {
                return false;
            }
        }

        return true;
    }
}
