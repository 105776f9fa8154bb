using Sim.Plugins.Criticality.Metrics;

namespace Sim.Plugins.Criticality;

/// <summary>Sentences that say why a case is critical, built from the metrics at or beyond their thresholds, those that families say themselves first.</summary>
internal static class EvidenceText
{
    /// <summary>The sentences of an assessment.</summary>
    public static IReadOnlyList<Evidence> Of(IReadOnlyList<Metric> metrics, IReadOnlyList<Evidence> said)
    {
        var sentences = new List<Evidence>(said);
        foreach (var metric in metrics)
        {
            if (metric.Value.WorstTimeUs is { } time && MetricFamilies.Of(metric.Name).Sentence(metric) is { } text)
            {
                sentences.Add(new Evidence(FormattableString.Invariant($"At {time / 1e6:0.00} s {text}"), time, metric.Value.Actors));
            }
        }

        return sentences;
    }

    /// <summary>A sentence about a value at or beyond its threshold; null for any other metric.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="text">Makes the sentence of value and threshold.</param>
    public static string? Beyond(Metric metric, Func<double, double, string> text) =>
        metric.Value.Value is { } value && metric.CriticalAt is { } critical && (metric.Worse == WorseDirection.Lower ? value <= critical : value >= critical)
            ? text(value, critical)
            : null;

    /// <summary>The other actor of a metric's worst instant.</summary>
    public static string Other(Metric metric) => metric.Value.Actors.Count > 1 ? metric.Value.Actors[1] : "another actor";

    /// <summary>The inputs of a metric in words.</summary>
    public static string Inputs(Metric metric) =>
        string.Join(", ", metric.Value.Inputs.Select(i => FormattableString.Invariant($"{i.Name} {i.Value:0.0#} {i.Unit}").TrimEnd()));
}
