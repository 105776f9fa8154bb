using System.Text.RegularExpressions;

namespace Sim.Reports.Failures;

/// <summary>Puts blocks between the lines of a triage file: people's notes, comments and layout stay as they are. Not thread-safe.</summary>
internal sealed partial class TriageLines
{
    private readonly List<string> _lines;
    private readonly List<(string Signature, int Line)> _items = [];
    private readonly List<(int Before, int Order, string Text)> _insertions = [];
    private readonly int _end;
    private readonly string _indent = "  ";

    /// <summary>Takes a file apart.</summary>
    /// <exception cref="InputException">The list is not written as blocks.</exception>
    public TriageLines(string text, Setting root, string name)
    {
        _lines = [.. text.ReplaceLineEndings("\n").Split('\n')];
        var entry = root.Entries.FirstOrDefault(e => e.Key == "triage");
        var list = entry?.Value.Items ?? [];
        foreach (var item in list)
        {
            string line = item.Line >= 1 && item.Line <= _lines.Count ? _lines[item.Line - 1] : "";
            if (!line.TrimStart().StartsWith("- ", StringComparison.Ordinal))
            {
                throw NotBlocks(root, name);
            }

            _indent = line[..^line.TrimStart().Length];
            _items.Add((item.Find("signature")?.Text ?? "", item.Line - 1));
        }

        if (entry is null)
        {
            _lines.Insert(TrimmedEnd(), "triage:");
            _end = TrimmedEnd();
            return;
        }

        if (list.Count == 0)
        {
            var empty = EmptyList().Match(_lines[entry.Line - 1]);
            _lines[entry.Line - 1] = empty.Success ? "triage:" + empty.Groups[1].Value : throw NotBlocks(root, name);
        }

        // Another key may follow the list.
        var next = root.Entries.Where(e => e.Line > entry.Line).OrderBy(e => e.Line).FirstOrDefault();
        _end = next is null ? TrimmedEnd() : AboveComments(next.Line - 1);
    }

    /// <summary>What to say about a file that holds its list otherwise.</summary>
    public static InputException NotBlocks(Setting root, string name) =>
        new("the notes cannot be added to, because the list is not written as blocks; write each as '- signature: …' on lines of its own below 'triage:'", name, Math.Max(1, root.Line), 1);

    /// <summary>Adds a block for a signature that has none, before the first greater one.</summary>
    public void Add(string signature, string title)
    {
        int index = _items.FindIndex(i => string.CompareOrdinal(i.Signature, signature) > 0);
        int before = index < 0 ? _end : AboveComments(_items[index].Line);
        string[] block = [$"# {title}", $"- signature: {signature}", "  status: new", "  owner:", "  comment:"];
        _insertions.Add((before, _insertions.Count, string.Join('\n', block.Select(l => _indent + l))));
    }

    /// <summary>The whole text.</summary>
    /// <param name="lineEnd">End of each line.</param>
    public string ToText(string lineEnd)
    {
        foreach (var (before, _, text) in _insertions.OrderByDescending(i => i.Before).ThenByDescending(i => i.Order))
        {
            _lines.InsertRange(before, text.Split('\n'));
        }

        if (_lines[^1].Length > 0)
        {
            _lines.Add("");
        }

        return string.Join(lineEnd, _lines);
    }

    // The comment above a block is its title.
    private int AboveComments(int line)
    {
        while (line > 0 && _lines[line - 1].TrimStart().StartsWith('#'))
        {
            line--;
        }

        return line;
    }

    private int TrimmedEnd()
    {
        int end = _lines.Count;
        while (end > 0 && _lines[end - 1].Trim().Length == 0)
        {
            end--;
        }

        return end;
    }

    [GeneratedRegex(@"\Atriage:\s*(?:\[\s*\]|~|null)?(\s*#.*)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex EmptyList();
}
