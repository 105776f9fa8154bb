using Grpc.Core;

namespace Sim.Rpc.Server;

/// <summary>The requests of a streaming call.</summary>
internal sealed class RequestStream<T>(ServerCall call, Func<DeserializationContext, T> deserializer) : IAsyncStreamReader<T>
    where T : class
{
    private static readonly Task<bool> Yes = Task.FromResult(true);
    private static readonly Task<bool> No = Task.FromResult(false);

    private T? _current;

    public T Current => _current ?? throw new InvalidOperationException("There is no current message: MoveNext has not returned true.");

    public Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        _current = null;
        var next = call.ReadNextAsync(deserializer, cancellationToken);
        if (!next.IsCompletedSuccessfully) return Wait(next);
        _current = next.Result;
        return _current is null ? No : Yes;
    }

    private async Task<bool> Wait(ValueTask<T?> next)
    {
        _current = await next.ConfigureAwait(false);
        return _current is not null;
    }
}
