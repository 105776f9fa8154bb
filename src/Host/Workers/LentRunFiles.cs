using Google.Protobuf;
using Sim.Plugins.Sdk;

namespace Sim.Host.Workers;

/// <summary>In a worker: the files of a run folder, which the host writes and reads.</summary>
internal sealed class LentRunFiles(Conversation conversation, ulong number) : IRunFiles
{
    private const int BlockBytes = 1 << 20;

    /// <inheritdoc/>
    public Stream Create(string path)
    {
        ulong stream = ByteForm.Read<ulong>(Ask(nameof(Create), path)[0]);
        return new BufferedStream(new Writing(conversation, stream), BlockBytes);
    }

    /// <inheritdoc/>
    public Stream? OpenRead(string path)
    {
        var content = Ask(nameof(OpenRead), path);
        return content.Count == 0 ? null : new MemoryStream(content[0].ToByteArray(), writable: false);
    }

    /// <inheritdoc/>
    public Recording? Recording(string caseId) => Recording(nameof(Recording), caseId);

    /// <inheritdoc/>
    public Recording? BaselineRecording(string caseId) => Recording(nameof(BaselineRecording), caseId);

    private Recording? Recording(string method, string caseId)
    {
        var content = Ask(method, caseId);
        return content.Count == 0 ? null : ByteForm.Read<Recording>(content[0]);
    }

    /// <summary>In the host: answers for the files.</summary>
    public static Target Answer(IRunFiles files) => call =>
    {
        switch (call.Method)
        {
            case nameof(Create):
                return [ByteForm.Of(OfferStream(call.Conversation, files.Create(call.Get<string>(0))))];
            case nameof(OpenRead):
                using (var stream = files.OpenRead(call.Get<string>(0)))
                {
                    if (stream is null)
                    {
                        return ByteForm.Nothing;
                    }

                    using var content = new MemoryStream();
                    stream.CopyTo(content);
                    return [content.ToArray()];
                }

            case nameof(BaselineRecording):
                return files.BaselineRecording(call.Get<string>(0)) is { } earlier ? [ByteForm.Of(earlier)] : ByteForm.Nothing;
            case nameof(Recording):
                return files.Recording(call.Get<string>(0)) is { } recording ? [ByteForm.Of(recording)] : ByteForm.Nothing;
            default:
                throw call.Unknown();
        }
    };

    private IReadOnlyList<ByteString> Ask(string method, string argument) => conversation.Ask(number, method, [ByteForm.Of(argument)], null, TimeSpan.Zero, CancellationToken.None);

    private static ulong OfferStream(Conversation conversation, Stream stream)
    {
        ulong stored = 0;
        stored = conversation.Offer(call =>
        {
            switch (call.Method)
            {
                case nameof(Stream.Write):
                    stream.Write(call.Arguments[0].Span);
                    return ByteForm.Nothing;
                case nameof(Stream.Dispose):
                    call.Conversation.Withdraw(stored);
                    stream.Dispose();
                    return ByteForm.Nothing;
                default:
                    throw call.Unknown();
            }
        });
        return stored;
    }

    private sealed class Writing(Conversation host, ulong stream) : Stream
    {
        private bool _closed;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => !_closed;

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

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            for (; buffer.Length > 0; buffer = buffer[Math.Min(buffer.Length, BlockBytes)..])
            {
                host.Ask(stream, nameof(Write), [buffer[..Math.Min(buffer.Length, BlockBytes)].ToArray()], null, TimeSpan.Zero, CancellationToken.None);
            }
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing && !_closed)
            {
                _closed = true;
                host.Ask(stream, nameof(Dispose), [], null, TimeSpan.Zero, CancellationToken.None);
            }

            base.Dispose(disposing);
        }
    }
}
