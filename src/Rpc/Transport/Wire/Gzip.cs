using System.Buffers;
using System.IO.Compression;
using Grpc.Core;

namespace Sim.Rpc.Wire;

/// <summary>Compression of single messages.</summary>
internal static class Gzip
{
    public static void Compress(ReadOnlySpan<byte> payload, PooledBuffer target)
    {
        using var zip = new GZipStream(new Output(target), CompressionLevel.Fastest, leaveOpen: true);
        zip.Write(payload);
    }

    /// <summary>Inflates a message, never past the limit, and parses it.</summary>
    public static T Parse<T>(in ReadOnlySequence<byte> packed, int limit, MessageSource source, Func<DeserializationContext, T> deserializer)
    {
        var inflated = new PooledBuffer();
        try
        {
            Decompress(packed, inflated, limit);
            return source.Read(deserializer, new ReadOnlySequence<byte>(inflated.WrittenMemory));
        }
        finally
        {
            inflated.Clear();
        }
    }

    /// <summary>Inflates a message, never past the limit.</summary>
    /// <exception cref="Grpc.Core.RpcException">RESOURCE_EXHAUSTED past the limit, INTERNAL for what is not gzip.</exception>
    public static void Decompress(in ReadOnlySequence<byte> packed, PooledBuffer target, int limit)
    {
        try
        {
            using var zip = new GZipStream(new Input(packed), CompressionMode.Decompress);
            while (true)
            {
                var room = limit - target.Written.Length;
                // One byte past the limit is asked for, to learn whether there is one.
                target.Reserve(Math.Min(room + 1, 16 * 1024));
                var span = target.GetSpan();
                if (span.Length > room + 1) span = span[..(room + 1)];
                var read = zip.Read(span);
                if (read == 0) return;
                if (read > room) throw Refusals.TooLargeInflated(limit);
                target.Advance(read);
            }
        }
        catch (InvalidDataException)
        {
            throw Refusals.BadGzip();
        }
    }

    private sealed class Output(PooledBuffer target) : WriteOnlyStream
    {
        public override void Write(ReadOnlySpan<byte> buffer)
        {
            buffer.CopyTo(target.GetSpan(buffer.Length));
            target.Advance(buffer.Length);
        }
    }

    private abstract class WriteOnlyStream : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));
    }

    private sealed class Input(ReadOnlySequence<byte> source) : Stream
    {
        private ReadOnlySequence<byte> _rest = source;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(Span<byte> buffer)
        {
            var count = (int)Math.Min(buffer.Length, _rest.Length);
            _rest.Slice(0, count).CopyTo(buffer);
            _rest = _rest.Slice(count);
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
