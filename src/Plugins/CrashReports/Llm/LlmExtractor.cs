using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Sim.Plugins.CrashReports.Extraction;
using Sim.Plugins.CrashReports.Llm.Answers;
using Sim.Plugins.CrashReports.Llm.Masking;
using Sim.Plugins.CrashReports.Llm.Questions;
using Sim.Plugins.CrashReports.Llm.Service;
using Sim.Plugins.CrashReports.Reading;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Llm;

/// <summary>
/// Reads a report with a language model behind an OpenAI-compatible endpoint (docs/crash-reports/llm.md): one pass for each group of fields, answers held
/// against schema and quotes, at most two repetitions with the broken rules, a second reading that judges every value. Thread-safe.
/// </summary>
internal sealed class LlmExtractor(LlmOptions options, LlmGateway gateway) : IRecordExtractor
{
    private const int Repetitions = 2;
    private const int MaxClaims = 100;

    /// <inheritdoc/>
    public string Name => "llm";

    /// <inheritdoc/>
    public string Version => "1";

    /// <summary>The extractor of a setting; all with the same options share answers and budgets.</summary>
    /// <exception cref="InputException">Options that it does not take, no endpoint, no key, no permission.</exception>
    public static LlmExtractor Create(Setting settings, ExtractorHost host)
    {
        var options = LlmOptions.Read(settings, host);
        return new LlmExtractor(options, LlmGateway.Of(options, host));
    }

    /// <inheritdoc/>
    public CrashRecord Extract(CrashReport report, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(report);
        ReportGate.CheckText(report);
        var sent = SentText.Of(report.Text, options.Mask);
        if (sent.Text.Length == 0)
        {
            throw new RefusedException("the report holds nothing but instructions to its reader");
        }

        var images = Images(report);
        var hosts = new SortedSet<string>(StringComparer.Ordinal);
        var passes = new List<GroupPass>();
        foreach (var group in FieldGroups.All)
        {
            passes.Add(Read(report, sent, group, passes, images, hosts, cancellationToken));
        }

        var denied = new Dictionary<string, string>(StringComparer.Ordinal);
        var record = Build(report, sent, passes, denied, out var reader);
        var verdicts = Judge(sent, reader.Claims, hosts, cancellationToken);
        if (verdicts.Values.Any(v => v.Contradicted))
        {
            for (int i = 0; i < passes.Count; i++)
            {
                passes[i] = Repeat(passes[i], verdicts, sent, passes, hosts, cancellationToken);
            }

            record = Build(report, sent, passes, denied, out reader);
            verdicts = Judge(sent, reader.Claims, hosts, cancellationToken);
        }

        foreach (var (path, verdict) in verdicts)
        {
            denied[path] = verdict.Reason;
        }

        record = Build(report, sent, passes, denied, out reader);
        if (record.Actors.Count == 0)
        {
            throw new RefusedException("no road user was found in the text");
        }

        return record with { Egress = Sent(report, sent, images, hosts), Findings = Findings(reader.Problems, sent) };
    }

    private GroupPass Read(
        CrashReport report, SentText sent, FieldGroup group, List<GroupPass> before, IReadOnlyList<LlmImage> images, SortedSet<string> hosts, CancellationToken cancellationToken)
    {
        var messages = Prompts.Ask(group, sent.Text, report.IsSentence, Known(report, sent, group, before), images);
        GroupPass? best = null;
        for (int attempt = 0; attempt <= Repetitions; attempt++)
        {
            var pass = Ask(group, messages, sent, before, hosts, cancellationToken);

            // The last answer is not always the best one.
            if (best is null || pass.Wrong.Count <= best.Wrong.Count)
            {
                best = pass;
            }

            if (best.Wrong.Count == 0)
            {
                break;
            }

            messages = Prompts.AskAgain(Prompts.Ask(group, sent.Text, report.IsSentence, Known(report, sent, group, before), images), pass.Content, pass.Wrong);
        }

        return best!;
    }

    private GroupPass Ask(FieldGroup group, IReadOnlyList<LlmMessage> messages, SentText sent, List<GroupPass> before, SortedSet<string> hosts, CancellationToken cancellationToken)
    {
        var entry = gateway.Ask(new LlmRequest(group.Name, messages, group.Shape), cancellationToken);
        hosts.Add(entry.Host);
        var answer = Parse(group.Shape, entry.Response, out var wrong);
        if (answer is { } value)
        {
            var leaves = new LeafReader(sent, options.Model, Nothing);
            Build(new RecordBuilder(leaves), [.. before.Where(b => b.Group.Name != group.Name), new GroupPass(group, messages, entry.Response.Content, value, [])], out _, out _, out _, out _, out _);
            wrong = [.. leaves.Problems.Where(p => p.Group == group.Name && p.Rule != "R3").Select(p => $"{p.Rule} {p.Path}: {p.Message}")];
        }

        return new GroupPass(group, messages, entry.Response.Content, answer, wrong);
    }

    private GroupPass Repeat(GroupPass pass, SortedDictionary<string, (bool Contradicted, string Group, string Reason)> verdicts, SentText sent, List<GroupPass> passes, SortedSet<string> hosts, CancellationToken cancellationToken)
    {
        var wrong = verdicts.Where(v => v.Value.Contradicted && v.Value.Group == pass.Group.Name).Select(v => $"R2 {v.Key}: {v.Value.Reason}").ToList();
        if (wrong.Count == 0)
        {
            return pass;
        }

        var again = Ask(pass.Group, Prompts.AskAgain(pass.Messages, pass.Content, wrong), sent, [.. passes.TakeWhile(p => p.Group.Name != pass.Group.Name)], hosts, cancellationToken);
        return again.Answer is null ? pass : again;
    }

    private static JsonElement? Parse(Shape shape, LlmAnswer answer, out List<string> wrong)
    {
        wrong = [];
        if (answer.Refusal.Length > 0)
        {
            wrong.Add("the question was refused; it asks to sort a crash report and for nothing else");
            return null;
        }

        if (answer.Finish == "length")
        {
            wrong.Add("the answer was cut off; be shorter");
        }

        try
        {
            using var document = JsonDocument.Parse(Body(answer.Content), new JsonDocumentOptions { MaxDepth = 32 });
            shape.Check(document.RootElement, "", wrong);
            if (wrong.Count == 0)
            {
                return document.RootElement.Clone();
            }
        }
        catch (JsonException)
        {
            wrong.Add("R1: the answer is no JSON; answer with one object of the schema and nothing else");
        }

        return null;
    }

    // Some services put the object into a code fence.
    private static string Body(string content)
    {
        string text = content.Trim();
        if (!text.StartsWith("```", StringComparison.Ordinal))
        {
            return text;
        }

        int line = text.IndexOf('\n', StringComparison.Ordinal), end = text.LastIndexOf("```", StringComparison.Ordinal);
        return line > 0 && end > line ? text[line..end] : text;
    }

    /// <summary>The claims that the second reading does not support, by path.</summary>
    private SortedDictionary<string, (bool Contradicted, string Group, string Reason)> Judge(SentText sent, IReadOnlyList<Claim> claims, SortedSet<string> hosts, CancellationToken cancellationToken)
    {
        var verdicts = new SortedDictionary<string, (bool, string, string)>(StringComparer.Ordinal);
        foreach (var part in claims.Chunk(MaxClaims))
        {
            var answers = Verdicts(sent, part, hosts, cancellationToken);
            for (int i = 0; i < part.Length; i++)
            {
                var claim = part[i];
                var (word, quote) = answers.GetValueOrDefault(i + 1, ("not_mentioned", ""));
                if (word == "contradicted")
                {
                    string because = sent.Find(quote) is { } span ? $": \"{sent.Sent(span)}\"" : "";
                    verdicts[claim.Path] = (true, claim.Group, $"a second reading says that the report contradicts '{claim.Value}'{because}");
                }
                else if (word == "not_mentioned" && !claim.Derived)
                {
                    verdicts[claim.Path] = (false, claim.Group, $"a second reading does not find '{claim.Value}' in the report");
                }
            }
        }

        return verdicts;
    }

    private Dictionary<int, (string Verdict, string Quote)> Verdicts(SentText sent, Claim[] claims, SortedSet<string> hosts, CancellationToken cancellationToken)
    {
        var messages = Prompts.Verify(sent.Text, claims);
        for (int attempt = 0; ; attempt++)
        {
            var entry = gateway.Ask(new LlmRequest("check", messages, Prompts.VerifyShape), cancellationToken);
            hosts.Add(entry.Host);
            var answer = Parse(Prompts.VerifyShape, entry.Response, out var wrong);
            var found = new Dictionary<int, (string, string)>();
            foreach (var one in answer?.GetProperty("verdicts").EnumerateArray() ?? default)
            {
                if (one.GetProperty("number") is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out int index))
                {
                    found.TryAdd(index, (one.GetProperty("verdict").GetString()!, one.GetProperty("quote").GetString()!));
                }
            }

            for (int i = 1; answer is not null && i <= claims.Length; i++)
            {
                if (!found.ContainsKey(i))
                {
                    wrong.Add(FormattableString.Invariant($"R1: the statement {i} has no verdict"));
                }
            }

            if (wrong.Count == 0 || attempt == Repetitions)
            {
                return found;
            }

            messages = Prompts.AskAgain(Prompts.Verify(sent.Text, claims), entry.Response.Content, wrong);
        }
    }

    private CrashRecord Build(CrashReport report, SentText sent, IReadOnlyList<GroupPass> passes, IReadOnlyDictionary<string, string> denied, out LeafReader leaves)
    {
        leaves = new LeafReader(sent, options.Model, denied);
        foreach (var pass in passes.Where(p => p.Answer is null))
        {
            leaves.Group = pass.Group.Name;
            leaves.Wrong("R1", pass.Group.Name, $"the model gave no answer that fits the schema: {pass.Wrong[0]}");
        }

        Build(new RecordBuilder(leaves), passes, out var environment, out var road, out var actors, out var impacts, out var rest);
        return new CrashRecord
        {
            Id = report.Id,
            TextSha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(report.Text))),
            Extractor = $"{Name} {Version} {options.Model}",
            Environment = environment,
            Road = road,
            Actors = actors,
            Impacts = impacts,
            CrashClass = rest.Class,
            Severity = rest.Severity,
        };
    }

    private static void Build(
        RecordBuilder builder, IReadOnlyList<GroupPass> passes, out EnvironmentRecord environment, out RoadRecord road, out IReadOnlyList<ActorRecord> actors,
        out IReadOnlyList<ImpactRecord> impacts, out (Leaf<CrashClass> Class, Leaf<string?> Severity) rest)
    {
        JsonElement? Of(FieldGroup group) => passes.FirstOrDefault(p => p.Group.Name == group.Name)?.Answer;
        environment = Of(FieldGroups.Environment) is { } a ? builder.Environment(a) : new EnvironmentRecord();
        road = Of(FieldGroups.Road) is { } b ? builder.Road(b) : new RoadRecord();
        actors = Of(FieldGroups.Actors) is { } c ? builder.Actors(c, road) : [];
        (impacts, rest) = ([], (Leaf.Unknown(CrashClass.Unknown), Leaf.Unknown<string?>(null)));
        if (Of(FieldGroups.Impacts) is { } d)
        {
            var last = builder.Impacts(d, actors);
            (impacts, rest) = (last.Impacts, (last.Class, last.Severity));
        }
    }

    // Later passes refer to what earlier ones named: nothing but ids goes on, no words of the report.
    private string Known(CrashReport report, SentText sent, FieldGroup group, List<GroupPass> before)
    {
        if (before.Count == 0 || group == FieldGroups.Road)
        {
            return "";
        }

        var record = Build(report, sent, before, Nothing, out _);
        string legs = $"Legs of the road: {(record.Road.Legs.Count == 0 ? "none known" : string.Join(", ", record.Road.Legs.Select(l => l.Id)))}.";
        return group == FieldGroups.Actors ? legs : $"Road users: {(record.Actors.Count == 0 ? "none known" : string.Join(", ", record.Actors.Select(a => $"{a.Id} ({Words.Of(a.Type.Value)})")))}.";
    }

    private IReadOnlyList<LlmImage> Images(CrashReport report) => !options.Sketches
        ? []
        : [.. report.Sketches.Select(s => new LlmImage(s.Content.Span is [0x89, 0x50, ..] ? "image/png" : "image/jpeg", s.Content))];

    private List<Egress> Sent(CrashReport report, SentText sent, IReadOnlyList<LlmImage> images, SortedSet<string> hosts)
    {
        var egress = new List<Egress>();
        byte[] text = Encoding.UTF8.GetBytes(sent.Text);
        foreach (string host in hosts)
        {
            egress.Add(new Egress(host, report.Id, Convert.ToHexStringLower(SHA256.HashData(text)), text.Length, TextMask.Words(options.Mask)));
            for (int i = 0; i < images.Count; i++)
            {
                egress.Add(new Egress(host, $"{report.Id}/{report.Sketches[i].Name}", Convert.ToHexStringLower(SHA256.HashData(images[i].Content.Span)), images[i].Content.Length, []));
            }
        }

        return egress;
    }

    private static List<RecordFinding> Findings(IReadOnlyList<Problem> problems, SentText sent)
    {
        // What broke a rule is unknown now, and by that mended.
        var findings = problems.Select(p => new RecordFinding(p.Rule, p.Path, p.Message, Mended: true)).Distinct().ToList();
        if (sent.LeftOut.Count > 0)
        {
            findings.Add(new RecordFinding("R2", "text", FormattableString.Invariant($"{sent.LeftOut.Count} passages speak to a reader instead of telling what happened; they were left out"), Mended: true));
        }

        return findings;
    }

    private static IReadOnlyDictionary<string, string> Nothing { get; } = new Dictionary<string, string>();

    /// <summary>One group as far as it came.</summary>
    private sealed record GroupPass(FieldGroup Group, IReadOnlyList<LlmMessage> Messages, string Content, JsonElement? Answer, IReadOnlyList<string> Wrong);
}
