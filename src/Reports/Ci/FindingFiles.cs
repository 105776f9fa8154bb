using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Sim.Reports.Ci;

/// <summary>
/// Findings as files for CI servers: SARIF 2.1.0, and GitLab's code quality report. Deterministic. Sizes are held within what GitHub takes: one run, 25,000
/// results, one location each, and 9.5 MB before compression, so that no compressor goes beyond 10 MB. What is left out is counted, the least serious first.
/// </summary>
internal static class FindingFiles
{
    /// <summary>Results of one run that GitHub takes.</summary>
    public const int MaxResults = 25_000;

    /// <summary>Size of a file, bytes.</summary>
    public const int MaxBytes = 9_500_000;
    private const int MaxMessage = 1_000;
    private const int MaxPath = 1_000;
    private static readonly Dictionary<string, int> Indices = FindingRules.All.Select((r, i) => (r.Id, i)).ToDictionary(p => p.Id, p => p.i, StringComparer.Ordinal);

    /// <summary>A SARIF file.</summary>
    /// <param name="findings">The findings, in any order.</param>
    /// <param name="version">Version of Sim.</param>
    /// <param name="leftOut">How many did not fit.</param>
    public static byte[] Sarif(IEnumerable<Finding> findings, string version, out int leftOut)
    {
        var sorted = Sorted(findings);
        int results = Math.Min(sorted.Count, MaxResults);
        while (true)
        {
            int left = sorted.Count - results;
            byte[] file = Sarif(sorted, results, left, version, out int fitting);
            if (fitting == results)
            {
                leftOut = left;
                return file;
            }

            results = fitting;
        }
    }

    /// <summary>A code quality report as GitLab reads it.</summary>
    public static byte[] CodeQuality(IEnumerable<Finding> findings, out int leftOut)
    {
        var sorted = Sorted(findings);
        using var stream = new MemoryStream();
        int written = 0;
        using (var json = Writer(stream))
        {
            json.WriteStartArray();
            foreach (var (finding, fingerprint) in sorted.Take(MaxResults).TakeWhile(_ => stream.Length < MaxBytes))
            {
                written++;
                json.WriteStartObject();
                json.WriteString("description", Plain(finding));
                json.WriteString("check_name", finding.Rule.Id);
                json.WriteString("fingerprint", fingerprint);
                json.WriteString("severity", finding.Rule.Level switch { FindingLevel.Error => "critical", FindingLevel.Warning => "minor", _ => "info" });
                json.WriteStartObject("location");
                json.WriteString("path", File(finding));
                json.WriteStartObject("lines");
                json.WriteNumber("begin", Math.Max(1, finding.Line));
                json.WriteEndObject();
                json.WriteEndObject();
                json.WriteEndObject();
                json.Flush();
            }

            json.WriteEndArray();
        }

        stream.WriteByte((byte)'\n');
        leftOut = sorted.Count - written;
        return stream.ToArray();
    }

    private static byte[] Sarif(IReadOnlyList<(Finding Finding, string Fingerprint)> findings, int results, int left, string version, out int fitting)
    {
        using var stream = new MemoryStream();
        fitting = 0;
        using (var json = Writer(stream))
        {
            json.WriteStartObject();
            json.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
            json.WriteString("version", "2.1.0");
            json.WriteStartArray("runs");
            json.WriteStartObject();
            Tool(json, version);
            json.WriteString("columnKind", "utf16CodeUnits");
            json.WriteStartArray("invocations");
            json.WriteStartObject();
            json.WriteBoolean("executionSuccessful", true);
            json.WriteStartArray("toolExecutionNotifications");
            if (left > 0)
            {
                json.WriteStartObject();
                json.WriteString("level", "warning");
                Message(json, "message", string.Create(CultureInfo.InvariantCulture, $"{left} more findings are left out: a file for GitHub may hold {MaxResults} results and 10 MB."));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteStartArray("results");
            foreach (var (finding, fingerprint) in findings.Take(results))
            {
                Result(json, finding, fingerprint);
                json.Flush();
                if (stream.Length > MaxBytes)
                {
                    break;
                }

                fitting++;
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    private static void Tool(Utf8JsonWriter json, string version)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "Sim");
        json.WriteString("version", CiText.Visible(version, max: 200));
        json.WriteStartArray("rules");
        foreach (var rule in FindingRules.All)
        {
            json.WriteStartObject();
            json.WriteString("id", rule.Id);
            json.WriteString("name", rule.Name);
            Message(json, "shortDescription", rule.Short);
            Message(json, "fullDescription", $"{rule.Short} {rule.Help}");
            json.WriteStartObject("help");
            json.WriteString("text", rule.Help);
            json.WriteString("markdown", rule.Help);
            json.WriteEndObject();
            json.WriteStartObject("defaultConfiguration");
            json.WriteString("level", Level(rule));
            json.WriteEndObject();
            json.WriteStartObject("properties");
            json.WriteStartArray("tags");
            json.WriteStringValue(rule.Tag);
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Result(Utf8JsonWriter json, Finding finding, string fingerprint)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", finding.Rule.Id);
        json.WriteNumber("ruleIndex", Indices[finding.Rule.Id]);
        json.WriteString("level", Level(finding.Rule));
        Message(json, "message", Escaped(Plain(finding)));
        json.WriteStartArray("locations");
        json.WriteStartObject();
        json.WriteStartObject("physicalLocation");
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", Uri(File(finding)));
        json.WriteEndObject();
        if (finding.Line > 0)
        {
            json.WriteStartObject("region");
            json.WriteNumber("startLine", finding.Line);
            if (finding.Column > 0)
            {
                json.WriteNumber("startColumn", finding.Column);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
        if (finding.Element.Length > 0)
        {
            json.WriteStartArray("logicalLocations");
            json.WriteStartObject();
            string element = CiText.Visible(finding.Element, max: 400);
            json.WriteString("name", element);
            json.WriteString("fullyQualifiedName", $"{File(finding)}::{element}");
            json.WriteString("kind", finding.ElementKind);
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartObject("partialFingerprints");
        json.WriteString("simFinding/v1", fingerprint);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>
    /// The most serious first, then by file, line, column and text; each with a fingerprint over rule, file, element and text, not the line, so that a finding
    /// keeps it when lines above it change. Equal ones are numbered.
    /// </summary>
    private static List<(Finding Finding, string Fingerprint)> Sorted(IEnumerable<Finding> findings)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var sorted = new List<(Finding, string)>();
        foreach (var finding in findings.OrderBy(f => f.Rule.Level).ThenBy(f => f.File, StringComparer.Ordinal).ThenBy(f => f.Line).ThenBy(f => f.Column)
            .ThenBy(f => f.Rule.Id, StringComparer.Ordinal).ThenBy(f => f.Element, StringComparer.Ordinal).ThenBy(f => f.Message, StringComparer.Ordinal))
        {
            byte[] facts = Encoding.UTF8.GetBytes(string.Join('\0', finding.Rule.Id, File(finding), finding.Element, finding.Message));
            string hash = Convert.ToHexStringLower(SHA256.HashData(facts).AsSpan(0, 16));
            int count = seen[hash] = seen.GetValueOrDefault(hash) + 1;
            sorted.Add((finding, string.Create(CultureInfo.InvariantCulture, $"{hash}:{count}")));
        }

        return sorted;
    }

    private static Utf8JsonWriter Writer(Stream stream) => new(stream, new JsonWriterOptions { Indented = true, IndentSize = 1, NewLine = "\n" });

    private static void Message(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    private static string Plain(Finding finding)
    {
        string text = CiText.Visible(finding.Message, max: MaxMessage);
        return text.Length == 0 ? finding.Rule.Short : text;
    }

    // Braces are placeholders and brackets links in a SARIF message (3.11.5, 3.11.6); in a finding they are the user's.
    private static string Escaped(string text) => text.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal)
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("[", "\\[", StringComparison.Ordinal).Replace("]", "\\]", StringComparison.Ordinal);

    private static string Level(FindingRule rule) => rule.Level switch { FindingLevel.Error => "error", FindingLevel.Warning => "warning", _ => "note" };

    private static string File(Finding finding)
    {
        string file = CiText.Visible(finding.File.Replace('\\', '/'), max: MaxPath);
        while (file.StartsWith("./", StringComparison.Ordinal))
        {
            file = file[2..];
        }

        return file.Length == 0 ? "unknown" : file;
    }

    private static string Uri(string file)
    {
        string path = string.Join('/', file.Split('/').Select(System.Uri.EscapeDataString));
        return file.StartsWith('/') ? $"file://{path}" : path;
    }
}
