using System.Net;
using System.Net.Http.Headers;
using Sim.Rpc.Wire;

namespace Sim.Rpc.Client;

/// <summary>The requests of a streaming call: hands out the stream to write to and keeps it open until the writer completes or the call ends.</summary>
internal sealed class OpenContent : HttpContent
{
    private static readonly MediaTypeHeaderValue Grpc = new(WireNames.ContentType);

    private readonly TaskCompletionSource<Stream> _stream = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _opened;

    public OpenContent() => Headers.ContentType = Grpc;

    /// <summary>The stream, once the headers are out. Fails when the call ends before.</summary>
    public Task<Stream> Opened => _stream.Task;

    public void Complete() => _complete.TrySetResult();

    /// <summary>Ends a call that is of no more use.</summary>
    public void Abandon()
    {
        _stream.TrySetCanceled();
        _complete.TrySetCanceled();
        _ = _stream.Task.Exception;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        // What was written to a first connection is gone, so a second cannot take over.
        if (Interlocked.Exchange(ref _opened, 1) != 0) throw new IOException("The connection was lost after the call had begun.");
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        _stream.TrySetResult(stream);
        await _complete.Task.ConfigureAwait(false);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
