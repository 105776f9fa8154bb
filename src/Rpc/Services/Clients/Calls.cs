using Grpc.Core;

namespace Sim.Rpc.Services;

/// <summary>Calls that block the calling thread.</summary>
internal static class Calls
{
    /// <summary>A unary call.</summary>
    /// <exception cref="RpcException">It failed.</exception>
    /// <exception cref="TimeoutException">The time is over.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static TReply Unary<TRequest, TReply>(
        Func<TRequest, CallOptions, AsyncUnaryCall<TReply>> call, TRequest request, TimeSpan deadline, CancellationToken cancellationToken)
    {
        DateTime? until = deadline == Timeout.InfiniteTimeSpan ? null : DateTime.UtcNow + deadline;
        using var pending = call(request, new CallOptions(deadline: until, cancellationToken: cancellationToken));
        var reply = pending.ResponseAsync;
        if (!Waiting.Ends(reply, deadline, cancellationToken))
        {
            throw new TimeoutException();
        }

        try
        {
            return reply.GetAwaiter().GetResult();
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.DeadlineExceeded)
        {
            throw new TimeoutException(null, e);
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.Cancelled && cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(null, e, cancellationToken);
        }
    }
}
