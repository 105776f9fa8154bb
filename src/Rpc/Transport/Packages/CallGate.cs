using System.Globalization;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Sim.Rpc.Hosting;
using Sim.Rpc.Wire;

namespace Sim.Rpc;

/// <summary>Holds each call against token, counts and limits before Grpc.AspNetCore sees it.</summary>
internal sealed class CallGate(RpcServerOptions options)
{
    private readonly TokenCheck? _tokens = options.Tokens.Count == 0 ? null : new TokenCheck(options.Tokens);
    private int _active;

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var headers = context.Request.Headers;
        if (_tokens is not null && !(headers.Authorization is { Count: 1 } authorization && _tokens.Accepts(authorization)))
        {
            Refuse(context, StatusCode.Unauthenticated, "The call carries no valid bearer token in 'authorization'.");
            return;
        }

        var size = headers.Sum(h => h.Value.Sum(v => (long)h.Key.Length + (v?.Length ?? 0) + 32));
        if (size > options.MaxMetadataSize)
        {
            Refuse(context, StatusCode.ResourceExhausted, $"The metadata of the call has {size} bytes; the server takes {options.MaxMetadataSize} (MaxMetadataSize).");
            return;
        }

        if (options.MaxCallDuration is { } most && (!GrpcTimeout.TryParse(headers[WireNames.Timeout].ToString(), out var asked) || asked > most))
            headers[WireNames.Timeout] = GrpcTimeout.Format(most);
        try
        {
            if (Interlocked.Increment(ref _active) > options.MaxConcurrentCalls)
                Refuse(context, StatusCode.ResourceExhausted, $"The server runs {options.MaxConcurrentCalls} calls already, the most that it takes (MaxConcurrentCalls).");
            else
                await next(context).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _active);
        }
    }

    private static void Refuse(HttpContext context, StatusCode code, string text)
    {
        context.Response.ContentType = WireNames.ContentType;
        context.Response.Headers[WireNames.Status] = ((int)code).ToString(CultureInfo.InvariantCulture);
        context.Response.Headers[WireNames.Message] = PercentEncoding.Encode(text);
    }
}
