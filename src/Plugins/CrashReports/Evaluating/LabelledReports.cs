using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Sim.Plugins.CrashReports.Extraction;
using Sim.Plugins.CrashReports.Reports;

namespace Sim.Plugins.CrashReports.Evaluating;

/// <summary>
/// Reads reports with their labels: the files of <see cref="ReportFiles"/>, of which those with one object per line may hold <c>labels</c> and
/// <c>text_evidence</c> (the format of <c>data/crash-reports</c>). Thread-safe.
/// </summary>
internal static class LabelledReports
{
    private static readonly string[] Patterns = ["*.jsonl", "*.ndjson", "*.txt", "*.json"];
    private static readonly JsonDocumentOptions Limits = new() { MaxDepth = 64 };

    /// <summary>Reads all reports below a folder, or of a file or pattern, in the order of file name and line.</summary>
    /// <param name="files">Where files may be read.</param>
    /// <param name="data">A file, a pattern, or a folder: of its files the .jsonl ones, else the .txt ones, else the .json ones.</param>
    /// <returns>At least one report, ids unique.</returns>
    /// <exception cref="InputException">Nothing there, not allowed, or not of the format.</exception>
    public static IReadOnlyList<LabelledReport> Read(FileRoots files, string data)
    {
        ArgumentNullException.ThrowIfNull(files);
        if (string.IsNullOrWhiteSpace(data))
        {
            throw new InputException("no data given; write --data with a folder or a .jsonl file of reports");
        }

        var reports = new List<LabelledReport>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in Files(files, data))
        {
            var texts = ReportFiles.Read(file);
            var known = Path.GetExtension(file.Key).ToUpperInvariant() is ".JSONL" or ".NDJSON" ? Known(file) : [];
            for (int i = 0; i < texts.Count; i++)
            {
                if (!ids.Add(texts[i].Id))
                {
                    throw new InputException($"the id '{texts[i].Id}' stands in two files; ids must differ", file.Key);
                }

                reports.Add(i < known.Count ? known[i] with { Report = texts[i] } : new LabelledReport { Report = texts[i] });
            }
        }

        return reports;
    }

    /// <summary>The part of a two-way split that a report belongs to, by a hash of its id: the same on every machine and whatever else is in the file.</summary>
    /// <returns>'a' for about three fifths, 'b' for the rest.</returns>
    public static char Fold(string id) => SHA256.HashData(Encoding.UTF8.GetBytes(id))[0] % 5 < 3 ? 'a' : 'b';

    private static IReadOnlyList<SourceFile> Files(FileRoots files, string data)
    {
        if (data.AsSpan().IndexOfAny('*', '?') >= 0 || Path.GetExtension(data).Length > 0)
        {
            return files.Glob(data);
        }

        files.ResolveFolder(Setting.Scalar(data));
        foreach (string pattern in Patterns)
        {
            try
            {
                return files.Glob($"{data.TrimEnd('/')}/{pattern}");
            }
            catch (InputException) when (pattern != Patterns[^1])
            {
                // No file of this kind; the next kind is looked for.
            }
        }

        throw new InputException($"'{data}' holds no report");
    }

    private static List<LabelledReport> Known(SourceFile file)
    {
        var known = new List<LabelledReport>();
        int number = 0;
        foreach (string line in File.ReadLines(file.FullPath, Encoding.UTF8))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            try
            {
                using var document = JsonDocument.Parse(line.TrimStart('\uFEFF'), Limits);
                known.Add(Of(document.RootElement));
            }
            catch (JsonException e)
            {
                throw new InputException($"the labels are not of the survey's format: {e.Message}", file.Key, number, inner: e);
            }
        }

        return known;
    }

    private static LabelledReport Of(JsonElement line)
    {
        var evidence = new SortedDictionary<string, bool>(StringComparer.Ordinal);
        if (line.TryGetProperty("text_evidence", out var said) && said.ValueKind == JsonValueKind.Object)
        {
            foreach (var subject in said.EnumerateObject())
            {
                evidence[subject.Name] = subject.Value.ValueKind != JsonValueKind.False;
            }
        }

        bool labelled = line.TryGetProperty("labels", out var labels) && labels.ValueKind == JsonValueKind.Object;
        return new LabelledReport
        {
            Report = new CrashReport { Id = "", Text = "" },
            Labels = labelled ? labels.Deserialize(LabelJson.Default.ReportLabels) : null,
            TextEvidence = evidence,
        };
    }
}
