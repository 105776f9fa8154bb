using System.Globalization;
using System.Text;

namespace Sim.Rpc.Peers;

/// <summary>
/// What a child process wrote on standard output and standard error, in the order in which it arrived: the first and the last
/// <see cref="PartBytes"/> of it, and how much was dropped between. Thread-safe.
/// </summary>
internal sealed class OutputLog
{
    /// <summary>Kept at the beginning, and at the end.</summary>
    public const int PartBytes = 256 << 10;

    private const int MaxLine = 300;
    private readonly Lock _gate = new();
    private readonly byte[] _line = new byte[4 * MaxLine];
    private byte[] _head = [];
    private byte[] _tail = [];
    private int _headLength;
    private long _tailBytes;
    private int _lineLength;
    private string _lastErrorLine = "";

    /// <summary>Counts what arrives.</summary>
    public long Total { get; private set; }

    /// <summary>The last line of standard error that says something: not blank, no frame of a stack trace. Control characters removed, bounded.</summary>
    public string LastErrorLine
    {
        get
        {
            lock (_gate)
            {
                EndLine();
                return _lastErrorLine;
            }
        }
    }

    /// <summary>Adds output.</summary>
    /// <param name="bytes">What arrived.</param>
    /// <param name="isError">True for standard error.</param>
    public void Append(ReadOnlySpan<byte> bytes, bool isError)
    {
        lock (_gate)
        {
            Total += bytes.Length;
            if (isError)
            {
                NoteLines(bytes);
            }

            int first = Math.Min(bytes.Length, PartBytes - _headLength);
            if (_headLength + first > _head.Length)
            {
                Array.Resize(ref _head, Math.Min(PartBytes, Math.Max(_headLength + first, Math.Max(4096, 2 * _head.Length))));
            }

            bytes[..first].CopyTo(_head.AsSpan(_headLength));
            _headLength += first;
            AppendTail(bytes[first..]);
        }
    }

    /// <summary>What has arrived since the last call, and begins anew.</summary>
    public byte[] Take()
    {
        lock (_gate)
        {
            using var all = new MemoryStream();
            all.Write(_head, 0, _headLength);
            int kept = (int)Math.Min(_tailBytes, PartBytes);
            if (_tailBytes > PartBytes)
            {
                all.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\n[… {_tailBytes - PartBytes} bytes dropped …]\n")));
            }

            int end = (int)(_tailBytes % PartBytes);
            if (kept == PartBytes)
            {
                all.Write(_tail, end, PartBytes - end);
                all.Write(_tail, 0, end);
            }
            else
            {
                all.Write(_tail, 0, kept);
            }

            _headLength = 0;
            _tailBytes = 0;
            return all.ToArray();
        }
    }

    private void AppendTail(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        if (_tail.Length == 0)
        {
            _tail = new byte[PartBytes];
        }

        if (bytes.Length > PartBytes)
        {
            _tailBytes += bytes.Length - PartBytes;
            bytes = bytes[^PartBytes..];
        }

        int at = (int)(_tailBytes % PartBytes);
        int first = Math.Min(bytes.Length, PartBytes - at);
        bytes[..first].CopyTo(_tail.AsSpan(at));
        bytes[first..].CopyTo(_tail);
        _tailBytes += bytes.Length;
    }

    private void NoteLines(ReadOnlySpan<byte> bytes)
    {
        foreach (byte b in bytes)
        {
            if (b == (byte)'\n')
            {
                EndLine();
            }
            else if (_lineLength < _line.Length)
            {
                _line[_lineLength++] = b;
            }
        }
    }

    private void EndLine()
    {
        string raw = Encoding.UTF8.GetString(_line, 0, _lineLength);
        _lineLength = 0;
        string line = new string([.. raw.Select(c => char.IsControl(c) ? ' ' : c)]).Trim();
        if (line.Length > 0 && !raw.StartsWith("   at ", StringComparison.Ordinal))
        {
            _lastErrorLine = line.Length <= MaxLine ? line : string.Concat(line.AsSpan(0, char.IsHighSurrogate(line[MaxLine - 1]) ? MaxLine - 1 : MaxLine), "…");
        }
    }
}
