namespace Grpc.Core;

/// <summary>A call as its handler sees it. Valid until the handler's task is done.</summary>
public abstract class ServerCallContext
{
    /// <summary>Path of the call: <c>/package.Service/Method</c>.</summary>
    public string Method => MethodCore;

    /// <summary>Host that the client named.</summary>
    public string Host => HostCore;

    /// <summary>The client's address, for people: <c>ipv4:1.2.3.4:5</c>, <c>ipv6:[::1]:5</c> or <c>unix:</c>.</summary>
    public string Peer => PeerCore;

    /// <summary>When the client gives up, in UTC; <see cref="DateTime.MaxValue"/>: never.</summary>
    public DateTime Deadline => DeadlineCore;

    /// <summary>Metadata that came with the call.</summary>
    public Metadata RequestHeaders => RequestHeadersCore;

    /// <summary>Fires when the client cancels or vanishes, the deadline passes or the server stops.</summary>
    public CancellationToken CancellationToken => CancellationTokenCore;

    /// <summary>Metadata to send with the status.</summary>
    public Metadata ResponseTrailers => ResponseTrailersCore;

    /// <summary>The status to end with when the handler returns without throwing.</summary>
    public Status Status
    {
        get => StatusCore;
        set => StatusCore = value;
    }

    /// <summary>How responses are written; null: the default.</summary>
    public WriteOptions? WriteOptions
    {
        get => WriteOptionsCore;
        set => WriteOptionsCore = value;
    }

    /// <summary>What is known of the client from its certificate.</summary>
    public AuthContext AuthContext => AuthContextCore;

    /// <summary>A place for what handlers of one call share.</summary>
    public IDictionary<object, object> UserState => UserStateCore;

    /// <summary>What <see cref="Method"/> gives.</summary>
    protected abstract string MethodCore { get; }

    /// <summary>What <see cref="Host"/> gives.</summary>
    protected abstract string HostCore { get; }

    /// <summary>What <see cref="Peer"/> gives.</summary>
    protected abstract string PeerCore { get; }

    /// <summary>What <see cref="Deadline"/> gives.</summary>
    protected abstract DateTime DeadlineCore { get; }

    /// <summary>What <see cref="RequestHeaders"/> gives.</summary>
    protected abstract Metadata RequestHeadersCore { get; }

    /// <summary>What <see cref="CancellationToken"/> gives.</summary>
    protected abstract CancellationToken CancellationTokenCore { get; }

    /// <summary>What <see cref="ResponseTrailers"/> gives.</summary>
    protected abstract Metadata ResponseTrailersCore { get; }

    /// <summary>What <see cref="Status"/> holds.</summary>
    protected abstract Status StatusCore { get; set; }

    /// <summary>What <see cref="WriteOptions"/> holds.</summary>
    protected abstract WriteOptions? WriteOptionsCore { get; set; }

    /// <summary>What <see cref="AuthContext"/> gives.</summary>
    protected abstract AuthContext AuthContextCore { get; }

    /// <summary>What <see cref="UserState"/> gives.</summary>
    protected virtual IDictionary<object, object> UserStateCore => throw new NotSupportedException("This context keeps no state.");

    /// <summary>Sends initial metadata now, before the first response.</summary>
    /// <param name="responseHeaders">The metadata.</param>
    /// <exception cref="InvalidOperationException">It was sent already.</exception>
    public Task WriteResponseHeadersAsync(Metadata responseHeaders) => WriteResponseHeadersAsyncCore(responseHeaders);

    /// <summary>What <see cref="WriteResponseHeadersAsync"/> does.</summary>
    /// <param name="responseHeaders">The metadata.</param>
    protected abstract Task WriteResponseHeadersAsyncCore(Metadata responseHeaders);
}
