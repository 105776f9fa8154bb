using System.Buffers.Binary;
using System.Text;

namespace Sim.Formats.Mcap;

/// <summary>Reads MCAP's primitives from bytes; every overrun is an <see cref="InputException"/> with the byte offset.</summary>
internal struct McapCursor(ReadOnlyMemory<byte> data, long baseOffset, string file)
{
    private int _at;

    public readonly bool AtEnd => _at >= data.Length;

    public readonly int Remaining => data.Length - _at;

    public readonly long Offset => baseOffset + _at;

    public readonly InputException Error(string message) => new($"byte {Offset}: {message}", file);

    public ReadOnlyMemory<byte> Take(ulong count, string what)
    {
        if (count > (ulong)Remaining)
        {
            throw Error($"{what} claims {count} bytes, but only {Remaining} are left; the file is cut short or damaged");
        }

        var slice = data.Slice(_at, (int)count);
        _at += (int)count;
        return slice;
    }

    public byte U8(string what) => Take(1, what).Span[0];

    public ushort U16(string what) => BinaryPrimitives.ReadUInt16LittleEndian(Take(2, what).Span);

    public uint U32(string what) => BinaryPrimitives.ReadUInt32LittleEndian(Take(4, what).Span);

    public ulong U64(string what) => BinaryPrimitives.ReadUInt64LittleEndian(Take(8, what).Span);

    public string Text(string what) => Encoding.UTF8.GetString(Take(U32(what), what).Span);

    public McapCursor Nested(ulong count, string what)
    {
        long start = Offset;
        return new McapCursor(Take(count, what), start, file);
    }

    public IReadOnlyDictionary<string, string> Map(string what)
    {
        var inner = Nested(U32(what), what);
        var result = new SortedDictionary<string, string>(StringComparer.Ordinal);
        while (!inner.AtEnd)
        {
            string key = inner.Text(what);
            result[key] = inner.Text(what);
        }

        return result;
    }
}
