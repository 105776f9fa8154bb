using System.Buffers;
using Grpc.Core;
using Sim.Rpc.Wire;

namespace Sim.Rpc.Client;

/// <summary>Cuts messages out of a response. Each is read whole into one pooled array and parsed there. One read at a time.</summary>
internal sealed class ResponseReader(Stream stream, int limit, bool gzip)
{
    private const int StartSize = 16 * 1024;

    private readonly MessageSource _source = new();
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(StartSize);
    private int _start;
    private int _end;

    /// <summary>The next message, or null at the end.</summary>
    public async ValueTask<T?> ReadAsync<T>(Func<DeserializationContext, T> deserializer, CancellationToken cancellationToken)
        where T : class
    {
        while (true)
        {
            var needed = MessageSink.PrefixLength;
            if (_end - _start >= needed)
            {
                var length = MessageFrame.ReadPrefix(_bytes.AsSpan(_start, MessageSink.PrefixLength), limit, out var compressed);
                needed += length;
                if (_end - _start >= needed)
                {
                    var payload = new ReadOnlySequence<byte>(_bytes, _start + MessageSink.PrefixLength, length);
                    _start += needed;
                    return Parse(deserializer, compressed, payload);
                }
            }

            MakeRoom(needed);
            var read = await stream.ReadAsync(_bytes.AsMemory(_end), cancellationToken).ConfigureAwait(false);
            if (read == 0) return _start == _end ? null : throw Refusals.Truncated();
            _end += read;
        }
    }

    /// <summary>Gives the array back; nothing may read any more.</summary>
    public void Release()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }

    private T Parse<T>(Func<DeserializationContext, T> deserializer, bool compressed, in ReadOnlySequence<byte> payload)
    {
        if (!compressed) return _source.Read(deserializer, payload);
        return gzip ? Gzip.Parse(payload, limit, _source, deserializer) : throw Refusals.NoEncoding();
    }

    private void MakeRoom(int needed)
    {
        if (_start == _end) _start = _end = 0;
        if (_start + needed <= _bytes.Length) return;
        var target = needed <= _bytes.Length ? _bytes : ArrayPool<byte>.Shared.Rent(needed);
        _bytes.AsSpan(_start, _end - _start).CopyTo(target);
        if (target != _bytes) ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = target;
        _end -= _start;
        _start = 0;
    }
}
