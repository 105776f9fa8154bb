using System.Text;

namespace Sim.Host.Ci;

/// <summary>
/// Text for people on a CI server, so that nothing in it is taken for a command: "::" at the beginning of a line becomes ": :", "##" becomes "# #", and controls
/// become U+FFFD. Thread-safe.
/// </summary>
/// <param name="inner">Where the text goes.</param>
internal sealed class CommandGuard(TextWriter inner) : TextWriter
{
    private readonly Lock _gate = new();
    private bool _begin = true;
    private char _last = '\n';

    /// <inheritdoc/>
    public override Encoding Encoding => inner.Encoding;

    /// <summary>JSON of the same meaning in which no server finds a command.</summary>
    public static string Json(string json) => json.Replace("##", "#\\u0023", StringComparison.Ordinal);

    /// <inheritdoc/>
    public override void Write(char value)
    {
        lock (_gate)
        {
            Put(value);
        }
    }

    /// <inheritdoc/>
    public override void Write(string? value)
    {
        lock (_gate)
        {
            foreach (char c in value ?? "")
            {
                Put(c);
            }
        }
    }

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    /// <inheritdoc/>
    public override void WriteLine(string? value) => Write(value + "\n");

    /// <inheritdoc/>
    public override void WriteLine() => Write("\n");

    /// <inheritdoc/>
    public override void Flush() => inner.Flush();

    private void Put(char c)
    {
        if (c is '\n' or '\r')
        {
            inner.Write(c);
            (_begin, _last) = (true, c);
            return;
        }

        if ((_begin && c == ':' && _last == ':') || (c == '#' && _last == '#'))
        {
            inner.Write(' ');
        }

        // White space before a command does not hide it from the server.
        _begin = _begin && (char.IsWhiteSpace(c) || (c == ':' && _last != ':') || IsInvisible(c));
        inner.Write(char.IsControl(c) && c != '\t' ? '\uFFFD' : c);
        _last = c;
    }

    private static bool IsInvisible(char c) => c is '\uFEFF' or '\u200B';
}
