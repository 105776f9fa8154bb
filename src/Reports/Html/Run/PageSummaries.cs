using System.Text.Json;

namespace Sim.Reports;

/// <summary>What the overview says of the parts that have pages of their own, and what joins cases to them: kinds of failure, notes, changes.</summary>
internal sealed class PageSummaries(PageText text)
{
    /// <summary>Writes the kinds of failure; cases are named by their position in the table.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="clusters">The kinds, worst first.</param>
    /// <param name="rows">The cases in the order of the table.</param>
    /// <param name="positions">Where each case stands in it.</param>
    public void Clusters(Utf8JsonWriter json, IReadOnlyList<FailureCluster> clusters, IReadOnlyList<CaseRow> rows, IReadOnlyDictionary<string, int> positions)
    {
        json.WriteStartArray("clusters");
        foreach (var cluster in clusters)
        {
            var signature = cluster.Signature;
            json.WriteStartObject();
            text.String(json, "id", cluster.Id);
            text.String(json, "signature", signature.Id);
            text.String(json, "title", cluster.Title);
            json.WriteString("verdict", PageText.Word(cluster.Verdict));
            json.WriteNumber("severity", double.IsFinite(cluster.Severity) ? cluster.Severity : -1);
            text.String(json, "family", signature.Family);
            text.String(json, "leading", signature.Leading);
            json.WriteString("partner", signature.PartnerClass is { } partner ? PageText.Word(partner) : "");
            json.WriteNumber("hour", signature.ImpactHour ?? 0);
            json.WriteString("manoeuvre", signature.EgoManoeuvre is { } manoeuvre ? PageText.Word(manoeuvre) : "");
            text.String(json, "event", signature.Event);
            text.Pairs(json, "odd", signature.Odd);
            int representative = positions.GetValueOrDefault(cluster.Representative, -1);
            json.WriteNumber("representative", representative);
            if (representative >= 0)
            {
                Example(json, rows[representative].Result, signature.Leading);
            }

            json.WriteStartArray("cases");
            foreach (string id in cluster.Cases)
            {
                if (positions.TryGetValue(id, out int position))
                {
                    json.WriteNumberValue(position);
                }
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>What is known of the representative: when, with whom, and the leading metric with its threshold.</summary>
    private void Example(Utf8JsonWriter json, CaseResult result, string leading)
    {
        if (result.Ending is { } ending)
        {
            json.WriteNumber("us", ending.TimeUs);
            text.String(json, "with", ending.Partner ?? "");
        }

        if (result.Assessments.SelectMany(a => a.Metrics).FirstOrDefault(m => m.Name == leading) is { } metric)
        {
            json.WriteStartObject("metric");
            json.WriteString("state", PageText.Word(metric.Value.State));
            Number(json, "value", metric.Value.Value);
            Number(json, "critical_at", metric.CriticalAt);
            text.String(json, "unit", metric.Unit);
            json.WriteString("worse", PageText.Word(metric.Worse));
            json.WriteEndObject();
        }
    }

    /// <summary>Writes what people decided.</summary>
    public void Triage(Utf8JsonWriter json, IReadOnlyList<TriageNote> notes)
    {
        json.WriteStartArray("triage");
        foreach (var note in notes)
        {
            json.WriteStartObject();
            text.String(json, "signature", note.Signature);
            json.WriteString("status", PageText.Word(note.Status));
            text.String(json, "owner", note.Owner);
            text.String(json, "comment", note.Comment);
            json.WriteBoolean("matches", note.Matches);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Writes the coverage in a few figures.</summary>
    public static void Coverage(Utf8JsonWriter json, CoverageReport? coverage)
    {
        if (coverage is null)
        {
            return;
        }

        json.WriteStartObject("coverage");
        Number(json, "grade", coverage.Grade);
        json.WriteStartArray("ways");
        foreach (var way in coverage.Entries.SelectMany(e => e.Ways).GroupBy(w => w.Strength).OrderBy(g => g.Key))
        {
            json.WriteStartArray();
            json.WriteNumberValue(way.Key);
            json.WriteNumberValue(way.Sum(w => w.Covered));
            json.WriteNumberValue(way.Sum(w => w.Feasible));
            json.WriteEndArray();
        }

        json.WriteEndArray();
        if (coverage.Odd is { } odd)
        {
            json.WriteStartObject("odd");
            json.WriteBoolean("declared", odd.Declared);
            json.WriteNumber("combinations", odd.Combinations);
            json.WriteNumber("covered", odd.Covered);
            Number(json, "exposure", odd.ExposureShare);
            json.WriteNumber("outside", odd.Outside.Count);
            json.WriteEndObject();
        }

        if (coverage.Behaviour is { } behaviour)
        {
            json.WriteStartObject("behaviour");
            json.WriteNumber("cells", behaviour.Cells.Count);
            json.WriteNumber("size", behaviour.Size);
            Number(json, "new_rate", behaviour.NewCellRate);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>Writes how many requirements have each verdict.</summary>
    public static void Requirements(Utf8JsonWriter json, RequirementTrace? trace)
    {
        if (trace is null)
        {
            return;
        }

        json.WriteStartObject("requirements");
        foreach (var verdict in Enum.GetValues<RequirementVerdict>())
        {
            json.WriteNumber(PageText.Word(verdict), trace.Requirements.Count(r => r.Verdict == verdict));
        }

        json.WriteEndObject();
    }

    /// <summary>Writes how many cases changed in each way, and by how much the number of cases with each verdict grew.</summary>
    public void Changes(Utf8JsonWriter json, RunComparison? comparison)
    {
        if (comparison is null)
        {
            return;
        }

        json.WriteStartObject("changes");
        text.String(json, "against", comparison.Against);
        json.WriteBoolean("accepted", comparison.Accepted);
        json.WriteNumber("same", comparison.Same);
        json.WriteStartObject("counts");
        foreach (var change in Enum.GetValues<CaseChange>())
        {
            json.WriteNumber(PageText.Word(change), comparison.Cases.Count(c => c.Change == change));
        }

        json.WriteEndObject();
        json.WriteStartObject("growth");
        foreach (var verdict in Enum.GetValues<CaseVerdict>())
        {
            json.WriteNumber(PageText.Word(verdict), comparison.Cases.Count(c => c.After == verdict) - comparison.Cases.Count(c => c.Before == verdict));
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>How much of the driving is like a case, by its tags; null where the declaration does not say.</summary>
    public static double? Exposure(CaseResult result, OddCoverage? odd)
    {
        if (odd is not { Declared: true } || odd.Dimensions.Count == 0)
        {
            return null;
        }

        double exposure = 1;
        foreach (var dimension in odd.Dimensions)
        {
            if (!result.Odd.TryGetValue(dimension.Name, out string? tag) || dimension.Values.FirstOrDefault(v => v.Name == tag) is not { } value)
            {
                return null;
            }

            exposure *= value.Exposure;
        }

        return exposure;
    }

    private static void Number(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number))
        {
            json.WriteNumber(name, number);
        }
    }
}
