using System.Net.Http.Headers;
using System.Net.Sockets;
using Grpc.Core;
using Sim.Rpc.Wire;

namespace Sim.Rpc.Client;

/// <summary>What failures of HTTP, sockets and TLS mean to a caller.</summary>
internal static class CallFailures
{
    public static Status Of(Exception e, RpcChannel channel)
    {
        for (var cause = e; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case RpcException rpc:
                    return rpc.Status;
                case HttpProtocolException protocol when (channel.HasSpoken && IsOfOneCall(protocol)) || protocol.ErrorCode is 0x7 or 0x8 or 0xb or 0xc:
                    return new Status(WireStatus.OfHttp2Error(protocol.ErrorCode), $"The server reset the call (HTTP/2 error 0x{protocol.ErrorCode:x}).", e);
                case SocketException socket:
                    return new Status(StatusCode.Unavailable, $"'{channel.Target}' cannot be reached: {socket.Message}.", e);
            }
        }

        var text = $"'{channel.Target}' cannot be reached: {Innermost(e).Message}";
        if (!channel.HasSpoken)
        {
            text += channel.Tls
                ? " A possible cause is TLS: the server's certificate is not trusted here, the server wants a client certificate, or it speaks plain text (then use grpc:// or http://)."
                : " A possible cause is TLS: if the server speaks it, use grpcs:// or https://.";
        }

        return new Status(StatusCode.Unavailable, text, e);
    }

    /// <summary>What is wrong with an answer that is not of gRPC; null for one that is.</summary>
    public static Status? OfResponse(HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        if (status != 200) return new Status(WireStatus.OfHttp(status), $"The server answered with HTTP status {status} instead of a gRPC response.");
        return response.Content.Headers.NonValidated.TryGetValues("content-type", out var type) && WireNames.IsGrpc(type.ToString())
            ? null
            : new Status(StatusCode.Unknown, "The server answered with another content type than application/grpc.");
    }

    public static string? First(HttpHeadersNonValidated headers, string name)
    {
        if (headers.TryGetValues(name, out var values))
            foreach (var value in values)
                return value;
        return null;
    }

    public static Metadata ToMetadata(HttpHeadersNonValidated headers)
    {
        var metadata = new Metadata();
        foreach (var (name, values) in headers)
            foreach (var value in values)
                WireMetadata.AddReceived(metadata, name, value);
        return metadata;
    }

    /// <summary>Whether the server reset one stream; the alternative is the end of the connection. Only the text tells, or its key where texts are trimmed away.</summary>
    private static bool IsOfOneCall(HttpProtocolException e) =>
        e.Message.Contains("stream", StringComparison.OrdinalIgnoreCase) && !e.Message.Contains("connection", StringComparison.OrdinalIgnoreCase);

    private static Exception Innermost(Exception e)
    {
        while (e.InnerException is { } inner) e = inner;
        return e;
    }
}
