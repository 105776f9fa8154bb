namespace Sim.Reports.Stories;

/// <summary>The time for which a metric lies at or beyond its threshold without a break, around its worst instant.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="FromStep">First step of it.</param>
/// <param name="ToStep">Last step of it.</param>
internal sealed record UnsafeStretch(Metric Metric, int FromStep, int ToStep)
{
    // Those that people ask about first; any other follows in the order of the assessment.
    private static readonly string[] Preferred = ["min_ttc", "min_ttc_path", "min_ttc_ca", "min_ttc2d", "min_ttc_star", "min_pet", "min_thw"];

    /// <summary>The stretch of the metric that tells the story best; null when none with a threshold and a series is ever beyond.</summary>
    /// <param name="result">The case.</param>
    /// <param name="stepUs">Step length of its recording, µs.</param>
    public static UnsafeStretch? Of(CaseResult result, long stepUs)
    {
        var metrics = result.Assessments.SelectMany(a => a.Metrics).ToList();
        string leading = CaseText.LeadingMetric(result);
        foreach (string name in Preferred.Prepend(leading))
        {
            foreach (var metric in metrics)
            {
                if (metric.Name == name && Around(metric, stepUs) is { } stretch)
                {
                    return stretch;
                }
            }
        }

        foreach (var metric in metrics)
        {
            if (Around(metric, stepUs) is { } stretch)
            {
                return stretch;
            }
        }

        return null;
    }

    /// <summary>True for a value at a metric's threshold or beyond it.</summary>
    public static bool Beyond(Metric metric, double value) =>
        metric.CriticalAt is { } at && (metric.Worse == WorseDirection.Lower ? value <= at : value >= at);

    /// <summary>True for a metric that is critical: too late, or at its threshold or beyond it.</summary>
    public static bool Critical(Metric metric) => metric.Value.State == MeasuredState.TooLate || (metric.Value.Value is { } value && Beyond(metric, value));

    private static UnsafeStretch? Around(Metric metric, long stepUs)
    {
        if (metric.Series.Count == 0 || metric.Value.WorstTimeUs is not { } worstUs || metric.Value.Value is not { } worst || !Beyond(metric, worst))
        {
            return null;
        }

        // The sample nearest to the worst instant; contacts lie between steps.
        int at = 0;
        for (int i = 1; i < metric.Series.Count; i++)
        {
            if (Math.Abs(metric.Series[i].Step * stepUs - worstUs) < Math.Abs(metric.Series[at].Step * stepUs - worstUs))
            {
                at = i;
            }
        }

        if (!Beyond(metric, metric.Series[at].Value))
        {
            return null;
        }

        int from = at;
        int to = at;
        while (from > 0 && metric.Series[from - 1].Step == metric.Series[from].Step - 1 && Beyond(metric, metric.Series[from - 1].Value))
        {
            from--;
        }

        while (to < metric.Series.Count - 1 && metric.Series[to + 1].Step == metric.Series[to].Step + 1 && Beyond(metric, metric.Series[to + 1].Value))
        {
            to++;
        }

        return new UnsafeStretch(metric, metric.Series[from].Step, metric.Series[to].Step);
    }
}
