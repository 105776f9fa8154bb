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
    private readonly Lock _gate = new();
    private int _opened;
    private bool _writing;
    private bool _abandoned;

    public OpenContent() => Headers.ContentType = Grpc;

    /// <summary>The stream, once the headers are out. Fails when the call ends before.</summary>
    public Task<Stream> Opened => _stream.Task;

    public void Complete() => _complete.TrySetResult();

    /// <summary>
    /// Asks to write. HttpClient resets the stream as soon as the content is done, and bytes that follow a reset cost the whole connection; so the content is never done
    /// while somebody writes.
    /// </summary>
    public bool TryBeginWrite()
    {
        lock (_gate)
        {
            if (_abandoned) return false;
            _writing = true;
            return true;
        }
    }

    public void EndWrite()
    {
        lock (_gate)
        {
            _writing = false;
            if (!_abandoned) return;
        }

        _complete.TrySetCanceled();
    }

    /// <summary>Ends a call that is of no more use.</summary>
    /// <returns>Whether somebody writes, and has to be stopped.</returns>
    public bool Abandon()
    {
        _stream.TrySetCanceled();
        lock (_gate)
        {
            _abandoned = true;
            if (_writing) return true;
        }

        _complete.TrySetCanceled();
        return false;
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
