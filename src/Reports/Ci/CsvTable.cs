using System.Globalization;
using System.Text;

namespace Sim.Reports.Ci;

/// <summary>
/// A table after RFC 4180: comma, CRLF, quotes where needed, UTF-8 without a byte order mark. A text that a spreadsheet would take for a formula begins with
/// an apostrophe; line breaks and controls become spaces, so that a record is one line. Not thread-safe.
/// </summary>
internal sealed class CsvTable
{
    /// <summary>Longest field: what a spreadsheet's cell holds, with room for the note that it was cut.</summary>
    public const int MaxField = 32_000;
    private readonly StringBuilder _text = new();
    private readonly int _columns;
    private int _column;

    /// <summary>Begins a table.</summary>
    public CsvTable(params IReadOnlyList<string> columns)
    {
        _columns = columns.Count;
        foreach (string column in columns)
        {
            Text(column);
        }

        End();
    }

    /// <summary>A user's text.</summary>
    public void Text(string text)
    {
        string seen = CiText.Visible(text, max: MaxField);
        Field(seen.Length > 0 && IsFormula(seen) ? "'" + seen : seen);
    }

    /// <summary>A number, or an empty field.</summary>
    public void Number(double? value) => Field(value?.ToString("R", CultureInfo.InvariantCulture) ?? "");

    /// <summary>A whole number.</summary>
    public void Number(long value) => Field(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Ends a record.</summary>
    public void End()
    {
        if (_column != _columns)
        {
            throw new InvalidOperationException($"A record of {_column} fields in a table of {_columns} columns.");
        }

        _text.Append("\r\n");
        _column = 0;
    }

    /// <summary>The bytes.</summary>
    public byte[] ToBytes() => Encoding.UTF8.GetBytes(_text.ToString());

    // What spreadsheets evaluate, also behind white space, and the full-width forms that some of them take for the same.
    private static bool IsFormula(string text)
    {
        string begin = text.TrimStart();
        return begin.Length > 0 && begin[0] is '=' or '+' or '-' or '@' or '|' or '%' or '＝' or '＋' or '－' or '＠';
    }

    private void Field(string value)
    {
        if (_column++ > 0)
        {
            _text.Append(',');
        }

        if (value.AsSpan().IndexOfAny(",\"\r\n") < 0 && value.AsSpan().Trim().Length == value.Length)
        {
            _text.Append(value);
            return;
        }

        _text.Append('"').Append(value.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
    }
}
