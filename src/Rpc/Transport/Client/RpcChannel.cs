using System.Collections.Concurrent;
using Grpc.Core;
using Sim.Rpc.Client;
using Sim.Rpc.Hosting;

namespace Sim.Rpc;

/// <summary>A way to a server over HTTP/2 for generated clients. Connects at the first call and again when a connection was lost. Safe for use by several threads.</summary>
public sealed class RpcChannel : ChannelBase, IDisposable
{
    private readonly ConcurrentDictionary<string, Uri> _uris = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _closing = new();
    private readonly Uri _base;
    private int _disposed;

    private RpcChannel(string address, RpcAddress parsed, RpcChannelOptions options)
        : base(address)
    {
        Options = options;
        Tls = parsed.Tls;
        Authorization = options.Token is { } token ? "Bearer " + token : null;
        _base = ChannelHandler.BaseUri(parsed);
        Invoker = new HttpMessageInvoker(ChannelHandler.Create(parsed, options), disposeHandler: true);
        Calls = new ChannelInvoker(this);
    }

    internal RpcChannelOptions Options { get; }

    internal HttpMessageInvoker Invoker { get; }

    internal string? Authorization { get; }

    internal bool Tls { get; }

    /// <summary>Whether any answer ever came, so that a broken connection is not one to the wrong kind of server.</summary>
    internal bool HasSpoken { get; set; }

    internal CancellationToken Closing => _closing.Token;

    private ChannelInvoker Calls { get; }

    /// <summary>Makes a channel; nothing is connected yet.</summary>
    /// <param name="address"><c>grpc://host:port</c> or <c>http://</c> in plain text, <c>grpcs://</c> or <c>https://</c> with TLS, <c>unix:/path</c> or <c>unix:///path</c>.</param>
    /// <param name="options">Token, certificates, limits; null: the defaults.</param>
    /// <exception cref="ArgumentException">The address is of no known form, or the token would travel in plain text.</exception>
    public static RpcChannel ForAddress(string address, RpcChannelOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        options ??= new RpcChannelOptions();
        var parsed = ChannelHandler.Check(address, options);
        return new RpcChannel(address, parsed, options);
    }

    /// <inheritdoc/>
    public override CallInvoker CreateCallInvoker() => Calls;

    /// <summary>Ends running calls with CANCELLED and closes the connections.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        _closing.Cancel();
        Invoker.Dispose();
    }

    /// <inheritdoc/>
    protected override Task ShutdownAsyncCore()
    {
        Dispose();
        return Task.CompletedTask;
    }

    internal Uri UriOf(string path) => _uris.TryGetValue(path, out var known) ? known : _uris.GetOrAdd(path, new Uri(_base, path));
}
