namespace Sim.Formats;

/// <summary>A stream of bits, the lowest of each byte first.</summary>
internal sealed class DeflateBits
{
    private byte[] _bytes = new byte[1024];
    private int _count;
    private ulong _pending;
    private int _pendingBits;

    /// <summary>Appends up to 32 bits.</summary>
    public void Add(uint value, int bits)
    {
        _pending |= (ulong)value << _pendingBits;
        _pendingBits += bits;
        while (_pendingBits >= 8)
        {
            Byte((byte)_pending);
            _pending >>= 8;
            _pendingBits -= 8;
        }
    }

    /// <summary>Fills the last byte with zeros.</summary>
    public void Align()
    {
        if (_pendingBits > 0)
        {
            Byte((byte)_pending);
            _pending = 0;
            _pendingBits = 0;
        }
    }

    /// <summary>Appends whole bytes to an aligned stream.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        foreach (byte one in bytes)
        {
            Byte(one);
        }
    }

    /// <summary>What was appended.</summary>
    public byte[] ToArray()
    {
        Align();
        return _bytes[.._count];
    }

    private void Byte(byte value)
    {
        if (_count == _bytes.Length)
        {
            Array.Resize(ref _bytes, _count * 2);
        }

        _bytes[_count++] = value;
    }
}
