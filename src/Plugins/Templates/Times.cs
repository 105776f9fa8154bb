namespace Sim.Plugins.Templates;

/// <summary>Times and distances of uniformly accelerated motion. Pure.</summary>
internal static class Times
{
    /// <summary>Whole microseconds, rounded.</summary>
    public static long Us(double seconds) => (long)Math.Round(seconds * 1e6);

    /// <summary>Time that a target which starts from rest needs for a way when it reaches its speed within a distance, s.</summary>
    public static double FromRest(double wayM, double speedMps, double withinM)
    {
        double rate = Rate(speedMps, withinM);
        return wayM <= withinM ? Math.Sqrt(2 * wayM / rate) : 2 * withinM / speedMps + (wayM - withinM) / speedMps;
    }

    /// <summary>Acceleration that reaches a speed within a distance from rest, m/s².</summary>
    public static double Rate(double speedMps, double withinM) => speedMps * speedMps / (2 * withinM);

    /// <summary>
    /// When a follower at constant speed has closed a gap to a leader that changes its speed at a constant rate after a time, s; infinity when
    /// it never does.
    /// </summary>
    public static double ToClose(double gapM, double followerMps, double leaderMps, double finalMps, double rateMps2, double afterS)
    {
        double closing = followerMps - leaderMps;
        if (closing > 0 && gapM <= closing * afterS)
        {
            return gapM / closing;
        }

        gapM -= closing * afterS;
        double signed = finalMps < leaderMps ? -rateMps2 : rateMps2;
        double change = (finalMps - leaderMps) / signed;

        // Gap during the change: gapM - closing t + signed t²/2.
        double root = closing * closing - 2 * signed * gapM;
        if (root >= 0)
        {
            double t = signed < 0 ? (-closing + Math.Sqrt(root)) / -signed : (closing - Math.Sqrt(root)) / signed;
            if (t >= 0 && t <= change)
            {
                return afterS + t;
            }
        }

        double left = gapM - closing * change + signed * change * change / 2;
        double then = followerMps - finalMps;
        return then > 0 ? afterS + change + left / then : double.PositiveInfinity;
    }
}
