using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Sim.Formats.Mcap;

/// <summary>Appends MCAP's primitives (little-endian, length-prefixed) to a growing buffer.</summary>
internal sealed class McapBytes
{
    private readonly ArrayBufferWriter<byte> _buffer = new(1024);

    public int Length => _buffer.WrittenCount;

    public ReadOnlySpan<byte> Span => _buffer.WrittenSpan;

    public void Clear() => _buffer.ResetWrittenCount();

    public void U8(byte value)
    {
        _buffer.GetSpan(1)[0] = value;
        _buffer.Advance(1);
    }

    public void U16(ushort value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(_buffer.GetSpan(2), value);
        _buffer.Advance(2);
    }

    public void U32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_buffer.GetSpan(4), value);
        _buffer.Advance(4);
    }

    public void U64(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_buffer.GetSpan(8), value);
        _buffer.Advance(8);
    }

    public void Text(string value)
    {
        int count = Encoding.UTF8.GetByteCount(value);
        U32((uint)count);
        Encoding.UTF8.GetBytes(value, _buffer.GetSpan(count));
        _buffer.Advance(count);
    }

    public void Raw(ReadOnlySpan<byte> value) => _buffer.Write(value);

    public void Map(IReadOnlyDictionary<string, string> values)
    {
        var inner = new McapBytes();
        foreach (var (key, value) in values.OrderBy(v => v.Key, StringComparer.Ordinal))
        {
            inner.Text(key);
            inner.Text(value);
        }

        U32((uint)inner.Length);
        Raw(inner.Span);
    }
}
