using System.Buffers;

namespace Grpc.Core;

/// <summary>Where a marshaller reads one message from. Valid only during the call of the deserializer.</summary>
public abstract class DeserializationContext
{
    /// <summary>Bytes of the message.</summary>
    public abstract int PayloadLength { get; }

    /// <summary>The message in an array of its own.</summary>
    public virtual byte[] PayloadAsNewBuffer() => throw new NotSupportedException("This context gives no array.");

    /// <summary>The message without a copy; not to be kept.</summary>
    public virtual ReadOnlySequence<byte> PayloadAsReadOnlySequence() => throw new NotSupportedException("This context gives no sequence.");
}
