namespace Sim.Numerics.Weights;

/// <summary>A part of another source, which owns the bytes.</summary>
internal sealed class PartSource(ByteSource whole, long offset, long length) : ByteSource
{
    public override long Length => length;

    public override ReadOnlySpan<byte> Span(long at, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(at);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(at, length - count);
        return whole.Span(offset + at, count);
    }

    public override void Dispose()
    {
    }
}
