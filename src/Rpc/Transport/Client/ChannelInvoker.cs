using Grpc.Core;

namespace Sim.Rpc.Client;

/// <summary>Starts the calls of a channel.</summary>
internal sealed class ChannelInvoker(RpcChannel channel) : CallInvoker
{
    public override TResponse BlockingUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        var call = new ClientCall<TRequest, TResponse>(channel, method, host, options);
        call.StartUnary(request);
        return call.Response.GetAwaiter().GetResult();
    }

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        var call = new ClientCall<TRequest, TResponse>(channel, method, host, options);
        call.StartUnary(request);
        return new AsyncUnaryCall<TResponse>(call.Response, ClientCall.Headers, ClientCall.Status, ClientCall.Trailers, ClientCall.Dispose, call);
    }

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        var call = new ClientCall<TRequest, TResponse>(channel, method, host, options);
        call.StartServerStream(request);
        return new AsyncServerStreamingCall<TResponse>(call, ClientCall.Headers, ClientCall.Status, ClientCall.Trailers, ClientCall.Dispose, call);
    }

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        var call = new ClientCall<TRequest, TResponse>(channel, method, host, options);
        call.StartClientStream();
        return new AsyncClientStreamingCall<TRequest, TResponse>(call, call.Response, ClientCall.Headers, ClientCall.Status, ClientCall.Trailers, ClientCall.Dispose, call);
    }

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        var call = new ClientCall<TRequest, TResponse>(channel, method, host, options);
        call.StartDuplex();
        return new AsyncDuplexStreamingCall<TRequest, TResponse>(call, call, ClientCall.Headers, ClientCall.Status, ClientCall.Trailers, ClientCall.Dispose, call);
    }
}
