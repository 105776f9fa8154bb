using System.Buffers;

namespace Sim.Rpc.Wire;

/// <summary>A growing buffer over pooled arrays. <see cref="Clear"/> gives the array back.</summary>
internal sealed class PooledBuffer : IBufferWriter<byte>
{
    private byte[] _bytes = [];
    private int _length;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public ReadOnlyMemory<byte> WrittenMemory => _bytes.AsMemory(0, _length);

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _bytes.Length - _length);
        _length += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsSpan(_length);
    }

    /// <summary>Forgets the content and keeps the array.</summary>
    public void Reset() => _length = 0;

    /// <summary>Makes room for at least this many more bytes.</summary>
    public void Reserve(int sizeHint)
    {
        var needed = _length + Math.Max(sizeHint, 1);
        if (needed <= _bytes.Length) return;
        var grown = ArrayPool<byte>.Shared.Rent(Math.Max(needed, (int)Math.Min(Math.Max(_bytes.Length, 128) * 2L, Array.MaxLength)));
        Written.CopyTo(grown);
        Return();
        _bytes = grown;
    }

    /// <summary>Forgets the content and gives the array back.</summary>
    public void Clear()
    {
        Return();
        _bytes = [];
        _length = 0;
    }

    private void Return()
    {
        if (_bytes.Length > 0) ArrayPool<byte>.Shared.Return(_bytes);
    }
}
