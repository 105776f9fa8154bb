using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Sim.Formats.Osi;

/// <summary>Writes a protobuf message. Fields that are zero are left out only where told.</summary>
internal sealed class WireWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new(256);

    public ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;

    public void Clear() => _bytes.ResetWrittenCount();

    public void Number(int field, ulong value)
    {
        Varint(((ulong)field << 3) | 0);
        Varint(value);
    }

    public void Double(int field, double value)
    {
        Varint(((ulong)field << 3) | 1);
        BinaryPrimitives.WriteDoubleLittleEndian(_bytes.GetSpan(8), value);
        _bytes.Advance(8);
    }

    public void Text(int field, string value) => Content(field, Encoding.UTF8.GetBytes(value));

    public void Message(int field, WireWriter message) => Content(field, message.Bytes);

    /// <summary>A message of one whole number, as OSI's identifiers are.</summary>
    public void Identifier(int field, ulong value)
    {
        var inner = new WireWriter();
        inner.Number(1, value);
        Message(field, inner);
    }

    /// <summary>A message of doubles in the fields 1, 2, 3, as OSI's vectors are.</summary>
    public void Vector(int field, double first, double second, double third)
    {
        var inner = new WireWriter();
        inner.Double(1, first);
        inner.Double(2, second);
        inner.Double(3, third);
        Message(field, inner);
    }

    private void Content(int field, ReadOnlySpan<byte> content)
    {
        Varint(((ulong)field << 3) | 2);
        Varint((ulong)content.Length);
        _bytes.Write(content);
    }

    private void Varint(ulong value)
    {
        var span = _bytes.GetSpan(10);
        int count = 0;
        while (value >= 0x80)
        {
            span[count++] = (byte)(value | 0x80);
            value >>= 7;
        }

        span[count++] = (byte)value;
        _bytes.Advance(count);
    }
}
