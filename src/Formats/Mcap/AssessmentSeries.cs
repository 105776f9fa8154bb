namespace Sim.Formats.Mcap;

/// <summary>The series of all metrics by step, under names that a plot can show. Steps outside the recording are left out. Immutable, thread-safe.</summary>
internal sealed class AssessmentSeries
{
    private readonly List<(int Metric, double Value)>?[] _steps;

    /// <summary>Sorts them.</summary>
    public AssessmentSeries(Recording recording, IReadOnlyList<Assessment> assessments)
    {
        _steps = new List<(int, double)>?[recording.StepCount];
        var metrics = new List<PlottedMetric>();
        var assessors = ShownText.Names(assessments.Select(a => a.Assessor));
        for (int a = 0; a < assessments.Count; a++)
        {
            var names = ShownText.Names(assessments[a].Metrics.Select(m => m.Name));
            for (int m = 0; m < assessments[a].Metrics.Count; m++)
            {
                var metric = assessments[a].Metrics[m];
                foreach (var sample in metric.Series)
                {
                    if (sample.Step >= 0 && sample.Step < _steps.Length && double.IsFinite(sample.Value)
                        && (_steps[sample.Step] is not { Count: > 0 } there || there[^1].Metric != metrics.Count))
                    {
                        (_steps[sample.Step] ??= []).Add((metrics.Count, sample.Value));
                    }
                }

                metrics.Add(new PlottedMetric(assessors[a], names[m], metric, WorstStretch(metric, recording)));
            }
        }

        Metrics = metrics;
    }

    /// <summary>Every metric, also those without a series, in the order of the assessments.</summary>
    public IReadOnlyList<PlottedMetric> Metrics { get; }

    /// <summary>Indices of metrics and their values at a step, by metric.</summary>
    public IReadOnlyList<(int Metric, double Value)> At(int step) => _steps[step] ?? [];

    /// <summary>True for a value at the threshold or beyond it.</summary>
    public static bool Beyond(Metric metric, double value) =>
        metric.CriticalAt is { } at && (metric.Worse == WorseDirection.Lower ? value <= at : value >= at);

    // The samples beyond the threshold without a break around the worst instant: only there the actors of the measurement are known.
    private static (int From, int To)? WorstStretch(Metric metric, Recording recording)
    {
        if (metric.Value.WorstTimeUs is not { } worstUs || metric.Series.Count == 0)
        {
            return null;
        }

        int at = 0;
        for (int i = 1; i < metric.Series.Count; i++)
        {
            if (Math.Abs((double)recording.TimeUs(metric.Series[i].Step) - worstUs) < Math.Abs((double)recording.TimeUs(metric.Series[at].Step) - worstUs))
            {
                at = i;
            }
        }

        if (!Beyond(metric, metric.Series[at].Value))
        {
            return null;
        }

        int from = at, to = at;
        while (from > 0 && metric.Series[from - 1].Step == metric.Series[from].Step - 1 && Beyond(metric, metric.Series[from - 1].Value))
        {
            from--;
        }

        while (to + 1 < metric.Series.Count && metric.Series[to + 1].Step == metric.Series[to].Step + 1 && Beyond(metric, metric.Series[to + 1].Value))
        {
            to++;
        }

        return (metric.Series[from].Step, metric.Series[to].Step);
    }

    /// <summary>A metric as a plot names it.</summary>
    /// <param name="Assessor">The assessor's name, unique.</param>
    /// <param name="Name">The metric's name, unique within the assessor.</param>
    /// <param name="Metric">The metric.</param>
    /// <param name="Stretch">First and last step for which it is critical around its worst instant, or null.</param>
    internal sealed record PlottedMetric(string Assessor, string Name, Metric Metric, (int From, int To)? Stretch);
}
