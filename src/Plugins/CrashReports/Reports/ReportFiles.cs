using System.Globalization;
using System.Text;
using System.Text.Json;
using Sim.Plugins.CrashReports.Extraction;

namespace Sim.Plugins.CrashReports.Reports;

/// <summary>
/// Reads report files: plain text (.txt, .md), one JSON object or a list of them (.json), or one object on a line (.jsonl). An object has "narrative" or
/// "text", and may have "id" and "licence" (also inside "source"). A picture beside a plain text (same name, .png or .jpg) is its sketch. Pure apart from
/// reading; thread-safe.
/// </summary>
internal static class ReportFiles
{
    /// <summary>Largest file that is read, bytes.</summary>
    public const long MaxBytes = 64L << 20;

    private const long MaxSketchBytes = 8L << 20;
    private static readonly string[] SketchExtensions = [".png", ".jpg", ".jpeg"];
    private static readonly JsonDocumentOptions Limits = new() { MaxDepth = 64 };
    private static readonly UTF8Encoding Strict = new(false, true);

    /// <summary>All reports of a file, in its order, ids unique.</summary>
    /// <exception cref="InputException">The file cannot be read: says where and what was expected.</exception>
    public static IReadOnlyList<CrashReport> Read(SourceFile file)
    {
        var reports = Path.GetExtension(file.Key).ToUpperInvariant() switch
        {
            _ when IsPlain(file) => [Plain(file)],
            ".JSON" => Json(file),
            ".JSONL" or ".NDJSON" => Lines(file),
            _ => throw new InputException("no report that can be read; expected text (.txt, .md) or JSON (.json, .jsonl)", file.Key),
        };
        if (reports.Count == 0)
        {
            throw new InputException("the file holds no report", file.Key);
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        return reports.FirstOrDefault(r => !seen.Add(r.Id)) is { } twice ? throw new InputException($"two reports have the id '{twice.Id}'; ids must differ", file.Key) : reports;
    }

    /// <summary>Where sketches of a report lie, whether they are there or not; none for a file that is no plain text.</summary>
    public static IEnumerable<string> SketchPaths(SourceFile file) =>
        IsPlain(file) ? SketchExtensions.Select(e => Path.ChangeExtension(file.FullPath, e)).Where(p => p != file.FullPath) : [];

    private static bool IsPlain(SourceFile file) => Path.GetExtension(file.Key).ToUpperInvariant() is ".TXT" or ".MD" or "";

    private static CrashReport Plain(SourceFile file) => Checked(new CrashReport
    {
        Id = Path.GetFileNameWithoutExtension(file.Key),
        Text = Decode(Bytes(file.FullPath, file.Key, MaxBytes), file.Key),
        File = file.Key,
        Sketches = Sketches(file),
    }, 0);

    private static List<CrashReport> Json(SourceFile file)
    {
        byte[] bytes = Bytes(file.FullPath, file.Key, MaxBytes);
        string stem = Path.GetFileNameWithoutExtension(file.Key);
        try
        {
            using var document = JsonDocument.Parse(bytes, Limits);
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Array
                ? [.. root.EnumerateArray().Select((item, i) => Report(item, string.Create(CultureInfo.InvariantCulture, $"{stem}-{i + 1}"), file.Key, 0))]
                : [Report(root, stem, file.Key, 0)];
        }
        catch (JsonException e)
        {
            throw new InputException("the file is no JSON", file.Key, (int)(e.LineNumber ?? -1) + 1, (int)(e.BytePositionInLine ?? -1) + 1, e);
        }
    }

    private static List<CrashReport> Lines(SourceFile file)
    {
        string text = Decode(Bytes(file.FullPath, file.Key, MaxBytes), file.Key);
        string stem = Path.GetFileNameWithoutExtension(file.Key);
        var reports = new List<CrashReport>();
        int number = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            number++;
            if (line.IsWhiteSpace())
            {
                continue;
            }

            try
            {
                using var document = JsonDocument.Parse(line.ToString(), Limits);
                reports.Add(Report(document.RootElement, string.Create(CultureInfo.InvariantCulture, $"{stem}-{number}"), file.Key, number));
            }
            catch (JsonException e)
            {
                throw new InputException("the line is no JSON object", file.Key, number, (int)(e.BytePositionInLine ?? -1) + 1, e);
            }
        }

        return reports;
    }

    private static CrashReport Report(JsonElement item, string fallback, string file, int line)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            throw new InputException($"found {Describe(item)} where a report is expected; write an object with \"narrative\"", file, line);
        }

        string text = Text(item, "narrative") ?? Text(item, "text") ?? throw new InputException("the report has neither \"narrative\" nor \"text\"", file, line);
        string? licence = Text(item, "licence") ?? Text(item, "license");
        if (licence is null && item.TryGetProperty("source", out var source) && source.ValueKind == JsonValueKind.Object)
        {
            licence = Text(source, "licence") ?? Text(source, "license");
        }

        string id = Text(item, "id") ?? fallback;
        return Checked(new CrashReport { Id = id.Length is > 0 and <= 200 ? id : fallback, Text = text, File = file, Licence = licence ?? "" }, line);
    }

    private static CrashReport Checked(CrashReport report, int line) => report.Text.Length <= CrashReport.MaxCharacters
        ? report
        : throw new InputException(string.Create(CultureInfo.InvariantCulture, $"the report has {report.Text.Length} characters; the limit is {CrashReport.MaxCharacters}"), report.File, line);

    private static string? Text(JsonElement item, string name) => item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string Describe(JsonElement item) => item.ValueKind switch
    {
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        _ => "no object",
    };

    private static List<(string Name, ReadOnlyMemory<byte> Content)> Sketches(SourceFile file)
    {
        var sketches = new List<(string, ReadOnlyMemory<byte>)>();
        foreach (string path in SketchPaths(file))
        {
            if (File.Exists(path))
            {
                sketches.Add((Path.GetFileName(path), Bytes(path, Path.ChangeExtension(file.Key, Path.GetExtension(path)), MaxSketchBytes)));
            }
        }

        return sketches;
    }

    private static string Decode(byte[] bytes, string file)
    {
        try
        {
            var span = bytes.AsSpan();
            return Strict.GetString(span.StartsWith(Encoding.UTF8.Preamble) ? span[3..] : span);
        }
        catch (DecoderFallbackException e)
        {
            throw new InputException(string.Create(CultureInfo.InvariantCulture, $"the file is no UTF-8 text (byte {e.Index}); save the report as plain text in UTF-8"), file, inner: e);
        }
    }

    private static byte[] Bytes(string path, string file, long limit)
    {
        try
        {
            long length = new FileInfo(path).Length;
            return length <= limit
                ? File.ReadAllBytes(path)
                : throw new InputException(string.Create(CultureInfo.InvariantCulture, $"the file has {length} bytes; the limit is {limit}"), file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException("the file cannot be read; check that it exists and is readable", file, inner: e);
        }
    }
}
