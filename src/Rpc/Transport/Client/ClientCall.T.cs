using System.Diagnostics.CodeAnalysis;
using System.Net;
using Grpc.Core;
using Sim.Rpc.Wire;

namespace Sim.Rpc.Client;

/// <summary>One call of a channel: sends requests, reads responses, knows how it ended. Its status is set once, by whatever comes first.</summary>
[SuppressMessage("Design", "CA1001", Justification = "HttpClient may still hold the token, and without a running timer the source holds nothing.")]
internal sealed partial class ClientCall<TRequest, TResponse> : ClientCall, IAsyncStreamReader<TResponse>, IClientStreamWriter<TRequest>
    where TRequest : class
    where TResponse : class
{
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(40);

    /// <summary>
    /// How much later than ours the server's own deadline is. When both pass at once, C++ and Python servers (1.51) send their trailers twice, over which HttpClient gives up the
    /// whole connection with all its calls. Our cancellation reaches a living server sooner, also where threads and timers have to wait for a processor.
    /// </summary>
    private static readonly TimeSpan ServerGrace = TimeSpan.FromSeconds(1);

    private readonly RpcChannel _channel;
    private readonly Method<TRequest, TResponse> _method;
    private readonly string? _host;
    private readonly CallOptions _options;
    private readonly CancellationTokenSource _cancel = new();
    private readonly Lock _gate = new();
    private readonly bool _gzip;

    private CancellationTokenRegistration _callerCancels;
    private CancellationTokenRegistration _channelCloses;
    private CancellationTokenRegistration _whenCancelled;
    private Task _started = Task.CompletedTask;
    private Task<TResponse>? _response;
    private OpenContent? _requests;
    private Stream? _requestStream;
    private PooledBuffer? _outgoing;
    private MessageSink? _sink;
    private HttpResponseMessage? _answer;
    private ResponseReader? _reader;
    private Status? _status;
    private Metadata? _headers;
    private Metadata _trailers = Metadata.Empty;
    private TResponse? _current;
    private TResponse? _ahead;
    private WriteOptions? _writeOptions;
    private bool _ended;
    private bool _completed;
    private bool _deadlinePassed;

    /// <summary>Whether the caller, and not the deadline, cancelled.</summary>
    private volatile bool _asked;
    private int _writing;
    private int _reading;

    public ClientCall(RpcChannel channel, Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        _channel = channel;
        _method = method;
        _host = host;
        _options = options;
        _writeOptions = options.WriteOptions;
        _gzip = options.Headers?.GetValue(WireNames.InternalEncodingRequest) is { } encoding ? encoding == WireNames.Gzip : channel.Options.Compression;
    }

    public Task<TResponse> Response => _response!;

    public TResponse Current => _current ?? throw new InvalidOperationException("There is no current message: MoveNext has not returned true.");

    public WriteOptions? WriteOptions
    {
        get => _writeOptions;
        set => _writeOptions = value;
    }

    public void StartUnary(TRequest request)
    {
        var content = Single(request);
        _response = content is null ? Task.FromException<TResponse>(Failure()) : SingleResponseAsync(content, null);
    }

    public void StartServerStream(TRequest request)
    {
        if (Single(request) is not { } content) return;
        _started = StartAsync(content, content);
        WatchCancel();
    }

    public void StartClientStream()
    {
        _requests = new OpenContent();
        _response = SingleResponseAsync(null, _requests);
    }

    public void StartDuplex()
    {
        _requests = new OpenContent();
        _started = StartAsync(_requests, null);
        WatchCancel();
    }

    public override async Task<Metadata> HeadersAsync()
    {
        await _started.ConfigureAwait(false);
        lock (_gate)
        {
            if (_headers is not null) return _headers;
            if (_answer is not null) return _headers = CallFailures.ToMetadata(_answer.Headers.NonValidated);
        }

        throw Failure();
    }

    public override Status GetStatus()
    {
        lock (_gate) return _status ?? throw new InvalidOperationException("The call has not ended, so it has no status yet.");
    }

    public override Metadata GetTrailers()
    {
        lock (_gate) return _status is null ? throw new InvalidOperationException("The call has not ended, so it has no trailers yet.") : _trailers;
    }

    public override void End()
    {
        lock (_gate)
            if (_status is not null)
                return;
        Cancel();
    }

    private async Task<TResponse> SingleResponseAsync(SingleContent? single, OpenContent? open)
    {
        _started = StartAsync((HttpContent?)single ?? open!, single);
        await _started.ConfigureAwait(false);
        TResponse? message = null;
        if (_reader is not null)
        {
            try
            {
                message = await _reader.ReadAsync(_method.ResponseMarshaller.ContextualDeserializer, _cancel.Token).ConfigureAwait(false);
                if (message is not null && await _reader.ReadAsync(_method.ResponseMarshaller.ContextualDeserializer, _cancel.Token).ConfigureAwait(false) is not null)
                    throw Refusals.SecondMessage();
                FinishFromTrailers();
            }
            catch (Exception e)
            {
                Finish(StatusOf(e), null);
            }

            ReleaseReader();
        }

        var status = GetStatus();
        if (status.StatusCode != StatusCode.OK) throw Failure();
        return message ?? throw new RpcException(new Status(StatusCode.Internal, "The server answered OK without a response."), _trailers);
    }

    /// <summary>The request as content; null, and the call has failed, if it cannot be serialised.</summary>
    private SingleContent? Single(TRequest request)
    {
        var buffer = new PooledBuffer();
        try
        {
            Serialize(request, buffer);
        }
        catch (Exception e)
        {
            buffer.Clear();
            Finish(e is RpcException refusal ? refusal.Status : new Status(StatusCode.Internal, $"The request could not be serialised: {e.Message}", e), null);
            return null;
        }

        return new SingleContent(buffer);
    }

    private void Serialize(TRequest message, PooledBuffer target)
    {
        var compress = _gzip && (_writeOptions is null || (_writeOptions.Flags & WriteFlags.NoCompress) == 0);
        (_sink ??= new MessageSink()).Write(message, _method.RequestMarshaller.ContextualSerializer, target, compress, _channel.Options.MaxSendMessageSize ?? int.MaxValue - 64);
    }

    /// <summary>Sends the headers and waits for those of the answer. Never throws: what went wrong is the status.</summary>
    private async Task StartAsync(HttpContent content, SingleContent? single)
    {
        try
        {
            _options.CancellationToken.ThrowIfCancellationRequested();
            var request = Request(content);
            _callerCancels = _options.CancellationToken.UnsafeRegister(static call => ((ClientCall<TRequest, TResponse>)call!).Cancel(), this);
            _channelCloses = _channel.Closing.UnsafeRegister(static call => ((ClientCall<TRequest, TResponse>)call!).Cancel(), this);
            var answer = await _channel.Invoker.SendAsync(request, _cancel.Token).ConfigureAwait(false);
            lock (_gate)
            {
                if (_status is not null)
                {
                    answer.Dispose();
                    return;
                }

                _answer = answer;
            }

            _channel.HasSpoken = true;
            if (CallFailures.OfResponse(answer) is { } wrong)
            {
                Finish(wrong, null);
                return;
            }

            var headers = answer.Headers.NonValidated;
            if (CallFailures.First(headers, WireNames.Status) is { } code)
            {
                _headers = CallFailures.ToMetadata(headers);
                Finish(WireStatus.Parse(code, CallFailures.First(headers, WireNames.Message)), _headers);
                return;
            }

            var encoding = CallFailures.First(headers, WireNames.Encoding);
            if (encoding is not (null or WireNames.Identity or WireNames.Gzip)) throw Refusals.UnknownEncoding(encoding);
            var stream = await answer.Content.ReadAsStreamAsync(_cancel.Token).ConfigureAwait(false);
            _reader = new ResponseReader(stream, _channel.Options.MaxReceiveMessageSize, encoding == WireNames.Gzip);
        }
        catch (Exception e)
        {
            Finish(StatusOf(e), null);
        }
        finally
        {
            single?.Release();
        }
    }

    private HttpRequestMessage Request(HttpContent content)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, _channel.UriOf(_method.FullName))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        var headers = request.Headers;
        if (_host is not null) headers.Host = _host;
        headers.TryAddWithoutValidation("te", "trailers");
        headers.TryAddWithoutValidation(WireNames.AcceptEncoding, WireNames.Accepted);
        if (_gzip) headers.TryAddWithoutValidation(WireNames.Encoding, WireNames.Gzip);
        if (_channel.Authorization is { } authorization) headers.TryAddWithoutValidation("authorization", authorization);
        if (_options.Headers is { } entries)
            foreach (var entry in entries)
                if (!WireNames.IsProtocolHeader(entry.Key))
                {
                    // HttpClient joins the values of one key by a comma. The protocol allows it, the servers of C++ and Python end the call over it.
                    if (entry.IsBinary && headers.NonValidated.Contains(entry.Key)) throw Refusals.RepeatedBinary(entry.Key);
                    headers.TryAddWithoutValidation(entry.Key, WireMetadata.ValueOf(entry));
                }
        if (_options.Deadline is { } deadline && deadline != DateTime.MaxValue)
        {
            var left = Utc(deadline) - DateTime.UtcNow;
            if (left <= TimeSpan.Zero)
            {
                _deadlinePassed = true;
                throw new TimeoutException("The deadline had passed before the call began.");
            }

            headers.TryAddWithoutValidation(WireNames.Timeout, GrpcTimeout.Format(left + ServerGrace));
            if (left < LongestTimer) _cancel.CancelAfter(left + TimeSpan.FromMilliseconds(1));
        }

        return request;
    }

    private static DateTime Utc(DateTime time) => time == DateTime.MaxValue ? time : time.ToUniversalTime();

    /// <summary>A cancelled stream is reset at once, whether or not anybody reads it.</summary>
    private void WatchCancel() => _whenCancelled = _cancel.Token.UnsafeRegister(
        static state =>
        {
            var call = (ClientCall<TRequest, TResponse>)state!;
            call.Finish(call.StatusOf(new OperationCanceledException()), null);
        },
        this);

    private void Cancel()
    {
        _asked = true;
        _cancel.Cancel();
    }

    private CancellationTokenRegistration Forward(CancellationToken cancellationToken) =>
        cancellationToken.CanBeCanceled ? cancellationToken.UnsafeRegister(static call => ((ClientCall<TRequest, TResponse>)call!).Cancel(), this) : default;

    private void FinishFromTrailers()
    {
        var trailers = _answer!.TrailingHeaders.NonValidated;
        Finish(WireStatus.Parse(CallFailures.First(trailers, WireNames.Status), CallFailures.First(trailers, WireNames.Message)), CallFailures.ToMetadata(trailers));
    }

    private Status StatusOf(Exception e)
    {
        if (e is RpcException refusal) return refusal.Status;
        if (!_asked && (_deadlinePassed || (_options.Deadline is { } deadline && (_cancel.IsCancellationRequested || DateTime.UtcNow >= Utc(deadline)))))
            return new Status(StatusCode.DeadlineExceeded, "The deadline has passed.", e);
        if (e is OperationCanceledException || _cancel.IsCancellationRequested)
            return new Status(StatusCode.Cancelled, _channel.Closing.IsCancellationRequested ? "The channel was closed." : "The call was cancelled.", e);
        return CallFailures.Of(e, _channel);
    }

    private bool Ended(out Status status)
    {
        lock (_gate)
        {
            status = _status ?? default;
            return _status is not null;
        }
    }

    private bool Ended() => GetStatus().StatusCode == StatusCode.OK ? false : throw Failure();

    private RpcException Failure()
    {
        lock (_gate) return new RpcException(_status!.Value, _trailers);
    }

    private Exception WriteFailure() =>
        GetStatus().StatusCode == StatusCode.OK ? new InvalidOperationException("The server has ended the call; it takes no more requests.") : Failure();

    private void Finish(Status status, Metadata? trailers)
    {
        lock (_gate)
        {
            if (_status is not null) return;
            if (trailers is not null) _trailers = trailers;
            if (_headers is null && _answer is not null) _headers = CallFailures.ToMetadata(_answer.Headers.NonValidated);
            _status = status;
        }

        _callerCancels.Unregister();
        _channelCloses.Unregister();
        _whenCancelled.Unregister();
        if (_requests?.Abandon() == true) _cancel.Cancel();
        _answer?.Dispose();
        _cancel.CancelAfter(Timeout.InfiniteTimeSpan);
    }

    private void ReleaseReader()
    {
        var reader = _reader;
        _reader = null;
        reader?.Release();
    }
}
