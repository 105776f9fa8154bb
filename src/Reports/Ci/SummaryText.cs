using System.Globalization;

namespace Sim.Reports.Ci;

/// <summary>The Markdown summary of a run. Deterministic.</summary>
internal static class SummaryText
{
    private const string All = "report.html";
    private const string Data = "report.json";

    /// <summary>The text.</summary>
    public static string Of(RunReport report, SummaryOptions options)
    {
        var page = new MarkdownPage(options);
        page.Line($"# {MarkdownPage.Escape(string.Join(" + ", report.Identity.Suites))}: {MarkdownPage.Escape(report.Verdict)}");
        page.Line("");
        Counts(page, report);
        Reproducible(page, report);
        Gates(page, report.Gates);
        Changes(page, report.Comparison);
        Clusters(page, report.Clusters);
        Otherwise(page, report.Cases);
        Waivers(page, report.Waivers);
        Replicas(page, report);
        Cases(page, report.Cases);
        Requirements(page, report.Requirements);
        CoverageText.Add(page, report.Coverage);
        Sent(page, report.Cases);
        page.Line($"Sim {MarkdownPage.Escape(CiText.Cut(report.Identity.SimVersion, 40))}, seed {report.Identity.Seed.ToString(CultureInfo.InvariantCulture)}.", last: true);
        return page.ToString();
    }

    private static void Counts(MarkdownPage page, RunReport report)
    {
        page.Line("| passed | failed | known | error | refused | not run |");
        page.Line("|---:|---:|---:|---:|---:|---:|");
        int Of(CaseVerdict verdict) => CaseText.Count(report, verdict);
        page.Line(string.Create(CultureInfo.InvariantCulture, $"| {Of(CaseVerdict.Passed)} | {Of(CaseVerdict.Failed)} | {Of(CaseVerdict.Known)} | {Of(CaseVerdict.Error)} | {Of(CaseVerdict.Refused)} | {Of(CaseVerdict.NotRun)} |"));
        page.Line("");
    }

    private static void Reproducible(MarkdownPage page, RunReport report)
    {
        var kinds = report.Cases.Select(c => CaseText.Reproducible(c.Result)).Where(t => t.Length > 0).GroupBy(t => t).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => string.Create(CultureInfo.InvariantCulture, $"{g.Count()} {g.Key}")).ToList();
        if (kinds.Count > 0)
        {
            page.Line($"Reproducible cases: {string.Join("; ", kinds)}.");
            page.Line("");
        }
    }

    private static void Gates(MarkdownPage page, IReadOnlyList<GateResult> gates)
    {
        page.Line("## Expectations");
        page.Line("");
        if (gates.Count == 0)
        {
            page.Line("None: nothing was checked.");
            page.Line("");
            return;
        }

        // What failed must not be what is cut.
        var sorted = gates.OrderBy(g => g.Outcome switch { GateOutcome.Error => 0, GateOutcome.Empty => 1, GateOutcome.Failed => 2, _ => 3 }).ToList();
        page.Table("", ("| outcome | expectation | why |", "|---|---|---|"),
            [.. (gates.Count > 50 ? sorted : gates).Select(g => $"| {g.Outcome.ToString().ToLowerInvariant()} | {MarkdownPage.Code(g.Text)} | {MarkdownPage.Escape(g.Message)} |")], All);
    }

    private static void Changes(MarkdownPage page, RunComparison? comparison)
    {
        if (comparison is null)
        {
            return;
        }

        int Of(CaseChange change) => comparison.Cases.Count(c => c.Change == change);
        page.Line("## Against the baseline");
        page.Line("");
        page.Line("| regressed | fixed | changed | new | removed | not comparable | same |");
        page.Line("|---:|---:|---:|---:|---:|---:|---:|");
        page.Line(string.Create(CultureInfo.InvariantCulture, $"| {Of(CaseChange.Regressed)} | {Of(CaseChange.Fixed)} | {Of(CaseChange.Changed)} | {Of(CaseChange.New)} | {Of(CaseChange.Removed)} | {Of(CaseChange.NotComparable)} | {comparison.Same} |"));
        page.Line("");
        page.Line($"Compared with {MarkdownPage.Escape(comparison.Against)}{(comparison.Accepted ? " (accepted results)" : "")}.");
        page.Line("");
        static string Verdict(CaseVerdict? verdict) => verdict is { } v ? CaseText.Verdict(v) : "–";
        page.Table("", ("| change | case | before | now | why |", "|---|---|---|---|---|"),
            [.. comparison.Cases.Where(c => c.Change is not CaseChange.Changed).Select(c =>
                $"| {PageText.Word(c.Change).Replace('_', ' ')} | {MarkdownPage.Code(c.Case)} | {Verdict(c.Before)} | {Verdict(c.After)} | {MarkdownPage.Escape(c.Reason)} |")], All);
        page.Table("", ("| measured | test | pairs | worse | better | p | p corrected |", "|---|---|---:|---:|---:|---:|---:|"),
            [.. comparison.Statistics.Select(s => string.Create(CultureInfo.InvariantCulture,
                $"| {MarkdownPage.Escape(s.Name)} | {MarkdownPage.Escape(s.Test)} | {s.Pairs} | {s.Worse} | {s.Better} | {MetricText.Number(s.PValue)} | {MetricText.Number(s.AdjustedPValue)} |"))], All, "Corrected after Holm.");
    }

    private static void Clusters(MarkdownPage page, IReadOnlyList<FailureCluster> clusters) =>
        page.Table("Kinds of failures", ("| verdict | cases | what | such as | id |", "|---|---:|---|---|---|"),
            [.. clusters.Select(c => $"| {CaseText.Verdict(c.Verdict)} | {c.Cases.Count.ToString(CultureInfo.InvariantCulture)} | {MarkdownPage.Escape(c.Title)} | {MarkdownPage.Code(c.Representative)} | {MarkdownPage.Code(c.Id)} |")], All);

    private static void Otherwise(MarkdownPage page, IReadOnlyList<CaseRow> rows) =>
        page.Table("Decided otherwise by the second reading", ("| case | expectation |", "|---|---|"),
            [.. rows.Where(r => r.Otherwise.Count > 0).Select(r => $"| {MarkdownPage.Code(r.Result.Case.Id)} | {string.Join(", ", r.Otherwise.Take(8).Select(MarkdownPage.Code))} |")], Data,
            "The verdicts stand; the metric has two readings, and they disagree about these cases.");

    private static void Waivers(MarkdownPage page, IReadOnlyList<WaiverResult> waivers) =>
        page.Table("Known issues", ("| state | cases | reason | ticket | owner | expires |", "|---|---|---|---|---|---|"),
            [.. waivers.Select(w => $"| {MarkdownPage.Escape(w.State)} | {MarkdownPage.Code(w.Issue.CasePattern)} ({w.Cases.Count.ToString(CultureInfo.InvariantCulture)}) | {MarkdownPage.Escape(w.Issue.Reason)} | {MarkdownPage.Escape(w.Issue.Ticket)} | {MarkdownPage.Escape(w.Issue.Owner)} | {CaseText.Date(w.Issue.Expires)} |")], Data);

    private static void Replicas(MarkdownPage page, RunReport report)
    {
        if (report.Replicas.Count == 0)
        {
            return;
        }

        var columns = PageIndex.Columns(report);
        page.Table("Replicas",
            ($"| case | passed | pass rate | reproducible |{string.Concat(columns.Select(c => $" {MarkdownPage.Escape(c.Name)} |"))}", $"|---|---:|---:|---|{string.Concat(columns.Select(_ => "---:|"))}"),
            [.. report.Replicas.Select(group =>
            {
                string passed = string.Create(CultureInfo.InvariantCulture, $"{group.Passed} of {group.Evaluated}");
                string means = string.Concat(columns.Select(c => $" {MarkdownPage.Escape(Mean(group.Metrics.FirstOrDefault(m => m.Name == c.Name)))} |"));
                return $"| {MarkdownPage.Code(group.Case)} ({MetricText.Whole((ulong)group.Cases.Count)}) | {passed} | {MetricText.Share(group.PassRate)} | {CaseText.Reproducible(group.Reproducibility)} |{means}";
            })], Data, "95 % intervals: shares after Wilson, means after Student over the replicas that gave a value.");
    }

    private static string Mean(ReplicaMetric? metric)
    {
        string others = metric is null ? "" : CaseText.Others(metric);
        return metric is null ? "–" : MetricText.Mean(metric.Mean, metric.Unit) + (others.Length > 0 ? $"; {others}" : "");
    }

    private static void Cases(MarkdownPage page, IReadOnlyList<CaseRow> rows) =>
        page.Table("Cases to look at", ("| verdict | case | why | reproducible |", "|---|---|---|---|"),
            [.. CaseText.WorstFirst(rows).Where(r => r.Verdict != CaseVerdict.Passed).Select(row =>
            {
                string why = string.Join(". ", new[] { CaseText.Reason(row), CaseText.Evidence(row.Result) }.Where(t => t.Length > 0));
                return $"| {CaseText.Verdict(row.Verdict)} | {MarkdownPage.Code(row.Result.Case.Id)} | {MarkdownPage.Escape(why)} | {CaseText.Reproducible(row.Result)} |";
            })], All);

    private static void Requirements(MarkdownPage page, RequirementTrace? trace)
    {
        if (trace is null)
        {
            return;
        }

        int Of(RequirementVerdict verdict) => trace.Requirements.Count(r => r.Verdict == verdict);
        page.Line("## Requirements");
        page.Line("");
        page.Line("| met | violated | waived | open | untested |");
        page.Line("|---:|---:|---:|---:|---:|");
        page.Line(string.Create(CultureInfo.InvariantCulture, $"| {Of(RequirementVerdict.Met)} | {Of(RequirementVerdict.Violated)} | {Of(RequirementVerdict.Waived)} | {Of(RequirementVerdict.Open)} | {Of(RequirementVerdict.Untested)} |"));
        page.Line("");
        page.Table("", ("| verdict | requirement | what | cases |", "|---|---|---|---:|"),
            [.. trace.Requirements.Where(r => r.Verdict != RequirementVerdict.Met)
                .OrderBy(r => r.Verdict switch { RequirementVerdict.Violated => 0, RequirementVerdict.Untested => 1, RequirementVerdict.Open => 2, _ => 3 })
                .Select(r => $"| {r.Verdict.ToString().ToLowerInvariant()} | {MarkdownPage.Code(r.Id)} | {MarkdownPage.Escape(r.Source.Length == 0 && r.Text.Length == 0 ? "only cases name it" : r.Text)} | {r.Cases.Count.ToString(CultureInfo.InvariantCulture)} |")], All,
            trace.CasesWithout.Count > 0 ? string.Create(CultureInfo.InvariantCulture, $"{trace.CasesWithout.Count} cases cover no requirement.") : "");
    }

    private static void Sent(MarkdownPage page, IReadOnlyList<CaseRow> rows)
    {
        // Variants of one report share what was sent for it.
        var sent = rows.SelectMany(r => r.Result.Egress).DistinctBy(e => (e.Host, e.Source, e.Sha256))
            .OrderBy(e => e.Host, StringComparer.Ordinal).ThenBy(e => e.Source, StringComparer.Ordinal).ThenBy(e => e.Sha256, StringComparer.Ordinal);
        page.Table("Sent over the network", ("| host | what | bytes | SHA-256 | masked |", "|---|---|---:|---|---|"),
            [.. sent.Select(e => $"| {MarkdownPage.Escape(e.Host)} | {MarkdownPage.Escape(e.Source)} | {e.Bytes.ToString(CultureInfo.InvariantCulture)} | {MarkdownPage.Code(e.Sha256)} | {MarkdownPage.Escape(e.Masked.Count == 0 ? "nothing" : string.Join(", ", e.Masked))} |")], Data);
    }
}
