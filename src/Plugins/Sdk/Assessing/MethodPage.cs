using System.Reflection;
using System.Text;

namespace Sim.Plugins.Sdk;

/// <summary>
/// Reads the definitions of metrics from a page of documentation in Markdown, so that what a report says about a metric is what its page says. Rows of tables whose
/// first heading is "metric" are metrics; a cell may name several, in backticks. The line that begins with "Source:" or "Sources:" gives the sources, lists under "Edge cases" the limits,
/// tables with the headings "part" and "state" the parts that are covered partly or not, lists and tables under "Known anomalies" the anomalies. Thread-safe.
/// </summary>
public static class MethodPage
{
    /// <summary>Beginning of the names of embedded pages.</summary>
    public const string Folder = "methods/";

    /// <summary>Reads the pages that are embedded in an assembly under <see cref="Folder"/>.</summary>
    /// <param name="assembly">The assembly.</param>
    /// <param name="metrics">Names of the metrics that are wanted: what else the pages define is left out.</param>
    /// <returns>One family for each page, or section of a page, that defines a metric, in the order of the resources' names.</returns>
    public static IReadOnlyList<MethodFamily> Embedded(Assembly assembly, IReadOnlyList<string> metrics)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        ArgumentNullException.ThrowIfNull(metrics);
        var families = new List<MethodFamily>();
        foreach (string name in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            using var reader = new StreamReader(stream, Encoding.UTF8);
            foreach (var family in Read(reader.ReadToEnd()))
            {
                var wanted = family.Metrics.Where(m => metrics.Contains(m.Name, StringComparer.Ordinal)).ToList();
                if (wanted.Count > 0)
                {
                    families.Add(family with { Metrics = wanted });
                }
            }
        }

        return families;
    }

    /// <summary>Reads a page.</summary>
    /// <param name="markdown">Its text.</param>
    /// <returns>One for the page when it defines metrics before its first section, or in one that is called "Metrics"; else one for each second-level section that defines some.</returns>
    public static IReadOnlyList<MethodFamily> Read(string markdown)
    {
        ArgumentNullException.ThrowIfNull(markdown);
        string[] lines = markdown.ReplaceLineEndings("\n").Split('\n');
        var parts = Parts(lines);
        if (parts.Where(p => p.Metrics.Count > 0).ToList() is [var only] && (ReferenceEquals(only, parts[0]) || only.Title == "Metrics"))
        {
            return [Family(parts[0].Title, only.Metrics, parts)];
        }

        // Sections that define metrics among others: what lies between two of them belongs to the first.
        var families = new List<MethodFamily>();
        for (int i = 0; i < parts.Count;)
        {
            int next = i + 1;
            while (next < parts.Count && parts[next].Metrics.Count == 0)
            {
                next++;
            }

            if (parts[i].Metrics.Count > 0)
            {
                families.Add(Family(parts[i].Title, parts[i].Metrics, parts[i..next]));
            }

            i = next;
        }

        return families;
    }

    private static MethodFamily Family(string title, IReadOnlyList<MetricMethod> metrics, IReadOnlyList<Part> parts) => new(title, metrics)
    {
        Sources = string.Join(" ", parts.Select(p => p.Sources).Where(s => s.Length > 0)),
        Limits = [.. parts.SelectMany(p => p.Limits)],
        Anomalies = [.. parts.SelectMany(p => p.Anomalies)],
    };

    private static List<Part> Parts(string[] lines)
    {
        var parts = new List<Part> { new("") };
        string section = "";
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i];
            if (line.StartsWith("# ", StringComparison.Ordinal))
            {
                parts[0] = parts[0] with { Title = Plain(line[2..]) };
            }
            else if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                section = Plain(line[3..]);
                parts.Add(new Part(section));
            }
            else if (line.StartsWith("### ", StringComparison.Ordinal))
            {
                section = Plain(line[4..]);
            }
            else if (line.StartsWith("Source: ", StringComparison.Ordinal) || line.StartsWith("Sources: ", StringComparison.Ordinal))
            {
                parts[^1] = parts[^1] with { Sources = Paragraph(lines, ref i).Split(": ", 2)[1].Trim() };
            }
            else if (line.StartsWith("- ", StringComparison.Ordinal) && Kind(section, parts[^1]) is { } list)
            {
                list.Add(Paragraph(lines, ref i)[2..].Trim());
            }
            else if (line.StartsWith('|') && i + 1 < lines.Length && lines[i + 1].StartsWith("| -", StringComparison.Ordinal))
            {
                Table(lines, ref i, section, parts[^1]);
            }
        }

        return parts;
    }

    private static List<string>? Kind(string section, Part part) =>
        section.EndsWith("dge cases", StringComparison.Ordinal) ? part.Limits : section.StartsWith("Known anomalies", StringComparison.Ordinal) ? part.Anomalies : null;

    private static string Paragraph(string[] lines, ref int i)
    {
        var text = new StringBuilder(Plain(lines[i]));
        while (i + 1 < lines.Length && lines[i + 1].Length > 0 && !lines[i + 1].StartsWith("- ", StringComparison.Ordinal) && lines[i + 1][0] is not ('|' or '#'))
        {
            text.Append(' ').Append(Plain(lines[++i].Trim()));
        }

        return text.ToString();
    }

    private static void Table(string[] lines, ref int i, string section, Part part)
    {
        var heads = Cells(lines[i]).Select(Plain).ToList();
        int definition = heads.FindIndex(h => h == "definition");
        i++;
        while (i + 1 < lines.Length && lines[i + 1].StartsWith('|'))
        {
            var raw = Cells(lines[++i]);
            if (raw.Count != heads.Count)
            {
                continue;
            }

            if (heads[0] == "metric" && definition > 0)
            {
                part.Metrics.AddRange(Names(raw[0]).Select(n => Method(n, heads, raw, definition)));
            }
            else if (heads[0] == "part" && heads.Count == 2 && heads[1] is "state" or "coverage")
            {
                string state = Plain(raw[1]);
                if (state.StartsWith("partly", StringComparison.Ordinal) || state.StartsWith("no", StringComparison.Ordinal))
                {
                    part.Limits.Add($"{Plain(raw[0])}: {state}");
                }
            }
            else if (Kind(section, part) is { } list)
            {
                list.Add(string.Join(": ", raw.Take(2).Select(Plain)) + (raw.Count > 2 ? $" ({heads[2]}: {Plain(raw[2])})" : ""));
            }
        }
    }

    private static MetricMethod Method(string name, List<string> heads, List<string> cells, int definition)
    {
        int unit = heads.IndexOf("unit");
        var without = new List<string>();
        for (int c = 1; c < heads.Count; c++)
        {
            if (c != definition && c != unit && heads[c] != "worse" && Plain(cells[c]) is { Length: > 0 } text)
            {
                without.Add(heads[c].Length > 0 ? $"{heads[c]}: {text}" : text);
            }
        }

        return new MetricMethod(name, unit < 0 ? "" : Plain(cells[unit]), Plain(cells[definition]), string.Join("; ", without));
    }

    private static IEnumerable<string> Names(string cell)
    {
        string[] pieces = cell.Split('`');
        for (int i = 1; i < pieces.Length; i += 2)
        {
            yield return pieces[i];
        }
    }

    private static List<string> Cells(string line)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        for (int i = 1; i < line.Length; i++)
        {
            if (line[i] == '\\' && i + 1 < line.Length && line[i + 1] == '|')
            {
                cell.Append('|');
                i++;
            }
            else if (line[i] == '|')
            {
                cells.Add(cell.ToString().Trim());
                cell.Clear();
            }
            else
            {
                cell.Append(line[i]);
            }
        }

        return cells;
    }

    // Without the marks of emphasis, code and links: [text](target) is text.
    private static string Plain(string markdown)
    {
        var text = new StringBuilder(markdown.Length);
        for (int i = 0; i < markdown.Length; i++)
        {
            char c = markdown[i];
            if (c == ']' && i + 1 < markdown.Length && markdown[i + 1] == '(' && markdown.IndexOf(')', i) is var end and > 0)
            {
                i = end;
            }
            else if (c == '[' && markdown.IndexOf("](", i, StringComparison.Ordinal) > 0)
            {
            }
            else if (c != '`' && !(c == '*' && i + 1 < markdown.Length && markdown[i + 1] == '*') && !(c == '*' && i > 0 && markdown[i - 1] == '*'))
            {
                text.Append(c);
            }
        }

        return text.ToString().Trim();
    }

    private sealed record Part(string Title)
    {
        public string Sources { get; init; } = "";

        public List<MetricMethod> Metrics { get; } = [];

        public List<string> Limits { get; } = [];

        public List<string> Anomalies { get; } = [];
    }
}
