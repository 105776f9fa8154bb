using System.Globalization;
using System.Text;

namespace Sim.Reports.Requirements;

/// <summary>The rows of a CSV text after RFC 4180, one at a time; empty lines are skipped. Not thread-safe.</summary>
/// <param name="text">The text.</param>
/// <param name="separator">The separator.</param>
/// <param name="file">Name for messages.</param>
/// <param name="maxFields">Most fields of a row.</param>
internal sealed class CsvRows(string text, char separator, string file, int maxFields)
{
    private readonly List<string> _fields = [];
    private int _at;
    private int _line = 1;
    private int _lineStart;

    /// <summary>Fields of the row.</summary>
    public IReadOnlyList<string> Fields => _fields;

    /// <summary>Line in which the row begins, from 1.</summary>
    public int Line { get; private set; }

    /// <summary>Moves to the next row.</summary>
    /// <exception cref="InputException">Not CSV, with line and column.</exception>
    public bool Next()
    {
        while (_at < text.Length && text[_at] is '\r' or '\n')
        {
            NewLine();
        }

        if (_at >= text.Length)
        {
            return false;
        }

        Line = _line;
        _fields.Clear();
        while (true)
        {
            if (_fields.Count == maxFields)
            {
                throw Error(string.Create(CultureInfo.InvariantCulture, $"found more than {maxFields} fields in a row"));
            }

            _fields.Add(_at < text.Length && text[_at] == '"' ? Quoted() : Bare());
            if (_at < text.Length && text[_at] == separator)
            {
                _at++;
                if (_at < text.Length)
                {
                    continue;
                }

                _fields.Add("");
            }

            if (_at < text.Length)
            {
                NewLine();
            }

            return true;
        }
    }

    private string Bare()
    {
        int start = _at;
        for (; _at < text.Length && text[_at] != separator && text[_at] is not ('\r' or '\n'); _at++)
        {
            if (text[_at] == '"')
            {
                throw Error("found a quote within a field; quote the whole field and write its quotes twice");
            }

            Check(text[_at], _at - start);
        }

        return text[start.._at];
    }

    private string Quoted()
    {
        var field = new StringBuilder();
        int line = _line, column = _at - _lineStart + 1;
        for (_at++; _at < text.Length;)
        {
            char c = text[_at];
            if (c == '"')
            {
                _at++;
                if (_at < text.Length && text[_at] == '"')
                {
                    field.Append('"');
                    _at++;
                    continue;
                }

                return _at >= text.Length || text[_at] == separator || text[_at] is '\r' or '\n'
                    ? field.ToString()
                    : throw Error("found text after the end of a quoted field; write quotes within it twice");
            }

            Check(c, field.Length);
            if (c is '\r' or '\n')
            {
                field.Append('\n');
                NewLine();
            }
            else
            {
                field.Append(c);
                _at++;
            }
        }

        throw new InputException("the quoted field that begins here never ends; close it with a quote", file, line, column);
    }

    private void Check(char c, int length)
    {
        if (char.IsControl(c) && c is not ('\t' or '\r' or '\n'))
        {
            throw Error("found a control character; remove it");
        }

        if (length >= RequirementFiles.MaxText)
        {
            throw Error(string.Create(CultureInfo.InvariantCulture, $"found a field of more than {RequirementFiles.MaxText} characters"));
        }
    }

    private void NewLine()
    {
        _at += text[_at] == '\r' && _at + 1 < text.Length && text[_at + 1] == '\n' ? 2 : 1;
        _line++;
        _lineStart = _at;
    }

    private InputException Error(string message) => new(message, file, _line, _at - _lineStart + 1);
}
