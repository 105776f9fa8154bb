using System.Buffers;
using System.Buffers.Binary;
using Grpc.Core;

namespace Sim.Rpc.Wire;

/// <summary>
/// Takes a message from a serializer and writes it, with its five-byte prefix, to a buffer writer. When the serializer announces the length the bytes go straight to
/// the target, otherwise (and for compression) by way of a pooled buffer. One per direction of a call, used again for each message.
/// </summary>
internal sealed class MessageSink : SerializationContext, IBufferWriter<byte>
{
    public const int PrefixLength = 5;

    private readonly PooledBuffer _scratch = new();
    private IBufferWriter<byte>? _target;
    private int _limit;
    private int _announced;
    private int _written;
    private bool _direct;
    private bool _compress;
    private bool _done;

    /// <summary>Whether bytes of an unfinished message may have reached the target, which is then of no more use.</summary>
    public bool TargetSpoiled { get; private set; }

    /// <summary>Serialises a message into the target.</summary>
    /// <returns>Bytes put into the target.</returns>
    /// <exception cref="RpcException">The message is larger than the limit.</exception>
    public int Write<T>(T message, Action<T, SerializationContext> serializer, IBufferWriter<byte> target, bool compress, int limit)
    {
        _target = target;
        _compress = compress;
        _limit = limit;
        _announced = -1;
        _written = 0;
        _direct = false;
        _done = false;
        try
        {
            serializer(message, this);
            if (!_done) throw new InvalidOperationException("The serializer did not complete its message.");
            return _written + PrefixLength;
        }
        catch
        {
            TargetSpoiled = _direct;
            throw;
        }
        finally
        {
            _target = null;
            _scratch.Clear();
        }
    }

    public override void SetPayloadLength(int payloadLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(payloadLength);
        if (payloadLength > _limit) throw Refusals.TooLargeToSend(payloadLength, _limit);
        _announced = payloadLength;
    }

    public override IBufferWriter<byte> GetBufferWriter()
    {
        if (_compress || _announced < 0) return _scratch;
        if (!_direct)
        {
            _direct = true;
            // A pipe takes large messages in blocks; an array must not grow step by step.
            (_target as PooledBuffer)?.Reserve(PrefixLength + _announced);
            WritePrefix(0, _announced);
        }

        return this;
    }

    public override void Complete(byte[] payload)
    {
        ArgumentNullException.ThrowIfNull(payload);
        if (_direct || _done) throw new InvalidOperationException("The message is complete already.");
        Finish(payload);
    }

    public override void Complete()
    {
        if (_done) throw new InvalidOperationException("The message is complete already.");
        if (_direct)
        {
            if (_written != _announced) throw new InvalidOperationException($"The serializer announced {_announced} bytes and wrote {_written}.");
            _done = true;
        }
        else
        {
            Finish(_scratch.Written);
        }
    }

    public void Advance(int count)
    {
        _written += count;
        if (_written > _announced) throw new InvalidOperationException($"The serializer announced {_announced} bytes and wrote more.");
        _target!.Advance(count);
    }

    public Memory<byte> GetMemory(int sizeHint = 0) => _target!.GetMemory(sizeHint);

    public Span<byte> GetSpan(int sizeHint = 0) => _target!.GetSpan(sizeHint);

    private void Finish(ReadOnlySpan<byte> payload)
    {
        if (payload.Length > _limit) throw Refusals.TooLargeToSend(payload.Length, _limit);
        if (_compress)
        {
            var packed = new PooledBuffer();
            try
            {
                Gzip.Compress(payload, packed);
                WritePrefix(1, packed.Written.Length);
                _target!.Write(packed.Written);
                _written = packed.Written.Length;
            }
            finally
            {
                packed.Clear();
            }
        }
        else
        {
            WritePrefix(0, payload.Length);
            _target!.Write(payload);
            _written = payload.Length;
        }

        _done = true;
    }

    private void WritePrefix(byte flag, int length)
    {
        var prefix = _target!.GetSpan(PrefixLength);
        prefix[0] = flag;
        BinaryPrimitives.WriteInt32BigEndian(prefix[1..], length);
        _target.Advance(PrefixLength);
    }
}
