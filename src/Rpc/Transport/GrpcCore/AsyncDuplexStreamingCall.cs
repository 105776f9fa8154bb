namespace Grpc.Core;

/// <summary>A running call of many requests and many responses. Disposing it cancels what is not done.</summary>
/// <typeparam name="TRequest">Request message.</typeparam>
/// <typeparam name="TResponse">Response message.</typeparam>
public sealed class AsyncDuplexStreamingCall<TRequest, TResponse> : IDisposable
{
    private readonly Func<object, Task<Metadata>> _responseHeaders;
    private readonly Func<object, Status> _status;
    private readonly Func<object, Metadata> _trailers;
    private readonly Action<object> _dispose;
    private readonly object _state;

    /// <summary>Wraps a running call.</summary>
    /// <param name="requestStream">Takes the requests.</param>
    /// <param name="responseStream">The responses.</param>
    /// <param name="responseHeadersAsync">Initial metadata.</param>
    /// <param name="getStatusFunc">Status of the ended call.</param>
    /// <param name="getTrailersFunc">Trailers of the ended call.</param>
    /// <param name="disposeAction">Cancels the call.</param>
    public AsyncDuplexStreamingCall(IClientStreamWriter<TRequest> requestStream, IAsyncStreamReader<TResponse> responseStream, Task<Metadata> responseHeadersAsync, Func<Status> getStatusFunc, Func<Metadata> getTrailersFunc, Action disposeAction)
        : this(requestStream, responseStream, _ => responseHeadersAsync, _ => getStatusFunc(), _ => getTrailersFunc(), _ => disposeAction(), Metadata.Empty)
    {
    }

    /// <summary>Wraps a running call whose parts hang on one state object.</summary>
    /// <param name="requestStream">Takes the requests.</param>
    /// <param name="responseStream">The responses.</param>
    /// <param name="responseHeadersAsync">Initial metadata.</param>
    /// <param name="getStatusFunc">Status of the ended call.</param>
    /// <param name="getTrailersFunc">Trailers of the ended call.</param>
    /// <param name="disposeAction">Cancels the call.</param>
    /// <param name="state">Passed to each of the functions.</param>
    public AsyncDuplexStreamingCall(IClientStreamWriter<TRequest> requestStream, IAsyncStreamReader<TResponse> responseStream, Func<object, Task<Metadata>> responseHeadersAsync, Func<object, Status> getStatusFunc, Func<object, Metadata> getTrailersFunc, Action<object> disposeAction, object state)
    {
        RequestStream = requestStream;
        ResponseStream = responseStream;
        _responseHeaders = responseHeadersAsync;
        _status = getStatusFunc;
        _trailers = getTrailersFunc;
        _dispose = disposeAction;
        _state = state;
    }

    /// <summary>Takes the requests.</summary>
    public IClientStreamWriter<TRequest> RequestStream { get; }

    /// <summary>The responses.</summary>
    public IAsyncStreamReader<TResponse> ResponseStream { get; }

    /// <summary>Initial metadata, as soon as it is there.</summary>
    public Task<Metadata> ResponseHeadersAsync => _responseHeaders(_state);

    /// <summary>How the call ended.</summary>
    /// <exception cref="InvalidOperationException">It has not ended.</exception>
    public Status GetStatus() => _status(_state);

    /// <summary>Metadata that came with the status.</summary>
    /// <exception cref="InvalidOperationException">The call has not ended.</exception>
    public Metadata GetTrailers() => _trailers(_state);

    /// <summary>Cancels the call if it has not ended, and lets go of it.</summary>
    public void Dispose() => _dispose(_state);
}
