namespace Sim.Plugins.Criticality.Following;

/// <summary>
/// Closed forms for a follower (1) and somebody ahead of it (2) on one line: gap x between the facing bumpers, speeds and accelerations along the line.
/// Infinity means "never" for a time and "cannot be done" for a deceleration. Pure.
/// </summary>
internal static class PathMath
{
    /// <summary>Time until the gap closes at constant speeds, s: 0 when there is none, infinite when it does not close.</summary>
    public static double TimeToCollision(double gapM, double speed1, double speed2)
    {
        double closing = speed1 - speed2;
        return gapM <= 0 ? 0 : closing > 0 ? gapM / closing : double.PositiveInfinity;
    }

    /// <summary>
    /// Time until the gap closes at constant accelerations, s; whoever brakes to a stand stays there, so that a braking lead never reverses.
    /// </summary>
    public static double TimeToCollision(double gapM, double speed1, double accel1, double speed2, double accel2)
    {
        if (gapM <= 0)
        {
            return 0;
        }

        (accel1, double stop1) = Stop(speed1, accel1);
        (accel2, double stop2) = Stop(speed2, accel2);
        double now = 0;
        double gap = gapM;
        while (true)
        {
            double piece = Math.Min(stop1, stop2) - now;
            double closing = speed1 - speed2;
            double closer = accel1 - accel2;
            double contact = FirstRoot(gap, -closing, -closer);
            // The tolerance keeps a contact that rounding moves just past the end of a piece.
            if (contact <= piece * (1 + 1e-12))
            {
                return now + contact;
            }

            if (double.IsPositiveInfinity(piece))
            {
                return double.PositiveInfinity;
            }

            gap = Math.Max(gap - (closing + 0.5 * closer * piece) * piece, 0);
            now += piece;
            speed1 = stop1 <= now ? 0 : speed1 + accel1 * piece;
            speed2 = stop2 <= now ? 0 : speed2 + accel2 * piece;
            (accel1, stop1) = stop1 <= now ? (0, double.PositiveInfinity) : (accel1, stop1);
            (accel2, stop2) = stop2 <= now ? (0, double.PositiveInfinity) : (accel2, stop2);
        }
    }

    /// <summary>
    /// The constant deceleration with which the follower just avoids the contact, m/s², not negative: it matches the lead's speed at the bumper, or, when
    /// the lead brakes to a stand first, stops behind it. Infinite when there is no room left.
    /// </summary>
    public static double RequiredDeceleration(double gapM, double speed1, double speed2, double accel2)
    {
        double closing = speed1 - speed2;
        bool stops = speed2 * accel2 < 0 || (speed2 == 0 && accel2 <= 0);
        if (!stops)
        {
            return closing <= 0 ? 0 : gapM <= 0 ? double.PositiveInfinity : Math.Max(closing * closing / (2 * gapM) - accel2, 0);
        }

        if (speed1 <= 0)
        {
            return 0;
        }

        // Signed: an oncoming actor that brakes comes nearer before it stands.
        double stopWay = speed2 == 0 ? 0 : -speed2 * speed2 / (2 * accel2);
        double stopTime = speed2 == 0 ? 0 : -speed2 / accel2;
        if (gapM <= 0)
        {
            return closing > 0 ? double.PositiveInfinity : 0;
        }

        if (closing > 0 && speed2 > 0 && 2 * gapM / closing <= stopTime)
        {
            return closing * closing / (2 * gapM) - accel2;
        }

        double room = gapM + stopWay;
        return room > 0 ? speed1 * speed1 / (2 * room) : double.PositiveInfinity;
    }

    /// <summary>
    /// The constant lateral acceleration that puts two strips side by side when the gap is gone, m/s², not negative; the easier side counts. 0 when they
    /// will be clear anyway.
    /// </summary>
    /// <param name="offsetM">Other minus ego across the path, m, positive to the left.</param>
    /// <param name="closingMps">Other's minus ego's speed across the path, m/s.</param>
    /// <param name="accelMps2">Other's acceleration across the path, m/s².</param>
    /// <param name="clearanceM">Sum of both half widths, m.</param>
    /// <param name="timeS">Time until the gap is gone, s; infinite for never.</param>
    public static double RequiredLateral(double offsetM, double closingMps, double accelMps2, double clearanceM, double timeS)
    {
        if (double.IsPositiveInfinity(timeS))
        {
            return 0;
        }

        if (timeS <= 0)
        {
            return double.PositiveInfinity;
        }

        double then = offsetM + closingMps * timeS + 0.5 * accelMps2 * timeS * timeS;
        return Math.Max(clearanceM - Math.Abs(then), 0) * 2 / timeS / timeS;
    }

    /// <summary>Deceleration to the safety time, m/s² (Schubert, Schulze and Wanielik 2010): 0 when not closing, infinite inside the safety time.</summary>
    public static double ToSafetyTime(double gapM, double speed1, double speed2, double safetyTimeS)
    {
        double closing = speed1 - speed2;
        double room = gapM - speed2 * safetyTimeS;
        return closing <= 0 ? 0 : room <= 0 ? double.PositiveInfinity : 3 * closing * closing / (2 * room);
    }

    /// <summary>Smallest t ≥ 0 with x + v t + a t²/2 = 0 for x > 0, or infinity. The form never divides two small numbers.</summary>
    public static double FirstRoot(double x, double v, double a)
    {
        double discriminant = v * v - 2 * x * a;
        if (discriminant < 0)
        {
            return double.PositiveInfinity;
        }

        double denominator = Math.Sqrt(discriminant) - v;
        return denominator > 0 ? 2 * x / denominator : double.PositiveInfinity;
    }

    // Who stands and would be pulled further back stays; who moves stops where its speed reaches zero.
    private static (double AccelMps2, double StopS) Stop(double speed, double accel) =>
        speed == 0 && accel < 0 ? (0, double.PositiveInfinity)
        : speed * accel < 0 ? (accel, -speed / accel)
        : (accel, double.PositiveInfinity);
}
