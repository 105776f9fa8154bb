using System.Buffers;
using System.Buffers.Binary;

namespace Sim.Rpc.Wire;

/// <summary>Cuts messages out of received bytes. The declared length is checked before anything is made room for.</summary>
internal static class MessageFrame
{
    /// <summary>Cuts the first whole message off the front of a buffer.</summary>
    /// <param name="buffer">Received bytes; moved past the message if there is one.</param>
    /// <param name="limit">Most bytes of a message.</param>
    /// <param name="compressed">Whether the message is compressed.</param>
    /// <param name="payload">The message.</param>
    /// <returns>False if more bytes are needed.</returns>
    /// <exception cref="Grpc.Core.RpcException">The prefix is wrong or declares more than the limit.</exception>
    public static bool TryCut(ref ReadOnlySequence<byte> buffer, int limit, out bool compressed, out ReadOnlySequence<byte> payload)
    {
        payload = default;
        compressed = false;
        if (buffer.Length < MessageSink.PrefixLength) return false;
        Span<byte> copied = stackalloc byte[MessageSink.PrefixLength];
        scoped var prefix = buffer.FirstSpan;
        if (prefix.Length < MessageSink.PrefixLength)
        {
            buffer.Slice(0, MessageSink.PrefixLength).CopyTo(copied);
            prefix = copied;
        }

        var length = ReadPrefix(prefix, limit, out compressed);
        if (buffer.Length - MessageSink.PrefixLength < length) return false;
        payload = buffer.Slice(MessageSink.PrefixLength, length);
        buffer = buffer.Slice(payload.End);
        return true;
    }

    /// <summary>Reads a five-byte prefix.</summary>
    /// <param name="prefix">The bytes.</param>
    /// <param name="limit">Most bytes of a message.</param>
    /// <param name="compressed">Whether the message is compressed.</param>
    /// <returns>Bytes of the message.</returns>
    /// <exception cref="Grpc.Core.RpcException">The prefix is wrong or declares more than the limit.</exception>
    public static int ReadPrefix(ReadOnlySpan<byte> prefix, int limit, out bool compressed)
    {
        if (prefix[0] > 1) throw Refusals.BadFlag(prefix[0]);
        compressed = prefix[0] == 1;
        var length = BinaryPrimitives.ReadUInt32BigEndian(prefix[1..]);
        return length <= (uint)limit ? (int)length : throw Refusals.TooLarge(length, limit);
    }
}
