using System.Globalization;
using System.Text.Json;

namespace Sim.Reports;

/// <summary>One case as its page shows it.</summary>
internal sealed class PageCase(PageText text)
{
    /// <summary>Writes the members that come from the case's result.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="row">The case.</param>
    /// <param name="withSeries">True when its recording is embedded too: a series has no time axis without it.</param>
    public void Write(Utf8JsonWriter json, CaseRow row, bool withSeries)
    {
        var result = row.Result;
        var key = result.Case.Key;
        text.String(json, "id", result.Case.Id);
        text.String(json, "entry", result.Case.Entry);
        text.String(json, "source", key.Source);
        json.WriteNumber("draw", key.Draw);
        json.WriteNumber("replica", result.Case.Replica);
        text.Pairs(json, "parameters", key.Parameters);
        json.WriteString("verdict", PageText.Word(row.Verdict));
        json.WriteString("status", PageText.Word(result.Status));
        text.String(json, "reason", result.Reason);
        text.Strings(json, "violates", row.Violates);
        text.Strings(json, "otherwise", row.Otherwise);
        text.Strings(json, "tags", result.Tags);
        text.Strings(json, "covers", result.Covers);
        text.Pairs(json, "odd", result.Odd);
        json.WriteString("end", result.End is { } end ? PageText.Word(end) : "");
        json.WriteNumber("simulated_us", result.SimulatedUs);
        json.WriteString("reproducibility", PageText.Word(result.Reproducibility));
        text.String(json, "traffic", result.Traffic);
        text.String(json, "recording_sha256", result.RecordingSha256);
        text.String(json, "licence", result.Licence);
        text.Strings(json, "egress", result.Egress.Select(e =>
            string.Create(CultureInfo.InvariantCulture, $"{e.Source} to {e.Host}: {e.Bytes} bytes, SHA-256 {e.Sha256}, masked: {(e.Masked.Count == 0 ? "nothing" : string.Join(", ", e.Masked))}")));
        json.WriteStartArray("assessments");
        foreach (var assessment in result.Assessments)
        {
            WriteAssessment(json, assessment, withSeries);
        }

        json.WriteEndArray();
    }

    private void WriteAssessment(Utf8JsonWriter json, Assessment assessment, bool withSeries)
    {
        json.WriteStartObject();
        text.String(json, "assessor", assessment.Assessor);
        text.String(json, "version", assessment.Version);
        if (assessment.Severity is { } severity)
        {
            json.WriteNumber("severity", severity);
        }

        text.String(json, "leading_metric", assessment.LeadingMetric ?? "");

        json.WriteStartArray("metrics");
        foreach (var metric in assessment.Metrics)
        {
            WriteMetric(json, metric, withSeries);
        }

        json.WriteEndArray();
        json.WriteStartArray("evidence");
        foreach (var evidence in assessment.Evidence)
        {
            json.WriteStartObject();
            text.String(json, "text", evidence.Text);
            if (evidence.TimeUs is { } us)
            {
                json.WriteNumber("us", us);
            }

            text.Strings(json, "actors", evidence.Actors);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("counterfactuals");
        foreach (var counterfactual in assessment.Counterfactuals)
        {
            WriteCounterfactual(json, counterfactual);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteCounterfactual(Utf8JsonWriter json, Counterfactual one)
    {
        json.WriteStartObject();
        text.String(json, "model", one.Model);
        json.WriteString("outcome", PageText.Word(one.Outcome));
        text.String(json, "reason", one.Reason);
        text.String(json, "other", one.Other ?? "");
        Number("alarm_us", one.AlarmTimeUs);
        Number("reaction_us", one.ReactionTimeUs);
        Number("impact_us", one.ImpactTimeUs);
        Number("impact_speed", one.ImpactSpeedMps);
        json.WriteNumber("band_runs", one.BandRuns);
        json.WriteNumber("band_avoids", one.BandAvoids);
        text.Strings(json, "assumptions", one.Assumptions);
        json.WriteEndObject();

        void Number(string name, double? value)
        {
            if (value is { } number)
            {
                json.WriteNumber(name, number);
            }
        }
    }

    private void WriteMetric(Utf8JsonWriter json, Metric metric, bool withSeries)
    {
        json.WriteStartObject();
        text.String(json, "name", metric.Name);
        text.String(json, "unit", metric.Unit);
        json.WriteString("worse", PageText.Word(metric.Worse));
        json.WriteNumber("version", metric.Version);
        json.WriteString("state", PageText.Word(metric.Value.State));
        if (metric.Value.Value is { } value)
        {
            json.WriteNumber("value", value);
        }

        if (metric.CriticalAt is { } critical)
        {
            json.WriteNumber("critical_at", critical);
        }

        if (metric.SecondReading is { } second)
        {
            json.WriteStartObject("second");
            json.WriteString("state", PageText.Word(second.State));
            if (second.Value is { } other)
            {
                json.WriteNumber("value", other);
            }

            text.String(json, "reason", second.Reason);
            json.WriteEndObject();
        }

        text.String(json, "reason", metric.Value.Reason);
        if (metric.Value.WorstTimeUs is { } us)
        {
            json.WriteNumber("us", us);
        }

        text.Strings(json, "actors", metric.Value.Actors);
        json.WriteStartArray("inputs");
        foreach (var input in metric.Value.Inputs)
        {
            json.WriteStartArray();
            json.WriteStringValue(text.Clean(input.Name));
            json.WriteNumberValue(input.Value);
            json.WriteStringValue(text.Clean(input.Unit));
            json.WriteEndArray();
        }

        json.WriteEndArray();
        if (withSeries && metric.Series.Count > 0)
        {
            WriteSeries(json, metric.Series);
        }

        json.WriteEndObject();
    }

    private static void WriteSeries(Utf8JsonWriter json, IReadOnlyList<MetricSample> series)
    {
        // Plots need no more digits than a screen has pixels; the exact worst value stands beside the series.
        double largest = 0;
        foreach (var sample in series)
        {
            largest = Math.Max(largest, Math.Abs(sample.Value));
        }

        // One far value, such as the time to collision of a gap that hardly closes, must not make the rest coarse: beyond 1e9 it is cut instead.
        double perUnit = largest < 100 ? 10_000 : 1000;
        var coder = new DeltaCoder();
        coder.AddColumn([.. series.Select(s => (double)s.Step)], 1);
        coder.AddColumn([.. series.Select(s => s.Value)], perUnit);
        json.WriteStartObject("series");
        json.WriteNumber("count", series.Count);
        json.WriteNumber("per_unit", perUnit);
        json.WriteString("data", coder.ToString());
        json.WriteEndObject();
    }
}
