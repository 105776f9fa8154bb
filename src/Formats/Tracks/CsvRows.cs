using System.Globalization;
using System.Text;

namespace Sim.Formats.Tracks;

/// <summary>
/// Rows of a table as text, one after the other, out of one buffer: memory does not grow with the file. Fields may be quoted (RFC 4180), without
/// line ends inside. Empty lines are passed over.
/// </summary>
internal sealed class CsvRows(Stream stream, string file, char delimiter)
{
    private const int MaxLine = 64 * 1024;
    private const int MaxFields = 1024;
    private const double MaxMagnitude = 1e15;

    private readonly byte[] _buffer = new byte[stream.CanSeek ? Math.Min(2 * MaxLine, stream.Length + 1) : 2 * MaxLine];
    private readonly byte[] _text = new byte[stream.CanSeek ? Math.Min(MaxLine, stream.Length + 1) : MaxLine];
    private readonly (int Start, int Length, int Column)[] _fields = new (int, int, int)[MaxFields];
    private int _start;
    private int _end;

    /// <summary>1-based line of the current row.</summary>
    public int Line { get; private set; }

    /// <summary>Number of fields of the current row.</summary>
    public int Count { get; private set; }

    /// <summary>Moves to the next row; false at the end.</summary>
    /// <exception cref="InputException">A line that is too long, or too many fields.</exception>
    public bool Next()
    {
        while (true)
        {
            int length = NextLine();
            if (length < 0)
            {
                return false;
            }

            Line++;
            var line = _buffer.AsSpan(_start, length);
            _start += length + 1;
            line = Line == 1 && line.StartsWith("\uFEFF"u8) ? line[3..] : line;
            line = line.TrimEnd((byte)'\r');
            if (line.Trim((byte)' ').Length > 0)
            {
                Split(line);
                return true;
            }
        }
    }

    /// <summary>A field as text; empty when the row has no such field.</summary>
    public string Text(int field) => field < Count ? Encoding.UTF8.GetString(Bytes(field)) : "";

    /// <summary>A field as bytes.</summary>
    public ReadOnlySpan<byte> Bytes(int field) => field < Count ? _text.AsSpan(_fields[field].Start, _fields[field].Length) : [];

    /// <summary>A field as a number.</summary>
    /// <exception cref="InputException">No finite number of bearable size.</exception>
    public double Number(int field, string column)
    {
        var bytes = Bytes(field);
        return double.TryParse(bytes, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && Math.Abs(value) <= MaxMagnitude
            ? value
            : throw Error(field, $"found {Shown(bytes)} in the column '{column}', expected a number");
    }

    /// <summary>A field as a number; NaN when it is empty or says that it is none.</summary>
    /// <exception cref="InputException">Something else.</exception>
    public double NumberIfAny(int field, string column)
    {
        var bytes = Bytes(field).Trim((byte)' ');
        return bytes.Length == 0 || bytes.SequenceEqual("nan"u8) || bytes.SequenceEqual("NaN"u8) || bytes.SequenceEqual("NA"u8) ? double.NaN : Number(field, column);
    }

    /// <summary>An error at a field of the current row.</summary>
    public InputException Error(int field, string message) => new(message, file, Math.Max(1, Line), field < Count ? _fields[field].Column : 1);

    private static string Shown(ReadOnlySpan<byte> bytes) => bytes.Length == 0 ? "nothing" : $"'{Encoding.UTF8.GetString(bytes[..Math.Min(40, bytes.Length)])}'";

    // Length of the line at _start, or -1.
    private int NextLine()
    {
        int from = _start;
        while (true)
        {
            int at = _buffer.AsSpan(from, _end - from).IndexOf((byte)'\n');
            if (at >= 0)
            {
                return from + at - _start <= MaxLine ? from + at - _start : throw TooLong();
            }

            if (_end - _start > MaxLine)
            {
                throw TooLong();
            }

            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_end, _start) = (_end - _start, 0);
            from = _end;
            int read = stream.Read(_buffer, _end, _buffer.Length - _end);
            if (read == 0)
            {
                return _end > 0 ? Take() : -1;
            }

            _end += read;
        }
    }

    // The last line has no end; the buffer is left as if it had. It has room: it is longer than the file or than two lines.
    private int Take()
    {
        int length = _end;
        if (length > MaxLine)
        {
            throw TooLong();
        }

        _buffer[_end++] = (byte)'\n';
        return length;
    }

    private InputException TooLong() => new($"the line has more than {MaxLine} bytes", file, Line + 1, 1);

    private void Split(ReadOnlySpan<byte> line)
    {
        bool spaces = delimiter == ' ';
        int to = 0;
        Count = 0;
        for (int at = 0; at <= line.Length;)
        {
            while (spaces && at < line.Length && line[at] is (byte)' ' or (byte)'\t')
            {
                at++;
            }

            if (spaces && at == line.Length && Count > 0)
            {
                break;
            }

            if (Count == MaxFields)
            {
                throw new InputException($"the row has more than {MaxFields} fields", file, Line, 1);
            }

            int start = to, column = at + 1;
            bool quoted = at < line.Length && line[at] == (byte)'"';
            at += quoted ? 1 : 0;
            while (at < line.Length)
            {
                byte b = line[at];
                if (quoted ? b == (byte)'"' : b == (byte)delimiter || (spaces && b == (byte)'\t'))
                {
                    if (!quoted || at + 1 >= line.Length || line[at + 1] != (byte)'"')
                    {
                        break;
                    }

                    at++;
                }

                _text[to++] = b;
                at++;
            }

            at += quoted && at < line.Length ? 1 : 0;
            if (at < line.Length && line[at] != (byte)delimiter && !(spaces && line[at] == (byte)'\t'))
            {
                throw new InputException("found text behind a closing quote", file, Line, at + 1);
            }

            _fields[Count++] = (start, to - start, column);
            at++;
        }
    }
}
