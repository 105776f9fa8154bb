using Grpc.Core;

namespace Sim.Rpc.Wire;

/// <summary>The refusals that a bad message meets.</summary>
internal static class Refusals
{
    public static RpcException TooLarge(long length, int limit) =>
        new(new Status(StatusCode.ResourceExhausted, $"Received message larger than max ({length} vs. {limit} bytes). Raise MaxReceiveMessageSize of the receiver or send less."));

    public static RpcException TooLargeInflated(int limit) =>
        new(new Status(StatusCode.ResourceExhausted, $"Received message larger than max after decompression (over {limit} bytes). Raise MaxReceiveMessageSize of the receiver or send less."));

    public static RpcException TooLargeToSend(long length, int limit) =>
        new(new Status(StatusCode.ResourceExhausted, $"Message to send is larger than max ({length} vs. {limit} bytes). Raise MaxSendMessageSize of the sender or send less."));

    public static RpcException BadFlag(byte flag) => new(new Status(StatusCode.Internal, $"A message begins with byte {flag}, where 0 (plain) or 1 (compressed) must stand."));

    public static RpcException Truncated() => new(new Status(StatusCode.Internal, "The stream ended inside a message."));

    public static RpcException NoEncoding() => new(new Status(StatusCode.Internal, "A message says that it is compressed, but its call names no grpc-encoding."));

    public static RpcException UnknownEncoding(string encoding) =>
        new(new Status(StatusCode.Unimplemented, $"Compression '{encoding}' is not known here. Known: {WireNames.Accepted}."));

    public static RpcException BadGzip() => new(new Status(StatusCode.Internal, "A compressed message is not valid gzip."));

    public static RpcException Unreadable(Exception cause) => new(new Status(StatusCode.Internal, $"A message could not be parsed: {cause.Message}", cause));

    public static RpcException NoMessage() => new(new Status(StatusCode.Internal, "The stream ended where one message was expected."));

    public static RpcException RepeatedBinary(string key) =>
        new(new Status(StatusCode.Internal, $"Binary metadata '{key}' stands there twice. Not every server can read that from this client; send one entry."));

    public static RpcException SecondMessage() => new(new Status(StatusCode.Internal, "A second message came where one was expected."));
}
