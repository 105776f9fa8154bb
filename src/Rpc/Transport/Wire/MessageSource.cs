using System.Buffers;
using Grpc.Core;

namespace Sim.Rpc.Wire;

/// <summary>Hands a received message to a deserializer without a copy. One per call, used again for each message.</summary>
internal sealed class MessageSource : DeserializationContext
{
    private ReadOnlySequence<byte> _payload;

    public override int PayloadLength => (int)_payload.Length;

    public override byte[] PayloadAsNewBuffer() => _payload.ToArray();

    public override ReadOnlySequence<byte> PayloadAsReadOnlySequence() => _payload;

    /// <summary>Parses a message; whatever a parser throws becomes INTERNAL.</summary>
    public T Read<T>(Func<DeserializationContext, T> deserializer, in ReadOnlySequence<byte> payload)
    {
        _payload = payload;
        try
        {
            return deserializer(this);
        }
        catch (Exception e) when (e is not RpcException)
        {
            throw Refusals.Unreadable(e);
        }
        finally
        {
            _payload = default;
        }
    }
}
