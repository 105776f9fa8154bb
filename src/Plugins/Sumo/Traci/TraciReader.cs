using System.Buffers.Binary;
using System.Text;

namespace Sim.Plugins.Sumo.Traci;

/// <summary>Reads what a TraCI server sent. Every length is held against what is really there before anything is allocated.</summary>
internal ref struct TraciReader
{
    private const int MaxDepth = 8;
    private ReadOnlySpan<byte> _rest;

    public TraciReader(ReadOnlySpan<byte> bytes) => _rest = bytes;

    public readonly bool IsEmpty => _rest.IsEmpty;

    public byte Byte() => Take(1)[0];

    public int Int() => BinaryPrimitives.ReadInt32BigEndian(Take(4));

    public double Double() => BinaryPrimitives.ReadDoubleBigEndian(Take(8));

    /// <summary>A double that is a number.</summary>
    public double Finite()
    {
        double value = Double();
        return double.IsFinite(value) ? value : throw Broken("a value that is not finite");
    }

    /// <summary>The bytes of a string.</summary>
    public ReadOnlySpan<byte> Utf8()
    {
        int length = Int();
        return length >= 0 ? Take(length) : throw Broken("a string of negative length");
    }

    public string Text() => Encoding.UTF8.GetString(Utf8());

    /// <summary>Number of strings that follow; no more than there is room for.</summary>
    public int Count(int leastBytesEach)
    {
        int count = Int();
        return count >= 0 && count <= _rest.Length / leastBytesEach ? count : throw Broken($"a list of {count} items in {_rest.Length} bytes");
    }

    /// <summary>Requires a type.</summary>
    public void Type(byte expected)
    {
        byte found = Byte();
        if (found != expected)
        {
            throw Broken($"a value of type 0x{found:x2} where 0x{expected:x2} was expected");
        }
    }

    public int TypedInt()
    {
        Type(TraciIds.TypeInt);
        return Int();
    }

    public double TypedFinite()
    {
        Type(TraciIds.TypeDouble);
        return Finite();
    }

    public string TypedText()
    {
        Type(TraciIds.TypeString);
        return Text();
    }

    /// <summary>The next command of a message: its id and its content.</summary>
    public TraciReader Command(out byte id)
    {
        int length = Byte();
        int head = 1;
        if (length == 0)
        {
            length = Int();
            head = 5;
        }

        if (length < head + 1)
        {
            throw Broken($"a command of length {length}");
        }

        var command = Take(length - head);
        id = command[0];
        return new TraciReader(command[1..]);
    }

    /// <summary>Passes over a value of any type, its type byte included.</summary>
    public void Skip(int depth = 0)
    {
        byte type = Byte();
        switch (type)
        {
            case TraciIds.TypePosition2:
                Take(16);
                break;
            case TraciIds.TypePosition3:
                Take(24);
                break;
            case TraciIds.TypeUByte or TraciIds.TypeByte:
                Take(1);
                break;
            case TraciIds.TypeInt or TraciIds.TypeColour:
                Take(4);
                break;
            case TraciIds.TypeDouble:
                Take(8);
                break;
            case TraciIds.TypeString:
                Utf8();
                break;
            case TraciIds.TypeStrings:
                for (int n = Count(4); n > 0; n--)
                {
                    Utf8();
                }

                break;
            case TraciIds.TypeCompound when depth < MaxDepth:
                for (int n = Count(1); n > 0; n--)
                {
                    Skip(depth + 1);
                }

                break;
            default:
                throw Broken($"a value of the unknown type 0x{type:x2}");
        }
    }

    public static TraciException Broken(string found) => new($"the peer does not speak TraCI as it should: found {found}", isLost: true);

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
        {
            throw Broken($"{count} bytes announced where {_rest.Length} are left");
        }

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
