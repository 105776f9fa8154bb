using System.Buffers;

namespace Grpc.Core;

/// <summary>Where a marshaller writes one message. Used by one serialisation at a time.</summary>
public abstract class SerializationContext
{
    /// <summary>Ends the message with a ready array. The array must not change afterwards.</summary>
    /// <param name="payload">The whole message.</param>
    public virtual void Complete(byte[] payload) => throw new NotSupportedException("This context takes no array.");

    /// <summary>The buffer to write the message to; <see cref="Complete()"/> ends it.</summary>
    public virtual IBufferWriter<byte> GetBufferWriter() => throw new NotSupportedException("This context has no buffer writer.");

    /// <summary>Announces the exact length before the first byte is written.</summary>
    /// <param name="payloadLength">Bytes of the message.</param>
    public virtual void SetPayloadLength(int payloadLength) => throw new NotSupportedException("This context takes no length.");

    /// <summary>Ends the message that was written to the buffer writer.</summary>
    public virtual void Complete() => throw new NotSupportedException("This context has no buffer writer.");
}
