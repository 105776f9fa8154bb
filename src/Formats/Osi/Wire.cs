using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Sim.Formats.Osi;

/// <summary>
/// One protobuf message as it lies in the file: fields one after the other, without copies. Every length is held against the bytes that are there
/// before anything is done with it.
/// </summary>
/// <param name="bytes">The message.</param>
/// <param name="offset">Where it begins in the file, for messages.</param>
/// <param name="file">Name for messages.</param>
internal ref struct Wire(ReadOnlySpan<byte> bytes, long offset, string file)
{
    private const int MaxText = 4096;

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at;
    private ulong _value;
    private ReadOnlySpan<byte> _content;

    /// <summary>Number of the current field.</summary>
    public int Field { get; private set; }

    /// <summary>How the current field is written: 0 number, 1 eight bytes, 2 content, 5 four bytes.</summary>
    public int Form { get; private set; }

    /// <summary>Moves to the next field; false at the end.</summary>
    /// <exception cref="InputException">The bytes are no such message.</exception>
    public bool Next()
    {
        if (_at >= _bytes.Length)
        {
            return false;
        }

        ulong tag = Varint();
        Form = (int)(tag & 7);
        if (tag >> 3 is 0 or > 536_870_911)
        {
            throw Error("found no field number of protobuf");
        }

        Field = (int)(tag >> 3);
        switch (Form)
        {
            case 0:
                _value = Varint();
                break;
            case 1:
                _value = BinaryPrimitives.ReadUInt64LittleEndian(Take(8));
                break;
            case 2:
                ulong length = Varint();
                _content = Take(length <= (ulong)(_bytes.Length - _at) ? (int)length : throw Error($"a field of {length} bytes ends behind its message"));
                break;
            case 5:
                _value = BinaryPrimitives.ReadUInt32LittleEndian(Take(4));
                break;
            default:
                throw Error($"found the wire type {Form}, which no message of OSI uses");
        }

        return true;
    }

    /// <summary>The current field as a whole number.</summary>
    public readonly ulong Number() => Form == 0 ? _value : throw Error($"field {Field} is no whole number");

    /// <summary>The current field as a double.</summary>
    /// <exception cref="InputException">It is none, or not finite.</exception>
    public readonly double Double()
    {
        double value = Form == 1 ? BitConverter.UInt64BitsToDouble(_value) : Form == 5 ? BitConverter.UInt32BitsToSingle((uint)_value) : throw Error($"field {Field} is no floating-point number");
        return Math.Abs(value) <= 1e9 ? value : throw Error(string.Create(CultureInfo.InvariantCulture, $"field {Field} is {value}; at most 1e9 is read"));
    }

    /// <summary>The current field as a message.</summary>
    public readonly Wire Message() => Form == 2 ? new Wire(_content, offset + _at - _content.Length, file) : throw Error($"field {Field} is no message");

    /// <summary>The current field as text.</summary>
    public readonly string Text() => Form != 2 ? throw Error($"field {Field} is no text")
        : _content.Length > MaxText ? throw Error($"field {Field} is a text of {_content.Length} bytes; at most {MaxText} are read")
        : Encoding.UTF8.GetString(_content);

    /// <summary>An error at the current place.</summary>
    public readonly InputException Error(string message) => new(string.Create(CultureInfo.InvariantCulture, $"byte {offset + _at}: {message}"), file);

    private ulong Varint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte b = Take(1)[0];
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
            {
                return value;
            }
        }

        throw Error("found a number of more than ten bytes");
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _bytes.Length - _at)
        {
            throw Error("the message ends inside a field");
        }

        var taken = _bytes.Slice(_at, count);
        _at += count;
        return taken;
    }
}
