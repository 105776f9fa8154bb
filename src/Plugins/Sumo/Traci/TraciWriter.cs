using System.Buffers.Binary;
using System.Text;

namespace Sim.Plugins.Sumo.Traci;

/// <summary>
/// Writes one TraCI message: total length, then commands, big-endian. The buffer is kept from message to message, so that a step allocates nothing once
/// it has grown. Not thread-safe.
/// </summary>
internal sealed class TraciWriter
{
    /// <summary>Largest message that is sent, bytes.</summary>
    public const int MaxBytes = 16 << 20;

    private byte[] _buffer = new byte[4096];
    private int _length = 4;
    private int _command = -1;

    /// <summary>Number of commands in the message.</summary>
    public int Commands { get; private set; }

    /// <summary>Empties it.</summary>
    public TraciWriter Clear()
    {
        (_length, _command, Commands) = (4, -1, 0);
        return this;
    }

    /// <summary>Begins a command.</summary>
    public TraciWriter Begin(byte id)
    {
        Reserve(2);
        _command = _length;
        _length++;
        _buffer[_length++] = id;
        return this;
    }

    /// <summary>Ends it: one byte of length, or zero and four bytes where it is longer than 255 bytes.</summary>
    public TraciWriter End()
    {
        int length = _length - _command;
        if (length <= byte.MaxValue)
        {
            _buffer[_command] = (byte)length;
        }
        else
        {
            Reserve(4);
            _buffer.AsSpan(_command + 1, length - 1).CopyTo(_buffer.AsSpan(_command + 5));
            _buffer[_command] = 0;
            _length += 4;
            BinaryPrimitives.WriteInt32BigEndian(_buffer.AsSpan(_command + 1), length + 4);
        }

        Commands++;
        _command = -1;
        return this;
    }

    public TraciWriter Byte(byte value)
    {
        Reserve(1);
        _buffer[_length++] = value;
        return this;
    }

    public TraciWriter Int(int value)
    {
        Reserve(4);
        BinaryPrimitives.WriteInt32BigEndian(_buffer.AsSpan(_length), value);
        _length += 4;
        return this;
    }

    public TraciWriter Double(double value)
    {
        Reserve(8);
        BinaryPrimitives.WriteDoubleBigEndian(_buffer.AsSpan(_length), value);
        _length += 8;
        return this;
    }

    public TraciWriter Text(string value)
    {
        int most = Encoding.UTF8.GetMaxByteCount(value.Length);
        Reserve(4 + most);
        int length = Encoding.UTF8.GetBytes(value, _buffer.AsSpan(_length + 4));
        BinaryPrimitives.WriteInt32BigEndian(_buffer.AsSpan(_length), length);
        _length += 4 + length;
        return this;
    }

    public TraciWriter TypedByte(byte value) => Byte(TraciIds.TypeByte).Byte(value);

    public TraciWriter TypedInt(int value) => Byte(TraciIds.TypeInt).Int(value);

    public TraciWriter TypedDouble(double value) => Byte(TraciIds.TypeDouble).Double(value);

    public TraciWriter TypedText(string value) => Byte(TraciIds.TypeString).Text(value);

    public TraciWriter TypedTexts(IReadOnlyList<string> values)
    {
        Byte(TraciIds.TypeStrings).Int(values.Count);
        foreach (string value in values)
        {
            Text(value);
        }

        return this;
    }

    /// <summary>The message with its length.</summary>
    public ReadOnlySpan<byte> Message()
    {
        BinaryPrimitives.WriteInt32BigEndian(_buffer, _length);
        return _buffer.AsSpan(0, _length);
    }

    private void Reserve(int more)
    {
        if (more > MaxBytes - _length)
        {
            throw new TraciException($"a message would be longer than {MaxBytes} bytes", isLost: false);
        }

        if (_length + more > _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Max(2 * _buffer.Length, _length + more));
        }
    }
}
