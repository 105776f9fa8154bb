using Grpc.Core;

namespace Sim.Rpc.Services;

/// <summary>The replies of a case that runs in one call. Not thread-safe.</summary>
internal sealed class PlayStream : IDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly AsyncServerStreamingCall<Messages.PlayReply> _call;

    /// <summary>Begins a case.</summary>
    public PlayStream(Messages.Simulator.SimulatorClient client, Messages.PlayRequest request) => _call = client.Play(request, new CallOptions(cancellationToken: _end.Token));

    /// <summary>True when the call has ended in good order.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Waits for the next reply.</summary>
    /// <exception cref="TimeoutException">The time is over.</exception>
    /// <exception cref="RpcException">The peer failed, or was lost.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public Messages.PlayReply Next(TimeSpan deadline, CancellationToken cancellationToken)
    {
        var reply = NextAsync();
        return Waiting.Ends(reply, deadline, cancellationToken) ? reply.GetAwaiter().GetResult() : throw new TimeoutException();
    }

    /// <summary>Ends the call as it is.</summary>
    public void Dispose()
    {
        if (!HasEnded)
        {
            _end.Cancel();
        }

        _call.Dispose();
        _end.Dispose();
    }

    private async Task<Messages.PlayReply> NextAsync()
    {
        if (!await _call.ResponseStream.MoveNext(CancellationToken.None).ConfigureAwait(false))
        {
            throw new RpcException(new Status(StatusCode.Unavailable, "the stream ended"));
        }

        var reply = _call.ResponseStream.Current;
        if (reply.Steps is { IsOver: true })
        {
            // A call that is not read to its end is reset, which costs more.
            HasEnded = !await _call.ResponseStream.MoveNext(CancellationToken.None).ConfigureAwait(false)
                ? true
                : throw new RpcException(new Status(StatusCode.Internal, "", new InvalidOperationException("the stream goes on after the end of the scenario")));
        }

        return reply;
    }
}
