using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Sim.Rpc.Hosting;
using Sim.Rpc.Wire;

namespace Sim.Rpc;

/// <summary>A way to a server over HTTP/2 for generated clients, over Grpc.Net.Client. Safe for use by several threads.</summary>
public sealed class RpcChannel : ChannelBase, IDisposable
{
    private readonly GrpcChannel _channel;
    private readonly CallInvoker _calls;

    private RpcChannel(string address, RpcAddress parsed, RpcChannelOptions options)
        : base(address)
    {
        _channel = GrpcChannel.ForAddress(ChannelHandler.BaseUri(parsed), new GrpcChannelOptions
        {
            HttpHandler = ChannelHandler.Create(parsed, options),
            DisposeHttpClient = true,
            MaxReceiveMessageSize = options.MaxReceiveMessageSize,
            MaxSendMessageSize = options.MaxSendMessageSize,
        });
        _calls = _channel.CreateCallInvoker();
        if (options.Token is null && !options.Compression) return;
        _calls = _calls.Intercept(headers =>
        {
            // A copy: what comes in belongs to the caller.
            var all = new Metadata();
            foreach (var entry in headers) all.Add(entry);
            if (options.Token is { } token) all.Add("authorization", "Bearer " + token);
            if (options.Compression && all.Get(WireNames.InternalEncodingRequest) is null) all.Add(WireNames.InternalEncodingRequest, WireNames.Gzip);
            return all;
        });
    }

    /// <summary>Makes a channel; nothing is connected yet.</summary>
    /// <param name="address"><c>grpc://host:port</c> or <c>http://</c> in plain text, <c>grpcs://</c> or <c>https://</c> with TLS, <c>unix:/path</c> or <c>unix:///path</c>.</param>
    /// <param name="options">Token, certificates, limits; null: the defaults.</param>
    /// <exception cref="ArgumentException">The address is of no known form, or the token would travel in plain text.</exception>
    public static RpcChannel ForAddress(string address, RpcChannelOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        options ??= new RpcChannelOptions();
        return new RpcChannel(address, ChannelHandler.Check(address, options), options);
    }

    /// <inheritdoc/>
    public override CallInvoker CreateCallInvoker() => _calls;

    /// <summary>Ends running calls with CANCELLED and closes the connections.</summary>
    public void Dispose() => _channel.Dispose();

    /// <inheritdoc/>
    protected override Task ShutdownAsyncCore() => _channel.ShutdownAsync();
}
