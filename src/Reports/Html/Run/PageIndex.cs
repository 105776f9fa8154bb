using System.Globalization;
using System.Text.Json;

namespace Sim.Reports;

/// <summary>What the landing page shows: verdict, counts, gates, waivers, one row for each case.</summary>
internal sealed class PageIndex(PageText text)
{
    private const int MaxColumns = 4;

    /// <summary>How one case's replay fared.</summary>
    public enum Replay
    {
        /// <summary>In the page.</summary>
        Embedded,
        /// <summary>The run kept no recording.</summary>
        NotKept,
        /// <summary>A limit of the page left it out.</summary>
        LeftOut,
    }

    /// <summary>Writes the index block.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="report">The run.</param>
    /// <param name="rows">Its cases, worst first: row i has the block "case-i".</param>
    /// <param name="replays">How each row's replay fared.</param>
    /// <param name="options">The limits in force.</param>
    public void Write(Utf8JsonWriter json, RunReport report, IReadOnlyList<CaseRow> rows, IReadOnlyList<Replay> replays, HtmlOptions options)
    {
        json.WriteStartObject();
        json.WriteNumber("schema", report.Schema);
        text.String(json, "verdict", report.Verdict);
        json.WriteNumber("exit_code", report.ExitCode);
        WriteIdentity(json, report.Identity, options);
        WriteCounts(json, report);
        WriteGates(json, report.Gates);
        WriteWaivers(json, report.Waivers);
        text.Strings(json, "missing", CaseText.Missing(report));
        json.WriteStartObject("replays");
        json.WriteNumber("embedded", replays.Count(r => r == Replay.Embedded));
        json.WriteNumber("not_kept", replays.Count(r => r == Replay.NotKept));
        json.WriteNumber("left_out", replays.Count(r => r == Replay.LeftOut));
        json.WriteNumber("max", options.MaxReplays);
        json.WriteNumber("max_bytes", options.MaxReplayBytes);
        json.WriteEndObject();
        var columns = Columns(report);
        json.WriteStartArray("columns");
        foreach (var metric in columns)
        {
            json.WriteStartObject();
            text.String(json, "name", metric.Name);
            text.String(json, "unit", metric.Unit);
            json.WriteString("worse", PageText.Word(metric.Worse));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        new PageReplicas(options, text).Write(json, report.Replicas);
        var positions = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < rows.Count; i++)
        {
            positions.TryAdd(rows[i].Result.Case.Id, i);
        }

        var summaries = new PageSummaries(text);
        summaries.Clusters(json, report.Clusters, rows, positions);
        summaries.Triage(json, report.Triage);
        PageSummaries.Coverage(json, report.Coverage);
        PageSummaries.Requirements(json, report.Requirements);
        summaries.Changes(json, report.Comparison);
        text.Strings(json, "licences", report.Cases.Select(c => c.Result.Licence).Where(l => l.Length > 0).Distinct().Order(StringComparer.Ordinal));
        text.Strings(json, "egress", report.Cases.SelectMany(c => c.Result.Egress).GroupBy(e => e.Host, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => string.Create(CultureInfo.InvariantCulture, $"{g.Key}: {g.Count()} {(g.Count() == 1 ? "text" : "texts")}, {g.Sum(e => e.Bytes)} bytes")));
        new PageClosest(text).Write(json, rows, [.. report.Gates.SelectMany(g => Words(g.Text)).Distinct(StringComparer.Ordinal)]);
        WriteCases(json, report, rows, replays, columns);
        json.WriteEndObject();
    }

    /// <summary>
    /// Metrics worth a column: those that expectations name, in their order, then those whose critical threshold most cases cross, then the
    /// first ones; at most four.
    /// </summary>
    internal static IReadOnlyList<Metric> Columns(RunReport report)
    {
        var known = new Dictionary<string, Metric>(StringComparer.Ordinal);
        var order = new List<string>();
        var crossed = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var metric in report.Cases.SelectMany(c => c.Result.Assessments).SelectMany(a => a.Metrics))
        {
            if (known.TryAdd(metric.Name, metric))
            {
                order.Add(metric.Name);
                crossed[metric.Name] = 0;
            }

            crossed[metric.Name] += Crosses(metric) ? 1 : 0;
        }

        var named = report.Gates.SelectMany(g => Words(g.Text)).Where(known.ContainsKey);
        var critical = order.Where(n => crossed[n] > 0).OrderByDescending(n => crossed[n]);
        return [.. named.Concat(critical).Concat(order).Distinct().Take(MaxColumns).Select(n => known[n])];
    }

    private static bool Crosses(Metric metric) => metric.Value.State == MeasuredState.TooLate
        || (metric.CriticalAt is { } at && metric.Value.Value is { } value && (metric.Worse == WorseDirection.Lower ? value <= at : value >= at));

    private static IEnumerable<string> Words(string expectation)
    {
        int start = 0;
        for (int i = 0; i <= expectation.Length; i++)
        {
            if (i == expectation.Length || !(char.IsAsciiLetterOrDigit(expectation[i]) || expectation[i] is '_' or '.' or '-'))
            {
                if (i > start)
                {
                    yield return expectation[start..i];
                }

                start = i + 1;
            }
        }
    }

    private void WriteIdentity(Utf8JsonWriter json, RunIdentity identity, HtmlOptions options)
    {
        text.Strings(json, "suites", identity.Suites);
        text.String(json, "title", options.Title);
        text.String(json, "sim_version", identity.SimVersion);
        json.WriteString("seed", MetricText.Whole(identity.Seed));
        text.String(json, "cpu_class", identity.CpuClass);
        json.WriteNumber("planned", identity.PlannedCases);
        text.String(json, "plan_sha256", identity.PlanSha256);
        text.Pairs(json, "switches", identity.Switches);
        json.WriteStartArray("inputs");
        foreach (var input in identity.Inputs)
        {
            json.WriteStartArray();
            json.WriteStringValue(text.Clean(input.Key));
            json.WriteStringValue(text.Clean(input.Sha256));
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteStartArray("modules");
        foreach (var module in identity.Modules)
        {
            json.WriteStartArray();
            json.WriteStringValue(text.Clean(module.Kind));
            json.WriteStringValue(text.Clean(module.Name));
            json.WriteStringValue(text.Clean(module.Version));
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void WriteCounts(Utf8JsonWriter json, RunReport report)
    {
        json.WriteStartObject("counts");
        foreach (var verdict in Enum.GetValues<CaseVerdict>())
        {
            json.WriteNumber(PageText.Word(verdict), CaseText.Count(report, verdict));
        }

        json.WriteEndObject();
    }

    private void WriteGates(Utf8JsonWriter json, IReadOnlyList<GateResult> gates)
    {
        json.WriteStartArray("gates");
        foreach (var gate in gates)
        {
            json.WriteStartObject();
            text.String(json, "text", gate.Text);
            json.WriteString("outcome", PageText.Word(gate.Outcome));
            text.String(json, "message", gate.Message);
            json.WriteNumber("selected", gate.Selected);
            json.WriteNumber("applicable", gate.Applicable);
            text.Strings(json, "cases", gate.Cases);
            text.Strings(json, "otherwise", gate.Otherwise);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteWaivers(Utf8JsonWriter json, IReadOnlyList<WaiverResult> waivers)
    {
        json.WriteStartArray("waivers");
        foreach (var waiver in waivers)
        {
            json.WriteStartObject();
            text.String(json, "state", waiver.State);
            text.String(json, "pattern", waiver.Issue.CasePattern);
            text.String(json, "reason", waiver.Issue.Reason);
            text.String(json, "ticket", waiver.Issue.Ticket);
            text.String(json, "owner", waiver.Issue.Owner);
            json.WriteString("expires", CaseText.Date(waiver.Issue.Expires));
            text.Strings(json, "cases", waiver.Cases);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteCases(Utf8JsonWriter json, RunReport report, IReadOnlyList<CaseRow> rows, IReadOnlyList<Replay> replays, IReadOnlyList<Metric> columns)
    {
        var changes = new Dictionary<string, CaseChange>(StringComparer.Ordinal);
        foreach (var compared in report.Comparison?.Cases ?? [])
        {
            changes.TryAdd(compared.Case, compared.Change);
        }

        // Rows share their tags: a number instead of a text.
        var tags = new Dictionary<string, int>(StringComparer.Ordinal);
        json.WriteStartArray("cases");
        for (int i = 0; i < rows.Count; i++)
        {
            var result = rows[i].Result;
            json.WriteStartObject();
            WriteRow(json, rows[i], replays[i], columns);
            if (changes.TryGetValue(result.Case.Id, out var change))
            {
                json.WriteString("change", PageText.Word(change));
            }

            if (PageSummaries.Exposure(result, report.Coverage?.Odd) is { } exposure)
            {
                json.WriteNumber("exposure", exposure);
            }

            json.WriteStartArray("tags");
            foreach (string tag in result.Tags.Concat(result.Covers).Concat(result.Odd.OrderBy(o => o.Key, StringComparer.Ordinal).Select(o => $"{o.Key}: {o.Value}")).Distinct())
            {
                tags.TryAdd(tag, tags.Count);
                json.WriteNumberValue(tags[tag]);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        text.Strings(json, "tags", tags.OrderBy(t => t.Value).Select(t => t.Key));
    }

    private void WriteRow(Utf8JsonWriter json, CaseRow row, Replay replay, IReadOnlyList<Metric> columns)
    {
        var result = row.Result;
        text.String(json, "suite", row.Suite);
        text.String(json, "id", result.Case.Id);
        text.String(json, "entry", result.Case.Entry);
        json.WriteString("verdict", PageText.Word(row.Verdict));
        text.String(json, "reason", CaseText.Reason(row));
        text.String(json, "evidence", CaseText.Evidence(result));
        json.WriteString("end", result.End is { } end ? PageText.Word(end) : "");
        text.String(json, "traffic", result.Traffic);
        json.WriteNumber("simulated_us", result.SimulatedUs);
        json.WriteNumber("severity", CaseText.Severity(result));
        text.String(json, "leading_metric", CaseText.LeadingMetric(result));
        json.WriteString("replay", PageText.Word(replay));
        json.WriteString("reproducibility", result.End is null ? "" : PageText.Word(result.Reproducibility));
        json.WriteStartArray("metrics");
        foreach (var column in columns)
        {
            var metric = result.Assessments.SelectMany(a => a.Metrics).FirstOrDefault(m => m.Name == column.Name);
            if (metric is null)
            {
                json.WriteNullValue();
                continue;
            }

            json.WriteStartArray();
            json.WriteStringValue(PageText.Word(metric.Value.State));
            if (metric.Value.Value is { } value)
            {
                json.WriteNumberValue(value);
                json.WriteBooleanValue(Crosses(metric));
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
    }
}
