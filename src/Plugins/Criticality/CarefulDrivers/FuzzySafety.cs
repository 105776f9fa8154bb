namespace Sim.Plugins.Criticality.CarefulDrivers;

/// <summary>
/// Proactive and critical fuzzy surrogate safety (Mattas et al., Accident Analysis and Prevention 148, 2020; specs/criticality §5): 0 safe to 1
/// unsafe. Pure; thread-safe.
/// </summary>
public static class FuzzySafety
{
    /// <summary>Proactive: could the ego stop behind the lead, should that brake hard?</summary>
    /// <param name="gapM">Gap between the bumpers, m.</param>
    /// <param name="egoMps">Speed of the ego, m/s.</param>
    /// <param name="leadMps">Speed of the lead, m/s.</param>
    /// <param name="with">Constants.</param>
    public static double Proactive(double gapM, double egoMps, double leadMps, CarefulParameters with)
    {
        ArgumentNullException.ThrowIfNull(with);
        double gap = gapM - with.FuzzyMarginM;
        double lead = leadMps * leadMps / (2 * with.FuzzyLeadBrakeMps2);
        double safe = egoMps * with.AssumedReactionTimeS + egoMps * egoMps / (2 * with.FuzzyBrakeMinMps2) - lead + with.FuzzySafeMarginM;
        double unsafeM = egoMps * with.AssumedReactionTimeS + egoMps * egoMps / (2 * with.FuzzyBrakeMaxMps2) - lead;
        return Ramp(gap, safe, unsafeM);
    }

    /// <summary>Critical: will the ego touch the lead, should both go on as they do?</summary>
    /// <param name="gapM">Gap between the bumpers, m.</param>
    /// <param name="egoMps">Speed of the ego, m/s.</param>
    /// <param name="leadMps">Speed of the lead, m/s.</param>
    /// <param name="egoAccelMps2">Acceleration of the ego, m/s².</param>
    /// <param name="with">Constants.</param>
    public static double Critical(double gapM, double egoMps, double leadMps, double egoAccelMps2, CarefulParameters with)
    {
        ArgumentNullException.ThrowIfNull(with);
        double reaction = with.AssumedReactionTimeS;
        double accel = Math.Max(egoAccelMps2, -with.FuzzyBrakeMinMps2);
        if (egoMps <= leadMps)
        {
            return 0;
        }

        if (egoMps + reaction * accel < leadMps)
        {
            double room = (egoMps - leadMps) * (egoMps - leadMps) / Math.Abs(egoAccelMps2 * 2);
            return gapM < room ? 1 : 0;
        }

        double during = (egoMps + accel * reaction / 2 - leadMps) * reaction;
        double left = egoMps + accel * reaction - leadMps;
        return Ramp(gapM, during + left * left / (with.FuzzyBrakeMinMps2 * 2), during + left * left / (with.FuzzyBrakeMaxMps2 * 2));
    }

    private static double Ramp(double gap, double safe, double unsafeM) =>
        gap > safe ? 0 : gap < unsafeM ? 1 : safe == unsafeM ? 0 : (gap - safe) / (unsafeM - safe);
}
