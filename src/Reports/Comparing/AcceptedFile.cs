using System.Globalization;
using System.Text;

namespace Sim.Reports.Comparing;

/// <summary>
/// The file of accepted results (docs/baselines.md): a head, then for each case its id, its result and an empty line. Ids and empty lines never change, so two
/// branches that accept different cases touch lines with others between them, and git merges them; a result is one line, so two branches that accept one case
/// differently conflict.
/// </summary>
internal static class AcceptedFile
{
    /// <summary>Digits of a scenario's hash that are kept.</summary>
    public const int ScenarioDigits = 16;

    /// <summary>Longest reason.</summary>
    public const int MaxReason = 500;

    /// <summary>First line.</summary>
    internal const string Head = "sim-baseline 1";

    private const int MaxBytes = 256 << 20;
    private const int MaxCases = 2_000_000;
    private static readonly UTF8Encoding Utf8 = new(false, true);

    /// <summary>Writes the file: sorted by id, LF, UTF-8.</summary>
    public static byte[] Write(IEnumerable<AcceptedCase> cases)
    {
        var text = new StringBuilder(Head).Append("\n\n");
        foreach (var accepted in cases.OrderBy(c => c.Row.Case, StringComparer.Ordinal))
        {
            text.Append(accepted.Row.Case).Append('\n').Append(AcceptedLine.Write(accepted)).Append("\n\n");
        }

        return Utf8.GetBytes(text.ToString());
    }

    /// <summary>Reads the file. The order of the cases does not matter: a merge may change it.</summary>
    /// <param name="content">Bytes.</param>
    /// <param name="file">Name for messages.</param>
    /// <exception cref="InputException">Wrong, with line and column.</exception>
    public static IReadOnlyList<AcceptedCase> Read(ReadOnlySpan<byte> content, string file)
    {
        if (content.Length > MaxBytes)
        {
            throw new InputException(string.Create(CultureInfo.InvariantCulture, $"found {content.Length} bytes of accepted results; at most {MaxBytes} are read"), file, 1);
        }

        var lines = new Lines(Text(content, file), file);
        if (!lines.Next() || !lines.Current.SequenceEqual(Head))
        {
            throw new InputException($"found no file of accepted results; expected the line '{Head}' first; sim baseline accept writes such a file", file, 1, 1);
        }

        var cases = new List<AcceptedCase>();
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        while (lines.Next())
        {
            if (lines.Current.IsEmpty)
            {
                continue;
            }

            string id = Id(lines);
            int line = lines.Number;
            if (!known.TryAdd(id, line))
            {
                throw lines.Error(string.Create(CultureInfo.InvariantCulture, $"the case '{id}' was already accepted in line {known[id]}; two branches accepted it: delete one of both, or accept it again"));
            }

            bool more = lines.Next();
            RefuseMarks(lines);
            if (!more || lines.Current is not [' ', ' ', ..])
            {
                throw lines.Error($"found no result of the case '{id}'; expected a line that begins with two spaces below its id");
            }

            if (cases.Count == MaxCases)
            {
                throw lines.Error(string.Create(CultureInfo.InvariantCulture, $"found more than {MaxCases} cases"));
            }

            cases.Add(AcceptedLine.Read(id, lines.Current, file, lines.Number));
        }

        return cases;
    }

    private static string Id(Lines lines)
    {
        RefuseMarks(lines);
        var line = lines.Current;
        if (line is [' ', ..])
        {
            throw lines.Error("found a second result of one case; two branches accepted it: delete one of both lines, or accept it again");
        }

        bool valid = line.Length is > 0 and <= 200 && line[0] != '-';
        foreach (char c in line)
        {
            valid &= char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-';
        }

        return valid ? line.ToString() : throw lines.Error($"found '{(line.Length > 60 ? string.Concat(line[..60], "…") : line)}', expected the id of a case (lower-case letters, digits, hyphens)");
    }

    private static void RefuseMarks(Lines lines)
    {
        foreach (string mark in (string[])["<<<<<<<", "|||||||", "=======", ">>>>>>>"])
        {
            if (lines.Current.StartsWith(mark, StringComparison.Ordinal))
            {
                throw lines.Error("found the mark of a merge that is not resolved; keep one of both results");
            }
        }
    }

    private static string Text(ReadOnlySpan<byte> bytes, string file)
    {
        try
        {
            return Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            int line = 1 + bytes[..Math.Clamp(e.Index, 0, bytes.Length)].Count((byte)'\n');
            throw new InputException("found bytes that are no UTF-8; the file was not written by sim baseline accept", file, line, inner: e);
        }
    }

    // Lines end with LF, or with CR LF where git writes that.
    private sealed class Lines(string text, string file)
    {
        private int _next;
        private int _start;
        private int _length;

        public int Number { get; private set; }

        public ReadOnlySpan<char> Current => text.AsSpan(_start, _length);

        public bool Next()
        {
            if (_next >= text.Length)
            {
                return false;
            }

            int end = text.IndexOf('\n', _next);
            (_start, _length) = (_next, (end < 0 ? text.Length : end) - _next);
            _next = end < 0 ? text.Length : end + 1;
            _length -= _length > 0 && text[_start + _length - 1] == '\r' ? 1 : 0;
            Number++;
            return true;
        }

        public InputException Error(string message) => new(message, file, Number, 1);
    }
}
