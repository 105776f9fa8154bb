using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Sim.Plugins.Sdk;

namespace Sim.Reports.Ci;

/// <summary>
/// <c>allure-results/</c>: a result for each case, expectation, failing waiver and missing case in the form that Allure 2 and 3 read. Identifiers come from
/// the hash of suite and case; every test begins at one fixed instant and lasts its simulated time. Written on request. Thread-safe.
/// </summary>
/// <param name="options">How they are written.</param>
public sealed class AllureWriter(AllureOptions options) : IReportWriter
{
    private const string Folder = "allure-results/";

    // 2000-01-01T00:00:00Z, ms since 1970: a run's bytes know no clock.
    private const long BeginMs = 946_684_800_000;
    private static readonly (string File, string Name, string Type)[] CaseFiles =
        [("assessment.json", "assessment", "application/json"), ("scenario.yaml", "scenario", "application/yaml")];

    /// <summary>A writer with the usual options.</summary>
    public AllureWriter()
        : this(new AllureOptions())
    {
    }

    /// <inheritdoc/>
    public string Name => "allure";

    /// <inheritdoc/>
    public string Description => "allure-results/ for Allure reports";

    /// <inheritdoc/>
    public bool OnRequest => true;

    /// <inheritdoc/>
    public IReportWriter Configured(Setting options) => new AllureWriter(AllureOptions.Read(options));

    /// <inheritdoc/>
    public void Write(RunReport report, IRunFiles files, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(files);
        string all = string.Join("+", report.Identity.Suites);
        var clusters = report.Clusters.SelectMany(c => c.Cases.Select(id => (id, c))).DistinctBy(p => p.id).ToDictionary(p => p.id, p => p.c, StringComparer.Ordinal);
        foreach (var row in report.Cases)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Case(row, row.Suite.Length > 0 ? row.Suite : all, clusters.GetValueOrDefault(row.Result.Case.Id), files);
        }

        var used = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var gate in report.Gates)
        {
            string status = gate.Outcome switch { GateOutcome.Passed => "passed", GateOutcome.Failed => "failed", _ => "broken" };
            Other(files, used, gate.Suite.Length > 0 ? gate.Suite : all, "expectations", gate.Text, status, gate.Message, string.Join('\n', gate.Cases));
        }

        foreach (var waiver in report.Waivers.Where(w => w.State is "expired" or "passes"))
        {
            Other(files, used, waiver.Suite.Length > 0 ? waiver.Suite : all, "expectations", $"known: {waiver.Issue.CasePattern}", "failed", $"{waiver.State}: {waiver.Issue.Reason}", string.Join('\n', waiver.Cases));
        }

        foreach (string id in CaseText.Missing(report))
        {
            Other(files, used, all, "missing", id, "skipped", "planned, but the run holds no result: a shard is missing or the time budget ended", "");
        }

        Put(files, "environment.properties", Encoding.ASCII.GetBytes(Environment(report)));
        Put(files, "categories.json", Categories());
    }

    private void Case(CaseRow row, string suite, FailureCluster? cluster, IRunFiles files)
    {
        var result = row.Result;
        string uuid = Uuid("case", suite, result.Case.Id);
        var attachments = new List<(string Name, string Source, string Type)>();
        foreach (var (file, name, type) in CaseFiles)
        {
            Attach(files, result.Case.Id, file, name, type, uuid, attachments);
        }

        if (options.Recordings && row.Verdict is not CaseVerdict.Passed && result.RecordingSha256.Length > 0)
        {
            Attach(files, result.Case.Id, "recording.mcap", "recording", "application/octet-stream", uuid, attachments);
        }

        Put(files, $"{uuid}-result.json", Json(json =>
        {
            Begin(json, uuid, suite, result.Case.Entry, result.Case.Id);
            json.WriteString("status", row.Verdict switch
            {
                CaseVerdict.Passed => "passed",
                CaseVerdict.Failed => "failed",
                CaseVerdict.Error => "broken",
                _ => "skipped",
            });
            Details(json, Message(row), string.Join('\n', result.Assessments.SelectMany(a => a.Evidence).Select(e => e.Text)), row.Verdict == CaseVerdict.Known);
            Times(json, result.SimulatedUs);
            json.WriteStartArray("labels");
            Label(json, "parentSuite", suite);
            Label(json, "suite", result.Case.Entry);
            Label(json, "epic", suite);
            Label(json, "feature", result.Case.Entry);
            if (cluster is not null)
            {
                Label(json, "story", cluster.Title);
                Label(json, "cluster", cluster.Id);
            }

            Label(json, "severity", Severity(result));
            Label(json, "framework", "sim");
            Labels(json, "requirement", result.Covers);
            Labels(json, "tag", result.Tags);
            Labels(json, "odd", result.Odd.OrderBy(o => o.Key, StringComparer.Ordinal).Select(o => $"{o.Key}={o.Value}"));
            json.WriteEndArray();
            json.WriteStartArray("parameters");
            Parameter(json, "source", result.Case.Key.Source);
            foreach (var (name, value) in result.Case.Key.Parameters.OrderBy(p => p.Key, StringComparer.Ordinal))
            {
                Parameter(json, name, value);
            }

            Parameter(json, "replica", result.Case.Replica.ToString(CultureInfo.InvariantCulture));
            json.WriteEndArray();
            json.WriteStartArray("attachments");
            foreach (var (name, source, type) in attachments)
            {
                json.WriteStartObject();
                json.WriteString("name", name);
                json.WriteString("source", source);
                json.WriteString("type", type);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }));
    }

    private static string Message(CaseRow row) => row.Verdict switch
    {
        CaseVerdict.Known => $"known issue: {CaseText.Reason(row)}",
        CaseVerdict.Refused => $"refused: {CaseText.Reason(row)}",
        CaseVerdict.NotRun => $"not run: {CaseText.Reason(row)}",
        _ => CaseText.Reason(row),
    };

    private static void Other(IRunFiles files, Dictionary<string, int> used, string suite, string group, string name, string status, string message, string trace)
    {
        // Two expectations may be written in the same words.
        string key = $"{suite}\n{group}\n{name}";
        int before = used.GetValueOrDefault(key);
        used[key] = before + 1;
        string uuid = Uuid(group, suite, before == 0 ? name : $"{name}\n{before}");
        Put(files, $"{uuid}-result.json", Json(json =>
        {
            Begin(json, uuid, suite, group, name);
            json.WriteString("status", status);
            Details(json, message, trace, false);
            Times(json, 0);
            json.WriteStartArray("labels");
            Label(json, "parentSuite", suite);
            Label(json, "suite", group);
            Label(json, "framework", "sim");
            json.WriteEndArray();
            json.WriteStartArray("parameters");
            json.WriteEndArray();
            json.WriteStartArray("attachments");
            json.WriteEndArray();
        }));
    }

    private static void Begin(Utf8JsonWriter json, string uuid, string suite, string group, string name)
    {
        json.WriteString("uuid", uuid);
        json.WriteString("historyId", Hash("history", suite, group, name)[..32]);
        json.WriteString("testCaseId", Hash("test", suite, group, name)[..32]);
        json.WriteString("fullName", CiText.Visible($"{suite}.{group}.{name}"));
        json.WriteString("name", CiText.Visible(name));
    }

    private static void Details(Utf8JsonWriter json, string message, string trace, bool known)
    {
        json.WriteStartObject("statusDetails");
        json.WriteBoolean("known", known);
        json.WriteBoolean("muted", false);
        json.WriteBoolean("flaky", false);
        json.WriteString("message", CiText.Visible(message, lines: true));
        json.WriteString("trace", CiText.Visible(trace, lines: true, 10 * CiText.MaxLength));
        json.WriteEndObject();
    }

    private static void Times(Utf8JsonWriter json, long simulatedUs)
    {
        json.WriteString("stage", "finished");
        json.WriteNumber("start", BeginMs);
        json.WriteNumber("stop", BeginMs + simulatedUs / 1000);
    }

    private static void Labels(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        foreach (string value in values)
        {
            Label(json, name, value);
        }
    }

    private static void Label(Utf8JsonWriter json, string name, string value)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("value", CiText.Visible(value));
        json.WriteEndObject();
    }

    private static void Parameter(Utf8JsonWriter json, string name, string value)
    {
        json.WriteStartObject();
        json.WriteString("name", CiText.Visible(name));
        json.WriteString("value", CiText.Visible(value));
        json.WriteEndObject();
    }

    private static string Severity(CaseResult result) => CaseText.Severity(result) switch
    {
        >= 1 => "critical",
        >= 0.5 => "normal",
        >= 0 => "minor",
        _ => "normal",
    };

    private static void Attach(IRunFiles files, string id, string file, string name, string type, string uuid, List<(string Name, string Source, string Type)> attachments)
    {
        using var source = files.OpenRead($"cases/{id}/{file}");
        if (source is null)
        {
            return;
        }

        string target = $"{uuid}-{name}-attachment{Path.GetExtension(file)}";
        using var stream = files.Create(Folder + target);
        source.CopyTo(stream);
        attachments.Add((name, target, type));
    }

    private static byte[] Json(Action<Utf8JsonWriter> members)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    private static string Environment(RunReport report)
    {
        var text = new StringBuilder();
        void Add(string key, string value) => text.Append(Escape(key)).Append('=').Append(Escape(value)).Append('\n');
        Add("Sim", report.Identity.SimVersion);
        Add("Suites", string.Join(" + ", report.Identity.Suites));
        Add("Seed", report.Identity.Seed.ToString(CultureInfo.InvariantCulture));
        Add("Plan", report.Identity.PlanSha256);
        Add("CPU", report.Identity.CpuClass);
        foreach (var module in report.Identity.Modules)
        {
            Add($"{module.Kind}.{module.Name}", module.Version);
        }

        return text.ToString();
    }

    // Java's properties: ASCII, everything else by its code unit.
    private static string Escape(string text)
    {
        var safe = new StringBuilder();
        foreach (char c in CiText.Visible(text))
        {
            safe.Append(c is '=' or ':' or '#' or '!' or ' ' or '\\' ? $"\\{c}" : c is > ' ' and < (char)127 ? c.ToString() : string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"));
        }

        return safe.ToString();
    }

    private static byte[] Categories() => """
        [
          { "name": "Expectation violated", "matchedStatuses": ["failed"] },
          { "name": "Could not be evaluated", "matchedStatuses": ["broken"] },
          { "name": "Known issue", "matchedStatuses": ["skipped"], "messageRegex": "(?s)known issue: .*" },
          { "name": "Refused scenario", "matchedStatuses": ["skipped"], "messageRegex": "(?s)refused: .*" },
          { "name": "Without a result", "matchedStatuses": ["skipped"], "messageRegex": "(?s)(not run|planned, ).*" }
        ]

        """u8.ToArray();

    private static void Put(IRunFiles files, string name, ReadOnlySpan<byte> content)
    {
        using var stream = files.Create(Folder + name);
        stream.Write(content);
    }

    private static string Uuid(string kind, string suite, string name)
    {
        string hash = Hash(kind, suite, name);
        // Version 8 and variant 1 of RFC 9562: an identifier of one's own making.
        string variant = "89ab"[Convert.ToInt32(hash[16..17], 16) & 3].ToString();
        return $"{hash[..8]}-{hash[8..12]}-8{hash[13..16]}-{variant}{hash[17..20]}-{hash[20..32]}";
    }

    private static string Hash(params string[] parts) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', parts))));
}
