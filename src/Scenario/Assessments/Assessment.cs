namespace Sim;

/// <summary>What a recording means, according to one assessor: metrics, evidence, verdict.</summary>
public sealed record Assessment
{
    /// <summary>The assessor's name.</summary>
    public required string Assessor { get; init; }

    /// <summary>The assessor's version.</summary>
    public required string Version { get; init; }

    /// <summary>Its metrics, in a stable order, names unique.</summary>
    public required IReadOnlyList<Metric> Metrics { get; init; }

    /// <summary>Sentences for people, worst first.</summary>
    public IReadOnlyList<Evidence> Evidence { get; init; } = [];

    /// <summary>How critical the case is, 0 (uneventful) upwards, 1 and more after a contact; null when the assessor does not rank.</summary>
    public double? Severity { get; init; }

    /// <summary>The metric that <see cref="Severity"/> comes from; null when there is none.</summary>
    public string? LeadingMetric { get; init; }

    /// <summary>How many metrics are more than half way from noteworthy to critical, at least 0; ranks cases of the same <see cref="Severity"/>.</summary>
    public int ElevatedMetrics { get; init; }

    /// <summary>Other drivers in the ego's place; empty when none was asked. Models are unique.</summary>
    public IReadOnlyList<Counterfactual> Counterfactuals { get; init; } = [];

    /// <summary>Null when every number in it is finite, else what is not, by metric. Such an assessment cannot be written.</summary>
    public string? Fault()
    {
        if (Severity is { } severity && !double.IsFinite(severity))
        {
            return "the severity is not finite";
        }

        if (Counterfactuals.FirstOrDefault(c => c.ImpactSpeedMps is { } speed && !double.IsFinite(speed)) is { } driven)
        {
            return $"the impact speed of model '{driven.Model}' is not finite";
        }

        for (int i = 0; i < Metrics.Count; i++)
        {
            var metric = Metrics[i];
            string? wrong = NotFinite(metric.Value) is { } part ? part
                : metric.SecondReading is { } second && NotFinite(second) is { } other ? $"{other} of the second reading"
                : metric.CriticalAt is { } critical && !double.IsFinite(critical) ? "critical_at"
                : StepNotFinite(metric.Series) is { } step ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"sample at step {step}")
                : null;
            if (wrong is not null)
            {
                return $"the {wrong} of metric '{metric.Name}' is not finite; give a state instead, or leave the sample out";
            }
        }

        return null;
    }

    private static string? NotFinite(Measured<double> measured) =>
        measured.Value is { } value && !double.IsFinite(value) ? "value"
        : measured.Inputs.FirstOrDefault(input => !double.IsFinite(input.Value)) is { } wrong ? $"input '{wrong.Name}'"
        : null;

    private static int? StepNotFinite(IReadOnlyList<MetricSample> series)
    {
        for (int i = 0; i < series.Count; i++)
        {
            if (!double.IsFinite(series[i].Value))
            {
                return series[i].Step;
            }
        }

        return null;
    }
}
