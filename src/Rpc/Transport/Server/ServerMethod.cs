using Grpc.Core;

namespace Sim.Rpc.Server;

/// <summary>Runs the handler of one method for a call; the call itself then sends the status.</summary>
internal abstract class ServerMethod
{
    public abstract Task InvokeAsync(ServerCall call);
}

internal sealed class UnaryMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse> handler) : ServerMethod
    where TRequest : class
    where TResponse : class
{
    public override async Task InvokeAsync(ServerCall call)
    {
        var request = await call.ReadSingleAsync(method.RequestMarshaller.ContextualDeserializer).ConfigureAwait(false);
        var response = await handler(request, call).ConfigureAwait(false);
        call.WriteLast(response, method.ResponseMarshaller.ContextualSerializer);
    }
}

internal sealed class ClientStreamingMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse> handler) : ServerMethod
    where TRequest : class
    where TResponse : class
{
    public override async Task InvokeAsync(ServerCall call)
    {
        var response = await handler(new RequestStream<TRequest>(call, method.RequestMarshaller.ContextualDeserializer), call).ConfigureAwait(false);
        call.WriteLast(response, method.ResponseMarshaller.ContextualSerializer);
    }
}

internal sealed class ServerStreamingMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse> handler) : ServerMethod
    where TRequest : class
    where TResponse : class
{
    public override async Task InvokeAsync(ServerCall call)
    {
        var request = await call.ReadSingleAsync(method.RequestMarshaller.ContextualDeserializer).ConfigureAwait(false);
        await handler(request, new ResponseStream<TResponse>(call, method.ResponseMarshaller.ContextualSerializer), call).ConfigureAwait(false);
    }
}

internal sealed class DuplexStreamingMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse> handler) : ServerMethod
    where TRequest : class
    where TResponse : class
{
    public override Task InvokeAsync(ServerCall call) => handler(
        new RequestStream<TRequest>(call, method.RequestMarshaller.ContextualDeserializer),
        new ResponseStream<TResponse>(call, method.ResponseMarshaller.ContextualSerializer),
        call);
}
