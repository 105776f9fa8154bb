using Grpc.Core;

namespace Sim.Rpc.Server;

/// <summary>The responses of a streaming call.</summary>
internal sealed class ResponseStream<T>(ServerCall call, Action<T, SerializationContext> serializer) : IServerStreamWriter<T>
    where T : class
{
    private WriteOptions? _options;

    public WriteOptions? WriteOptions
    {
        get => _options ?? call.WriteOptions;
        set => _options = value;
    }

    public Task WriteAsync(T message) => call.WriteAsync(message, serializer, WriteOptions, CancellationToken.None);

    public Task WriteAsync(T message, CancellationToken cancellationToken) => call.WriteAsync(message, serializer, WriteOptions, cancellationToken);
}
