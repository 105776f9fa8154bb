using System.Diagnostics;
using Grpc.Core;

namespace Sim.Rpc.Services;

/// <summary>
/// A conversation in lock-step: one request, one reply, over a stream, or over single calls when the peer serves no stream. A stream that breaks is
/// opened once more and the same request sent again, which the contract makes harmless. Not thread-safe.
/// </summary>
internal sealed class LockStep<TRequest, TReply>(
    Func<CallOptions, AsyncDuplexStreamingCall<TRequest, TReply>> open, Func<TRequest, CallOptions, AsyncUnaryCall<TReply>> single) : IDisposable
    where TRequest : class
    where TReply : class
{
    private AsyncDuplexStreamingCall<TRequest, TReply>? _stream;
    private CancellationTokenSource? _streamEnd;
    private bool _unary;
    private bool _answered;

    /// <summary>Sends a request and waits for its reply.</summary>
    /// <exception cref="TimeoutException">The time is over.</exception>
    /// <exception cref="RpcException">The peer failed, or was lost twice.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public TReply Ask(TRequest request, TimeSpan deadline, CancellationToken cancellationToken)
    {
        long begin = Stopwatch.GetTimestamp();
        bool again = false;
        while (true)
        {
            try
            {
                var left = Waiting.Left(deadline, begin);
                var reply = _unary ? Calls.Unary(single, request, left, cancellationToken) : Exchange(request, left, cancellationToken);
                _answered = true;
                return reply;
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.Unimplemented && !_unary && !_answered)
            {
                Abandon();
                _unary = true;
            }
            catch (RpcException e)
            {
                Abandon();
                if (!PeerFault.Of(e).IsLost || again)
                {
                    throw;
                }

                again = true;
            }
        }
    }

    /// <summary>Ends the stream in good order.</summary>
    public void Complete(TimeSpan deadline)
    {
        if (_stream is not null)
        {
            Waiting.Ends(_stream.RequestStream.CompleteAsync(), deadline, CancellationToken.None);
        }
    }

    /// <summary>Ends the stream as it is.</summary>
    public void Abandon()
    {
        _streamEnd?.Cancel();
        _stream?.Dispose();
        _streamEnd?.Dispose();
        (_stream, _streamEnd) = (null, null);
    }

    /// <summary>Ends the stream, if there is one.</summary>
    public void Dispose() => Abandon();

    private TReply Exchange(TRequest request, TimeSpan deadline, CancellationToken cancellationToken)
    {
        if (_stream is null)
        {
            _streamEnd = new CancellationTokenSource();
            _stream = open(new CallOptions(cancellationToken: _streamEnd.Token));
        }

        var reply = ExchangeAsync(_stream, request);
        return Waiting.Ends(reply, deadline, cancellationToken) ? reply.GetAwaiter().GetResult() : throw new TimeoutException();
    }

    private static async Task<TReply> ExchangeAsync(AsyncDuplexStreamingCall<TRequest, TReply> stream, TRequest request)
    {
        Exception? unsent = null;
        try
        {
            await stream.RequestStream.WriteAsync(request).ConfigureAwait(false);
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or ObjectDisposedException or RpcException)
        {
            // The status, which says why, comes with the next read.
            unsent = e;
        }

        return await stream.ResponseStream.MoveNext(CancellationToken.None).ConfigureAwait(false)
            ? unsent is null ? stream.ResponseStream.Current : throw new RpcException(new Status(StatusCode.Unavailable, "the stream broke", unsent))
            : throw new RpcException(new Status(StatusCode.Unavailable, "the stream ended", unsent));
    }
}
