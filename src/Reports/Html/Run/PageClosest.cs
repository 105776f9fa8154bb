using System.Text.Json;
using Sim.Reports.Comparing;

namespace Sim.Reports;

/// <summary>How close the run came to what is critical: for each metric that matters the worst measurement of all cases.</summary>
internal sealed class PageClosest(PageText text)
{
    private const int MaxMetrics = 8;

    /// <summary>Writes the member "closest": metrics that expectations name first, then those nearest to their critical threshold.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="rows">The cases, worst first.</param>
    /// <param name="named">Metrics that expectations name, in their order.</param>
    public void Write(Utf8JsonWriter json, IReadOnlyList<CaseRow> rows, IReadOnlyList<string> named)
    {
        json.WriteStartArray("closest");
        foreach (var (id, metric, cases) in Of(rows, named))
        {
            json.WriteStartObject();
            text.String(json, "name", metric.Name);
            text.String(json, "unit", metric.Unit);
            json.WriteString("worse", PageText.Word(metric.Worse));
            json.WriteString("state", PageText.Word(metric.Value.State));
            Number(json, "value", metric.Value.Value);
            Number(json, "critical_at", metric.CriticalAt);
            Number(json, "us", metric.Value.WorstTimeUs);
            text.String(json, "case", id);
            json.WriteNumber("cases", cases);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>The metrics with their worst case, and in how many cases they gave a measurement.</summary>
    internal static IReadOnlyList<(string Case, Metric Metric, int Cases)> Of(IReadOnlyList<CaseRow> rows, IReadOnlyList<string> named)
    {
        var worst = new Dictionary<string, (string Case, Metric Metric, int Cases)>(StringComparer.Ordinal);
        var order = new List<string>();
        foreach (var row in rows)
        {
            foreach (var metric in row.Result.Assessments.SelectMany(a => a.Metrics))
            {
                if (metric.Value.State is not (MeasuredState.Value or MeasuredState.NoConflict or MeasuredState.TooLate))
                {
                    continue;
                }

                if (!worst.TryGetValue(metric.Name, out var known))
                {
                    order.Add(metric.Name);
                    worst[metric.Name] = (row.Result.Case.Id, metric, 1);
                    continue;
                }

                bool worse = MeasuredOrder.Compare(known.Metric.Value, metric.Value, metric.Worse) > 0;
                worst[metric.Name] = worse ? (row.Result.Case.Id, metric, known.Cases + 1) : known with { Cases = known.Cases + 1 };
            }
        }

        // A metric without a threshold says nothing about how close it came, unless an expectation does.
        var near = order.Where(n => worst[n].Metric.CriticalAt is not null && worst[n].Metric.Value.State != MeasuredState.NoConflict).OrderByDescending(n => Nearness(worst[n].Metric));
        return [.. named.Where(worst.ContainsKey).Concat(near).Distinct(StringComparer.Ordinal).Take(MaxMetrics).Select(n => worst[n])];
    }

    // 1 at the threshold, more beyond it.
    private static double Nearness(Metric metric)
    {
        if (metric.Value.State == MeasuredState.TooLate)
        {
            return double.MaxValue;
        }

        double value = metric.Value.Value!.Value, at = metric.CriticalAt!.Value;
        var (part, whole) = metric.Worse == WorseDirection.Lower ? (at, value) : (value, at);
        return part <= 0 ? (whole <= part ? 1 : 0) : whole <= 0 ? double.MaxValue : part / whole;
    }

    private static void Number(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }
}
