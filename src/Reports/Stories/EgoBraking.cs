namespace Sim.Reports.Stories;

/// <summary>When and how hard the ego braked in answer to a conflict.</summary>
/// <param name="FromStep">First step of it.</param>
/// <param name="StrongestMps2">Largest deceleration in it, m/s², positive.</param>
internal sealed record EgoBraking(int FromStep, double StrongestMps2)
{
    /// <summary>A loss of speed that people would call braking, m/s².</summary>
    public const double BrakesMps2 = 1;

    /// <summary>
    /// The last braking that begins before an instant; without any, the first one after it where <paramref name="andAfter"/> says so. Null when there is none.
    /// </summary>
    /// <param name="ego">The ego.</param>
    /// <param name="step">The contact, or the worst instant; what an impact does to the speed is no braking of the driver.</param>
    /// <param name="stepUs">Step length, µs.</param>
    /// <param name="andAfter">True when nothing ends at the instant.</param>
    public static EgoBraking? Before(Track ego, int step, long stepUs, bool andAfter)
    {
        int last = Math.Min(step, ego.EndStep - 1);
        for (int at = last; at > ego.FirstStep; at--)
        {
            if (Brakes(ego, at, stepUs))
            {
                return Around(ego, at, andAfter ? ego.EndStep - 1 : last, stepUs);
            }
        }

        for (int at = last + 1; andAfter && at < ego.EndStep; at++)
        {
            if (Brakes(ego, at, stepUs))
            {
                return Around(ego, at, ego.EndStep - 1, stepUs);
            }
        }

        return null;
    }

    private static EgoBraking Around(Track ego, int at, int last, long stepUs)
    {
        int from = at;
        while (Brakes(ego, from - 1, stepUs))
        {
            from--;
        }

        double strongest = 0;
        for (int step = from; step <= last && Brakes(ego, step, stepUs); step++)
        {
            strongest = Math.Max(strongest, (ego.SpeedMps.Span[step - 1 - ego.FirstStep] - ego.SpeedMps.Span[step - ego.FirstStep]) / (stepUs / 1e6));
        }

        return new EgoBraking(from - 1, strongest);
    }

    private static bool Brakes(Track ego, int step, long stepUs) =>
        step > ego.FirstStep && step < ego.EndStep && ego.IsPresent(step) && ego.IsPresent(step - 1)
        && ego.SpeedMps.Span[step - 1 - ego.FirstStep] - ego.SpeedMps.Span[step - ego.FirstStep] >= BrakesMps2 * (stepUs / 1e6);
}
