namespace Sim.Plugins.Criticality.Rss;

/// <summary>
/// Safe distances of Responsibility-Sensitive Safety as intel/ad-rss-lib defines them (specs/criticality §4; Shalev-Shwartz et al. 2017). Speeds
/// along the lane are 0 to 100 m/s, lateral speeds positive to the right. Pure; thread-safe.
/// </summary>
public static class RssFormulas
{
    /// <summary>Speed and distance after accelerating for a while: never above the speed limit on acceleration, never below standstill.</summary>
    /// <param name="speedMps">Speed at the start, m/s, at least 0.</param>
    /// <param name="limitMps">Speed up to which one accelerates; who is faster already keeps its speed.</param>
    /// <param name="accelMps2">Acceleration, m/s², of any sign.</param>
    /// <param name="durationS">Duration, s, at least 0.</param>
    /// <param name="tolerance">What counts as equal.</param>
    public static (double SpeedMps, double DistanceM) Accelerated(double speedMps, double limitMps, double accelMps2, double durationS, RssTolerance tolerance)
    {
        double end = tolerance.Larger(0, speedMps + accelMps2 * durationS);
        end = tolerance.Smaller(tolerance.Larger(limitMps, speedMps), end);
        double accelerating = tolerance.NoAcceleration(accelMps2) ? 0 : (end - speedMps) / accelMps2;
        double distance = speedMps * durationS + 0.5 * accelMps2 * accelerating * accelerating + (end - speedMps) * (durationS - accelerating);
        return (end, distance);
    }

    /// <summary>Distance in which a speed is braked to standstill, m.</summary>
    /// <param name="speedMps">Speed, m/s.</param>
    /// <param name="brakeMps2">Deceleration as a magnitude, m/s², above 0.</param>
    public static double BrakingDistanceM(double speedMps, double brakeMps2) => speedMps * speedMps / (2 * brakeMps2);

    /// <summary>Way through the stated braking pattern: accelerate through the response time, then brake to a stop, m.</summary>
    public static double StatedBrakingM(double speedMps, RssParameters who, double brakeMps2, RssTolerance tolerance)
    {
        ArgumentNullException.ThrowIfNull(who);
        var (speed, distance) = Accelerated(speedMps, who.MaxSpeedOnAccelerationMps, who.AccelMaxMps2, who.ResponseTimeS, tolerance);
        return distance + BrakingDistanceM(speed, brakeMps2);
    }

    /// <summary>Safe distance between two that drive the same way, m: the rear one responds late and mildly, the lead brakes as hard as it can.</summary>
    public static double SafeSameDirectionM(double leadSpeedMps, RssParameters lead, double rearSpeedMps, RssParameters rear, RssTolerance tolerance)
    {
        ArgumentNullException.ThrowIfNull(lead);
        ArgumentNullException.ThrowIfNull(rear);
        double stated = StatedBrakingM(rearSpeedMps, rear, rear.BrakeMinMps2, tolerance);
        return tolerance.Larger(stated - BrakingDistanceM(leadSpeedMps, lead.BrakeMaxMps2), 0) + rear.MinLongitudinalDistanceM;
    }

    /// <summary>Safe distance between two that drive towards each other, m.</summary>
    /// <param name="correctSpeedMps">Speed of the one in its own lane, m/s.</param>
    /// <param name="correct">Its parameters: it need only brake with <see cref="RssParameters.BrakeMinCorrectMps2"/>.</param>
    /// <param name="oppositeSpeedMps">Speed of the one in the wrong lane, m/s.</param>
    /// <param name="opposite">Its parameters.</param>
    /// <param name="tolerance">What counts as equal.</param>
    public static double SafeOppositeDirectionM(double correctSpeedMps, RssParameters correct, double oppositeSpeedMps, RssParameters opposite, RssTolerance tolerance)
    {
        ArgumentNullException.ThrowIfNull(correct);
        ArgumentNullException.ThrowIfNull(opposite);
        return StatedBrakingM(correctSpeedMps, correct, correct.BrakeMinCorrectMps2, tolerance)
            + StatedBrakingM(oppositeSpeedMps, opposite, opposite.BrakeMinMps2, tolerance)
            + tolerance.Larger(correct.MinLongitudinalDistanceM, opposite.MinLongitudinalDistanceM);
    }

    /// <summary>Safe lateral distance between a left and a right road user, m.</summary>
    /// <param name="leftToRightMps">Lateral speed of the left one, positive to the right, m/s.</param>
    /// <param name="left">Its parameters.</param>
    /// <param name="rightToRightMps">Lateral speed of the right one, positive to the right, m/s.</param>
    /// <param name="right">Its parameters.</param>
    public static double SafeLateralM(double leftToRightMps, RssParameters left, double rightToRightMps, RssParameters right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        double apart = LateralWayM(leftToRightMps, left) + LateralWayM(-rightToRightMps, right);
        apart += 0.5 * (left.LateralMarginM + right.LateralMarginM);
        return Math.Max(apart, 0);
    }

    /// <summary>Distance before an intersection within which one can no longer be sure to stop, m; safe when the distance left is larger.</summary>
    public static double StopBeforeIntersectionM(double speedMps, RssParameters who, RssTolerance tolerance)
    {
        ArgumentNullException.ThrowIfNull(who);
        return StatedBrakingM(speedMps, who, who.BrakeMinMps2, tolerance) + who.MinLongitudinalDistanceM;
    }

    /// <summary>Time until the stated braking pattern comes to rest, s.</summary>
    public static double TimeToStopS(double speedMps, RssParameters who, RssTolerance tolerance)
    {
        ArgumentNullException.ThrowIfNull(who);
        var (speed, _) = Accelerated(speedMps, who.MaxSpeedOnAccelerationMps, who.AccelMaxMps2, who.ResponseTimeS, tolerance);
        return tolerance.Same(speed, 0) ? 0 : who.ResponseTimeS + speed / who.BrakeMinMps2;
    }

    /// <summary>Time in which the stated braking pattern covers a distance, s; no conflict when it comes to rest before.</summary>
    public static Measured<double> TimeToCover(double speedMps, RssParameters who, double distanceM, RssTolerance tolerance)
    {
        ArgumentNullException.ThrowIfNull(who);
        if (tolerance.Less(distanceM, 0) || tolerance.Less(speedMps, 0))
        {
            return Measured.NotApplicable<double>("the distance and the speed must not be negative");
        }

        var (speed, covered) = Accelerated(speedMps, who.MaxSpeedOnAccelerationMps, who.AccelMaxMps2, who.ResponseTimeS, tolerance);
        if (tolerance.AtLeast(covered, distanceM))
        {
            return TimeWhileAccelerating(speedMps, who, distanceM, tolerance) is { } time
                ? Measured.Of(time)
                : Measured.NoConflict<double>("it stands and does not accelerate");
        }

        if (tolerance.Same(speed, 0) || !tolerance.Less(distanceM, covered + BrakingDistanceM(speed, who.BrakeMinMps2)))
        {
            return Measured.NoConflict<double>("it comes to rest before");
        }

        return Measured.Of(who.ResponseTimeS + Reach(speed, -who.BrakeMinMps2, distanceM - covered));
    }

    // The way of one side towards the other; after the response time it brakes only if it still moves towards the other.
    private static double LateralWayM(double towardsMps, RssParameters who)
    {
        double speed = towardsMps + who.LateralAccelMaxMps2 * who.ResponseTimeS;
        double way = 0.5 * who.LateralAccelMaxMps2 * who.ResponseTimeS * who.ResponseTimeS + towardsMps * who.ResponseTimeS;
        return speed > 0 ? way + BrakingDistanceM(speed, who.LateralBrakeMinMps2) : way;
    }

    private static double? TimeWhileAccelerating(double speedMps, RssParameters who, double distanceM, RssTolerance tolerance)
    {
        double limit = who.MaxSpeedOnAccelerationMps;
        if (tolerance.NoAcceleration(who.AccelMaxMps2) || tolerance.AtLeast(speedMps, limit))
        {
            return tolerance.Same(speedMps, 0) ? null : distanceM / speedMps;
        }

        double free = Reach(speedMps, who.AccelMaxMps2, distanceM);
        double untilLimit = (limit - speedMps) / who.AccelMaxMps2;
        if (!tolerance.Less(untilLimit, free))
        {
            return free;
        }

        var (_, atLimit) = Accelerated(speedMps, limit, who.AccelMaxMps2, untilLimit, tolerance);
        return Reach(speedMps, who.AccelMaxMps2, atLimit) + (distanceM - atLimit) / limit;
    }

    // First positive root of distance = v t + a t²/2.
    private static double Reach(double speedMps, double accelMps2, double distanceM)
    {
        double middle = -speedMps / accelMps2;
        double half = Math.Sqrt(Math.Max(middle * middle + 2 * distanceM / accelMps2, 0));
        return middle - half > 0 ? middle - half : middle + half;
    }
}
