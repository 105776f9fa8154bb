using System.Net;
using System.Net.Http.Headers;
using Sim.Rpc.Wire;

namespace Sim.Rpc.Client;

/// <summary>The one request of a call, ready to be sent, again if the connection turns it away.</summary>
internal sealed class SingleContent : HttpContent
{
    private static readonly MediaTypeHeaderValue Grpc = new(WireNames.ContentType);

    private readonly PooledBuffer _message;
    private readonly Lock _gate = new();
    private int _sending;
    private bool _released;

    public SingleContent(PooledBuffer message)
    {
        _message = message;
        Headers.ContentType = Grpc;
    }

    /// <summary>Gives the bytes back, unless they may still be read.</summary>
    public void Release()
    {
        lock (_gate)
        {
            _released = true;
            if (_sending == 0) _message.Clear();
        }
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_released) throw new IOException("The call has ended.");
            _sending++;
        }

        try
        {
            await stream.WriteAsync(_message.WrittenMemory, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            lock (_gate) _sending--;
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
