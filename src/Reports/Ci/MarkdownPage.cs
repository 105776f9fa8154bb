using System.Globalization;
using System.Text;

namespace Sim.Reports.Ci;

/// <summary>Markdown of limited size. What does not fit is left out whole, tables between two rows, and counted. Not thread-safe.</summary>
/// <param name="options">The limits.</param>
internal sealed class MarkdownPage(SummaryOptions options)
{
    private const int MaxLine = 500;
    private const int Reserve = 600;
    private const int CutNote = 80;
    private readonly StringBuilder _text = new();
    private int _bytes;
    private bool _full;

    /// <summary>Adds a line; the last ones of a page may use what is kept back.</summary>
    public bool Line(string line, bool last = false)
    {
        int bytes = Encoding.UTF8.GetByteCount(line) + 1;
        if (_bytes + bytes > options.MaxBytes - (last ? CutNote : Reserve))
        {
            _full = true;
            return false;
        }

        _text.Append(line).Append('\n');
        _bytes += bytes;
        return true;
    }

    /// <summary>Adds a section with a table, unless it has no rows.</summary>
    /// <param name="title">Its heading; empty for none.</param>
    /// <param name="head">Head and alignments, two lines.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="elsewhere">The file that holds all of them.</param>
    /// <param name="note">A sentence below; empty for none.</param>
    public void Table(string title, (string Names, string Alignments) head, IReadOnlyList<string> rows, string elsewhere, string note = "")
    {
        if (rows.Count == 0)
        {
            return;
        }

        if (title.Length > 0 && Line($"## {title}"))
        {
            Line("");
        }

        // A head without a row says nothing.
        int room = Encoding.UTF8.GetByteCount(head.Names) + Encoding.UTF8.GetByteCount(head.Alignments) + Encoding.UTF8.GetByteCount(rows[0]) + 3;
        int shown = 0;
        if (_bytes + room <= options.MaxBytes - Reserve)
        {
            Line(head.Names);
            Line(head.Alignments);
            while (shown < Math.Min(rows.Count, options.Rows) && Line(rows[shown]))
            {
                shown++;
            }
        }
        else
        {
            _full = true;
        }

        Line("");
        string more = shown < rows.Count ? string.Create(CultureInfo.InvariantCulture, $"And {rows.Count - shown} more: see {elsewhere}.") : "";
        if (note.Length + more.Length > 0)
        {
            Line(note.Length > 0 && more.Length > 0 ? $"{note} {more}" : note + more);
            Line("");
        }
    }

    /// <summary>The text.</summary>
    public override string ToString() =>
        _full ? string.Create(CultureInfo.InvariantCulture, $"{_text}\nCut at {options.MaxBytes / 1024} KiB: report.html and report.json hold all.\n") : _text.ToString();

    /// <summary>Text in a code span of a table's cell.</summary>
    public static string Code(string text) => $"`{OneLine(text).Replace("`", "'", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal)}`";

    /// <summary>Text that no Markdown renderer takes for markup: a user's string must not become a link, an image, a mention or HTML.</summary>
    public static string Escape(string text)
    {
        string line = OneLine(text);
        var safe = new StringBuilder(line.Length + 8);
        for (int i = 0; i < line.Length; i++)
        {
            char c = line[i];
            bool www = c == '.' && i >= 3 && line.AsSpan(i - 3, 3).Equals("www", StringComparison.OrdinalIgnoreCase);
            safe.Append(c switch
            {
                '<' => "&lt;",
                '>' => "&gt;",
                '&' => "&amp;",
                '|' or '[' or ']' or '!' or '*' or '_' or '`' or '\\' or '~' => $"\\{c}",
                // Behind these a renderer looks for an issue, a person or an address; nothing that can be seen stands between.
                '#' => "\\#\u200B",
                '@' => "@\u200B",
                '/' when i > 0 && line[i - 1] == ':' => "\\/",
                '.' when www => "\\.",
                _ => c.ToString(),
            });
        }

        return safe.ToString();
    }

    private static string OneLine(string text) => CiText.Visible(text, max: MaxLine);
}
