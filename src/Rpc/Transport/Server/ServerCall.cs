using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Sim.Rpc.Wire;

namespace Sim.Rpc.Server;

/// <summary>
/// One call on the server: checks the request, runs the handler, sends the status. When the deadline passes, the status goes out at once and the handler is told by its
/// token; the request ends when the handler does, so nothing of Kestrel's is ever used too late.
/// </summary>
internal sealed partial class ServerCall : ServerCallContext, IDisposable
{
    private readonly CallApplication _application;
    private readonly IFeatureCollection _features;
    private readonly IHttpRequestFeature _request;
    private readonly IHttpResponseFeature _response;
    private readonly IHttpResponseBodyFeature _body;
    private readonly Lock _gate = new();

    private CancellationTokenSource? _cancel;
    private Timer? _deadlineTimer;
    private DateTime _deadline = DateTime.MaxValue;
    private Metadata? _requestHeaders;
    private Metadata? _responseTrailers;
    private Dictionary<object, object>? _userState;
    private AuthContext? _authContext;
    private Task? _earlyEnd;
    private Status _status;
    private WriteOptions? _writeOptions;
    private bool _entered;
    private bool _closed;
    private bool _deadlinePassed;

    public ServerCall(CallApplication application, IFeatureCollection features)
    {
        _application = application;
        _features = features;
        _request = features.GetRequiredFeature<IHttpRequestFeature>();
        _response = features.GetRequiredFeature<IHttpResponseFeature>();
        _body = features.GetRequiredFeature<IHttpResponseBodyFeature>();
    }

    protected override string MethodCore => _request.Path;

    protected override string HostCore => _request.Headers.Host.ToString();

    protected override string PeerCore
    {
        get
        {
            var connection = _features.Get<IHttpConnectionFeature>();
            if (connection?.RemoteIpAddress is not { } address) return "unix:";
            return address.AddressFamily == AddressFamily.InterNetworkV6
                ? string.Create(null, $"ipv6:[{address}]:{connection.RemotePort}")
                : string.Create(null, $"ipv4:{address}:{connection.RemotePort}");
        }
    }

    protected override DateTime DeadlineCore => _deadline;

    protected override Metadata RequestHeadersCore
    {
        get
        {
            if (_requestHeaders is not null) return _requestHeaders;
            var headers = new Metadata();
            foreach (var (name, values) in _request.Headers)
                foreach (var value in values)
                    WireMetadata.AddReceived(headers, name, value);
            return _requestHeaders = headers;
        }
    }

    protected override CancellationToken CancellationTokenCore => CancelSource().Token;

    protected override Metadata ResponseTrailersCore => _responseTrailers ??= [];

    protected override Status StatusCore
    {
        get => _status;
        set => _status = value;
    }

    protected override WriteOptions? WriteOptionsCore
    {
        get => _writeOptions;
        set => _writeOptions = value;
    }

    protected override AuthContext AuthContextCore => _authContext ??= PeerFacts(_features.Get<ITlsConnectionFeature>()?.ClientCertificate);

    protected override IDictionary<object, object> UserStateCore => _userState ??= [];

    /// <summary>Serves the request to its end.</summary>
    public async Task RunAsync()
    {
        if (!HttpMethods.IsPost(_request.Method))
        {
            _response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            _response.Headers.Allow = HttpMethods.Post;
            return;
        }

        if (!WireNames.IsGrpc(_request.Headers.ContentType))
        {
            _response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return;
        }

        _response.Headers.ContentType = WireNames.ContentType;
        Status status;
        try
        {
            var method = Admit();
            await method.InvokeAsync(this).ConfigureAwait(false);
            status = _status;
        }
        catch (RpcException e)
        {
            status = e.Status;
            foreach (var trailer in e.Trailers) ResponseTrailers.Add(trailer);
        }
        catch (Exception e)
        {
            status = StatusOf(e);
        }

        Finish(status);
        // Both would otherwise touch Kestrel's objects when these serve another call already.
        await _wake.DisposeAsync().ConfigureAwait(false);
        if (_earlyEnd is { } earlyEnd) await earlyEnd.ConfigureAwait(false);
    }

    /// <summary>Lets go of everything after the request has ended.</summary>
    public void Dispose()
    {
        lock (_gate) _closed = true;
        _deadlineTimer?.Dispose();
        _cancel?.Dispose();
        if (_entered) _application.Leave();
    }

    /// <summary>Checks what the headers say, cheapest and most secret things first, and finds the method.</summary>
    private ServerMethod Admit()
    {
        var headers = _request.Headers;
        if (_application.Tokens is { } tokens && !(headers.Authorization is { Count: 1 } authorization && tokens.Accepts(authorization)))
            throw new RpcException(new Status(StatusCode.Unauthenticated, "The call carries no valid bearer token in 'authorization'."));
        if (_application.Stopping.IsCancellationRequested) throw Stopping();
        if (!_application.TryEnter())
            throw new RpcException(new Status(StatusCode.ResourceExhausted, $"The server runs {_application.Options.MaxConcurrentCalls} calls already, the most that it takes (MaxConcurrentCalls)."));
        _entered = true;
        CheckMetadataSize(headers);
        if (!_application.Methods.TryGetValue(_request.Path, out var method)) throw Unknown(_request.Path);
        SetEncodings(headers);
        SetDeadline(headers);
        return method;
    }

    private void CheckMetadataSize(IHeaderDictionary headers)
    {
        long size = 0;
        foreach (var (name, values) in headers)
            foreach (var value in values)
                size += name.Length + (value?.Length ?? 0) + 32;
        if (size > _application.Options.MaxMetadataSize)
            throw new RpcException(new Status(StatusCode.ResourceExhausted, $"The metadata of the call has {size} bytes; the server takes {_application.Options.MaxMetadataSize} (MaxMetadataSize)."));
    }

    private RpcException Unknown(string path)
    {
        var slash = path.Length > 1 ? path.IndexOf('/', 1) : -1;
        return new RpcException(new Status(
            StatusCode.Unimplemented,
            slash > 0 && _application.Services.Contains(path[1..slash]) ? $"Service {path[1..slash]} has no method {path[(slash + 1)..]}." : $"There is no service for {path}."));
    }

    private void SetDeadline(IHeaderDictionary headers)
    {
        TimeSpan? timeout = _application.Options.MaxCallDuration;
        if (headers.TryGetValue(WireNames.Timeout, out var value))
        {
            if (!GrpcTimeout.TryParse(value.ToString(), out var asked)) throw new RpcException(new Status(StatusCode.Internal, "The grpc-timeout of the call is not digits and a unit."));
            if (timeout is null || asked < timeout) timeout = asked;
        }

        if (timeout is not { } limit) return;
        if (limit <= TimeSpan.Zero) throw new RpcException(new Status(StatusCode.DeadlineExceeded, "The deadline had passed when the call arrived."));
        _deadline = DateTime.UtcNow + limit;
        // A timer of more days than it can count would be one that nobody waits for.
        if (limit < TimeSpan.FromDays(40))
            _deadlineTimer = new Timer(static call => ((ServerCall)call!).OnDeadline(), this, limit + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
    }

    private void OnDeadline()
    {
        CancellationTokenSource? cancel;
        lock (_gate)
        {
            if (_closed) return;
            _closed = true;
            _deadlinePassed = true;
            cancel = _cancel;
            if (_writing)
            {
                // The client does not read, so no status would reach it.
                _features.Get<IHttpResetFeature>()?.Reset(ResetCancel);
            }
            else
            {
                SendStatus(new Status(StatusCode.DeadlineExceeded, "The deadline has passed."));
                _earlyEnd = CompleteEarlyAsync();
            }
        }

        if (cancel is not null) CancelHandler(cancel);
    }

    private void CancelHandler(CancellationTokenSource cancel)
    {
        try
        {
            cancel.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The handler ended at the same moment.
        }
        catch (AggregateException e)
        {
            LogHandlerThrew(_application.Logger, MethodCore, e);
        }
    }

    private async Task CompleteEarlyAsync()
    {
        await Task.Yield();
        try
        {
            await _body.CompleteAsync().ConfigureAwait(false);
            _features.Get<IHttpResetFeature>()?.Reset(ResetNoError);
        }
        catch (Exception e)
        {
            // The connection is going away; the client's own deadline ends its call.
            LogLateEnd(_application.Logger, e);
        }
    }

    private CancellationTokenSource CancelSource()
    {
        lock (_gate)
        {
            if (_cancel is not null) return _cancel;
            _cancel = CancellationTokenSource.CreateLinkedTokenSource(_features.GetRequiredFeature<IHttpRequestLifetimeFeature>().RequestAborted, _application.Stopping);
            if (_deadlinePassed) _cancel.Cancel();
            return _cancel;
        }
    }

    private Status StatusOf(Exception e)
    {
        if (_deadlinePassed) return new Status(StatusCode.DeadlineExceeded, "The deadline has passed.");
        if (_gone || _cancel is { IsCancellationRequested: true })
            return _application.Stopping.IsCancellationRequested ? Stopping().Status : new Status(StatusCode.Cancelled, "The client has cancelled the call.");
        LogHandlerThrew(_application.Logger, _request.Path, e);
        return new Status(StatusCode.Unknown, _application.Options.DetailedErrors ? $"The handler threw {e.GetType().Name}: {e.Message}" : "Exception was thrown by handler.", e);
    }

    private void Finish(Status status)
    {
        lock (_gate)
        {
            if (_closed) return;
            _closed = true;
            SendStatus(status);
        }
    }

    /// <summary>Puts the status into the headers if nothing was sent yet, else into the trailers.</summary>
    private void SendStatus(Status status)
    {
        var target = _written || _response.HasStarted ? _features.GetRequiredFeature<IHttpResponseTrailersFeature>().Trailers : _response.Headers;
        target[WireNames.Status] = WireStatus.CodeText(status.StatusCode);
        if (!string.IsNullOrEmpty(status.Detail)) target[WireNames.Message] = PercentEncoding.Encode(status.Detail);
        if (_responseTrailers is { Count: > 0 } trailers) AddTo(target, trailers);
    }

    private void AddTo(IHeaderDictionary target, Metadata entries)
    {
        foreach (var entry in entries)
        {
            if (WireNames.IsProtocolHeader(entry.Key)) continue;
            try
            {
                target.Append(entry.Key, WireMetadata.ValueOf(entry));
            }
            catch (RpcException e)
            {
                LogBadMetadata(_application.Logger, e.Status.Detail);
            }
        }
    }

    private static RpcException Stopping() => new(new Status(StatusCode.Unavailable, "The server is stopping."));

    private static AuthContext PeerFacts(X509Certificate2? certificate)
    {
        var facts = new Dictionary<string, List<AuthProperty>>(StringComparer.Ordinal);
        if (certificate is null) return new AuthContext(null, facts);
        const string San = "x509_subject_alternative_name";
        const string CommonName = "x509_common_name";
        string? identity = null;
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(e => e.EnumerateDnsNames()).ToList();
        if (names.Count > 0)
        {
            identity = San;
            facts[San] = [.. names.Select(n => AuthProperty.Create(San, System.Text.Encoding.UTF8.GetBytes(n)))];
        }

        if (certificate.GetNameInfo(X509NameType.SimpleName, false) is { Length: > 0 } name)
        {
            identity ??= CommonName;
            facts[CommonName] = [AuthProperty.Create(CommonName, System.Text.Encoding.UTF8.GetBytes(name))];
        }

        return new AuthContext(identity, facts);
    }
}
