namespace Sim.Plugins.Retrieval.Combining;

/// <summary>
/// What decides how an actor goes on, as numbers of about unit size: speed and its trend, the room ahead, what those ahead do. Invariant under
/// rotation and translation. Pure.
/// </summary>
internal static class Situation
{
    /// <summary>Number of values.</summary>
    public const int Count = 11;

    private const double StandingWeight = 3;

    /// <summary>Writes the values of one actor.</summary>
    public static void Describe(SceneNow scene, int actor, Span<double> values)
    {
        var me = scene.Actors[actor];
        var (leader, gap) = scene.Ahead[actor];
        double v = me.SpeedMps;
        double leaderSpeed = leader >= 0 ? scene.Actors[leader].SpeedMps : v;
        double leaderAccel = leader >= 0 ? scene.Actors[leader].AccelMps2 : 0;
        bool stop = scene.Stops[actor].DistanceM < gap;
        if (stop)
        {
            gap = scene.Stops[actor].DistanceM;
            leaderSpeed = 0;
            leaderAccel = 0;
        }

        double near = double.IsFinite(gap) ? Numerics.Pinned.Exp(-Math.Max(gap, 0) / 40) : 0;
        double secondSpeed = leaderSpeed;
        if (leader >= 0 && !stop)
        {
            var (second, secondGap) = scene.Ahead[leader];
            secondSpeed = second >= 0 && secondGap < 60 ? scene.Actors[second].SpeedMps : leaderSpeed;
            if (scene.Stops[leader].DistanceM < Math.Min(secondGap, 60))
            {
                secondSpeed = 0;
            }
        }

        var (flowSpeed, flowAccel) = Flow(scene, actor);
        double bend = me.Course.SharpestBend(me.S, me.S + 4 * Math.Max(v, 2) + 5);
        double bendSpeed = bend > 1e-4 ? Math.Sqrt(2.5 / bend) : 40;
        values[0] = v / 8;
        values[1] = Math.Clamp(me.AccelMps2, -4, 4) / 1.5;
        values[2] = Math.Clamp(v - me.MeanSpeedMps, -2, 2);
        values[3] = Following(v, gap, v - leaderSpeed);
        values[4] = near * Math.Clamp(leaderSpeed - v, -10, 10) / 3;
        values[5] = near * Math.Clamp(leaderAccel, -4, 4) / 1.5;
        values[6] = near * Math.Clamp(secondSpeed - v, -10, 10) / 3;
        values[7] = Math.Clamp(flowSpeed - v, -8, 8) / 4;
        values[8] = Math.Clamp(flowAccel, -3, 3) / 1;
        values[10] = Standing(me) ? StandingWeight : 0;
        values[9] = Math.Clamp(bendSpeed - v, -8, 0) / 4;
    }

    /// <summary>How much less room there will be than a follower wants, about unit size, bounded: beyond some distance nobody cares.</summary>
    /// <param name="roomM">Room to come, m.</param>
    /// <param name="situation">The values of <see cref="Describe"/>.</param>
    public static double Shortage(double roomM, ReadOnlySpan<double> situation) => Math.Clamp((roomM - 4 - 0.8 * situation[0] * 8) / 6, -6, 1.5);

    // Who has stood for the whole known past is unlike everybody else; unlike speeds near zero, that has no gradual transition.
    private static bool Standing(ActorNow me) => me.SpeedMps < 0.3 && me.MeanSpeedMps < 0.3;

    // What a following model would do: folds speed, gap and approach into one number.
    private static double Following(double v, double gap, double approach)
    {
        if (!double.IsFinite(gap))
        {
            return 0;
        }

        double wanted = 2 + Math.Max(0, v * 1.2 + v * approach / (2 * Math.Sqrt(1.5 * 2.0)));
        double ratio = wanted / Math.Max(gap, 0.5);
        return Math.Clamp(-ratio * ratio, -4, 0) / 1.5;
    }

    private static (double Speed, double Accel) Flow(SceneNow scene, int actor)
    {
        var me = scene.Actors[actor];
        double weight = 0;
        double speed = 0;
        double accel = 0;
        for (int j = 0; j < scene.Actors.Length; j++)
        {
            var other = scene.Actors[j];
            if (j == actor || !other.OnRoad)
            {
                continue;
            }

            var at = me.Pose.PointToBody(other.Pose.Position);
            bool sameWay = Math.Abs(Numerics.Pinned.AngleDifference(other.Pose.HeadingRad, me.Pose.HeadingRad)) < 0.5;
            if (sameWay && at.X > 0 && at.X < 60 && Math.Abs(at.Y) < 6)
            {
                double w = Numerics.Pinned.Exp(-at.X / 30);
                weight += w;
                speed += w * other.SpeedMps;
                accel += w * other.AccelMps2;
            }
        }

        return weight > 0 ? (speed / weight, accel / weight) : (me.SpeedMps, 0);
    }
}
