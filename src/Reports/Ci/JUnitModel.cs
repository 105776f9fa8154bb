using System.Globalization;
using System.Text;

namespace Sim.Reports.Ci;

/// <summary>What <c>junit.xml</c> says, before it is XML.</summary>
internal sealed class JUnitModel
{
    private const int MaxEvidence = 8;
    private readonly RunReport _report;
    private readonly JUnitOptions _options;
    private readonly Dictionary<string, FailureCluster> _clusters = new(StringComparer.Ordinal);
    private readonly string _all;

    private JUnitModel(RunReport report, JUnitOptions options)
    {
        (_report, _options) = (report, options);
        _all = string.Join("+", report.Identity.Suites);
        foreach (var cluster in report.Clusters)
        {
            foreach (string id in cluster.Cases)
            {
                _clusters.TryAdd(id, cluster);
            }
        }
    }

    /// <summary>The suites of a report: one for each entry, one for the expectations, one for cases without a result.</summary>
    public static IReadOnlyList<JUnitSuite> Of(RunReport report, JUnitOptions options, CancellationToken cancellationToken) => new JUnitModel(report, options).Suites(cancellationToken);

    private List<JUnitSuite> Suites(CancellationToken cancellationToken)
    {
        var suites = new List<JUnitSuite>();
        var run = Run();
        foreach (var entry in _report.Cases.GroupBy(c => (Suite: c.Suite.Length > 0 ? c.Suite : _all, c.Result.Case.Entry))
            .OrderBy(g => g.Key.Suite, StringComparer.Ordinal).ThenBy(g => g.Key.Entry, StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var place = _report.Entries.FirstOrDefault(e => e.Suite == entry.Key.Suite && e.Entry == entry.Key.Entry);
            var properties = new List<(string, string)>(run);
            if (place is { File.Length: > 0 })
            {
                properties.Add(("file", place.File));
                properties.Add(("line", Number(place.Line)));
            }

            var ids = entry.Select(r => r.Result.Case.Id).ToHashSet(StringComparer.Ordinal);
            properties.AddRange(_report.Clusters.Where(c => c.Cases.Any(ids.Contains)).Select(c =>
                ($"cluster.{c.Id}", $"{c.Title} ({Number(c.Cases.Count)} {(c.Cases.Count == 1 ? "case" : "cases")}, such as {c.Representative})")));
            suites.Add(new JUnitSuite($"{entry.Key.Suite}.{entry.Key.Entry}", properties, Cases([.. entry], place)));
        }

        var waivers = _report.Waivers.Where(w => w.State is "expired" or "passes").Select(Waiver);
        suites.Add(new JUnitSuite($"{_all}.expectations", run, [.. _report.Gates.Select(Gate), .. waivers]));
        var missing = CaseText.Missing(_report);
        if (missing.Count > 0)
        {
            suites.Add(new JUnitSuite($"{_all}.missing", run, [.. missing.Select(id => new JUnitCase
            {
                Name = id,
                Outcome = new("skipped", "", "planned, but the run holds no result: a shard is missing or the time budget ended", ""),
            })]));
        }

        return suites;
    }

    private List<(string Name, string Value)> Run()
    {
        var run = new List<(string, string)>
        {
            ("sim.version", _report.Identity.SimVersion),
            ("sim.seed", _report.Identity.Seed.ToString(CultureInfo.InvariantCulture)),
            ("sim.plan_sha256", _report.Identity.PlanSha256),
            ("sim.exit_code", Number(_report.ExitCode)),
            ("sim.verdict", _report.Verdict),
        };
        run.AddRange(_report.Identity.Modules.Select(m => ($"module.{m.Kind}.{m.Name}", m.Version)));
        return run;
    }

    private List<JUnitCase> Cases(IReadOnlyList<CaseRow> rows, EntryPlace? place)
    {
        var cases = new List<JUnitCase>();
        var groups = _options.Reruns ? _report.Replicas.SelectMany(g => g.Cases.Select(id => (id, g))).DistinctBy(p => p.id).ToDictionary(p => p.id, p => p.g, StringComparer.Ordinal) : [];
        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            if (!groups.TryGetValue(row.Result.Case.Id, out var group))
            {
                cases.Add(Case(row, place));
            }
            else if (done.Add(group.Case))
            {
                var members = group.Cases.ToHashSet(StringComparer.Ordinal);
                cases.Add(Replicas(group, [.. rows.Where(r => members.Contains(r.Result.Case.Id)).OrderBy(r => r.Result.Case.Replica)], place));
            }
        }

        return cases;
    }

    private JUnitCase Case(CaseRow row, EntryPlace? place) => new()
    {
        Name = row.Result.Case.Id,
        SimulatedUs = row.Result.SimulatedUs,
        Outcome = Outcome(row),
        Properties = Properties(row),
        Attachments = Attachments([row]),
        File = place?.File ?? "",
        Line = place?.Line ?? 0,
    };

    /// <summary>All replicas as one test case. Never green while one of them is not: a driver that fails one time in five is not safe.</summary>
    private JUnitCase Replicas(ReplicaGroup group, IReadOnlyList<CaseRow> rows, EntryPlace? place)
    {
        var worst = CaseText.WorstFirst(rows)[0];
        bool flaky = rows.Any(r => r.Verdict == CaseVerdict.Passed);
        var reruns = rows.Where(r => !ReferenceEquals(r, worst) && r.Verdict is CaseVerdict.Failed or CaseVerdict.Error).Select(r =>
        {
            var outcome = Outcome(r)!;
            string kind = r.Verdict == CaseVerdict.Error ? "Error" : "Failure";
            return outcome with { Element = (flaky ? "flaky" : "rerun") + kind, Message = $"{r.Result.Case.Id}: {outcome.Message}" };
        });
        var first = Case(worst, place);
        string share = $"{Number(group.Passed)} of {Number(group.Evaluated)} replicas passed";
        return first with
        {
            Name = group.Case,
            SimulatedUs = rows.Sum(r => r.Result.SimulatedUs),
            Outcome = first.Outcome is { } outcome ? outcome with { Message = $"{share}; {worst.Result.Case.Id}: {outcome.Message}" } : null,
            Reruns = [.. reruns],
            Attachments = Attachments(rows),
        };
    }

    private JUnitOutcome? Outcome(CaseRow row)
    {
        string reason = CaseText.Reason(row);
        return row.Verdict switch
        {
            CaseVerdict.Failed => new("failure", row.Result.Status == CaseStatus.DriverFailed ? "driver" : "expectation", reason, Details(row)),
            CaseVerdict.Error => new("error", row.Result.Status.ToString(), reason, Details(row)),
            CaseVerdict.Known => new("skipped", "", $"known issue: {reason}", ""),
            CaseVerdict.Refused or CaseVerdict.NotRun => new("skipped", "", reason, ""),
            _ => null,
        };
    }

    private string Details(CaseRow row)
    {
        var text = new StringBuilder();
        foreach (var evidence in row.Result.Assessments.SelectMany(a => a.Evidence).Take(MaxEvidence))
        {
            text.Append(CiText.Cut(evidence.Text, 500)).Append('\n');
        }

        foreach (var (name, value) in Properties(row))
        {
            text.Append(CultureInfo.InvariantCulture, $"{CiText.Cut(name, 200)}: {CiText.Cut(value, 200)}\n");
        }

        return text.ToString();
    }

    private List<(string Name, string Value)> Properties(CaseRow row)
    {
        var result = row.Result;
        var properties = new List<(string, string)>();
        properties.AddRange(result.Covers.Select(c => ("covers", c)));
        if (_clusters.TryGetValue(result.Case.Id, out var cluster))
        {
            properties.Add(("cluster", $"{cluster.Id}: {cluster.Title}"));
        }

        properties.AddRange(result.Odd.OrderBy(o => o.Key, StringComparer.Ordinal).Select(o => ($"odd.{o.Key}", o.Value)));
        properties.AddRange(result.Assessments.SelectMany(a => a.Metrics).Select(m => (m.Name, MetricText.Of(m.Value, m.Unit))));
        return properties;
    }

    private static JUnitCase Gate(GateResult gate) => new()
    {
        Name = gate.Text,
        Outcome = gate.Outcome switch
        {
            GateOutcome.Failed => new("failure", "expectation", gate.Message, string.Join('\n', gate.Cases)),
            GateOutcome.Error or GateOutcome.Empty => new("error", gate.Outcome.ToString(), gate.Message, string.Join('\n', gate.Cases)),
            _ => null,
        },
        Line = gate.Line,
    };

    private static JUnitCase Waiver(WaiverResult waiver) => new()
    {
        Name = $"known: {waiver.Issue.CasePattern}",
        Outcome = new("failure", "waiver", waiver.State == "expired"
            ? $"the waiver expired on {CaseText.Date(waiver.Issue.Expires)}: {waiver.Issue.Reason}"
            : $"the waiver covers cases that pass, remove or narrow it: {waiver.Issue.Reason}", string.Join('\n', waiver.Cases)),
        Line = waiver.Issue.Line,
    };

    private IReadOnlyList<string> Attachments(IEnumerable<CaseRow> rows)
    {
        string prefix = _options.Attachments.Length > 0 ? _options.Attachments + "/" : "";
        return [.. rows.Where(r => r.Result.RecordingSha256.Length > 0).Select(r => $"{prefix}cases/{r.Result.Case.Id}/recording.mcap")];
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
