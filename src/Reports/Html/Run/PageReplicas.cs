using System.Text.Json;
using Sim.Numerics;

namespace Sim.Reports;

/// <summary>Replica groups as the page shows them: shares and means with their intervals.</summary>
internal sealed class PageReplicas(HtmlOptions options, PageText text)
{
    /// <summary>Writes the member "replicas", or nothing when every case ran once.</summary>
    public void Write(Utf8JsonWriter json, IReadOnlyList<ReplicaGroup> groups)
    {
        if (groups.Count == 0)
        {
            return;
        }

        json.WriteStartArray("replicas");
        foreach (var group in groups.Take(options.MaxReplicaGroups))
        {
            json.WriteStartObject();
            text.String(json, "case", group.Case);
            text.Strings(json, "cases", group.Cases);
            json.WriteString("reproducibility", PageText.Word(group.Reproducibility));
            json.WriteNumber("passed", group.Passed);
            json.WriteNumber("evaluated", group.Evaluated);
            Estimate(json, "rate", group.PassRate);
            json.WriteStartArray("metrics");
            foreach (var metric in group.Metrics)
            {
                json.WriteStartObject();
                text.String(json, "name", metric.Name);
                text.String(json, "unit", metric.Unit);
                json.WriteNumber("values", metric.Values);
                text.String(json, "others", CaseText.Others(metric));
                Estimate(json, "mean", metric.Mean);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("replicas_left_out", Math.Max(0, groups.Count - options.MaxReplicaGroups));
    }

    private static void Estimate(Utf8JsonWriter json, string name, IntervalEstimate? estimate)
    {
        if (estimate is not { } e)
        {
            return;
        }

        json.WriteStartArray(name);
        json.WriteNumberValue(e.Value);
        if (e is { Low: { } low, High: { } high })
        {
            json.WriteNumberValue(low);
            json.WriteNumberValue(high);
        }

        json.WriteEndArray();
    }
}
