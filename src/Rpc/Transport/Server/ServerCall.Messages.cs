using System.Buffers;
using System.IO.Pipelines;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Sim.Rpc.Wire;

namespace Sim.Rpc.Server;

/// <summary>Messages of the call: cut from Kestrel's request pipe and parsed in place, serialised straight into its response pipe.</summary>
internal sealed partial class ServerCall
{
    private const int ResetNoError = 0;
    private const int ResetInternalError = 2;
    private const int ResetCancel = 8;

    private readonly MessageSource _source = new();
    private readonly MessageSink _sink = new();

    private PipeReader? _reader;
    private CancellationTokenRegistration _wake;
    private bool _requestGzip;
    private bool _clientTakesGzip;
    private bool _responseGzip;
    private bool _written;
    private bool _writing;
    private bool _reading;
    private bool _ended;
    private bool _gone;

    private PipeReader Reader => _reader ??= _features.GetRequiredFeature<IRequestBodyPipeFeature>().Reader;

    /// <summary>The one request of a call; there must be exactly one.</summary>
    public async ValueTask<T> ReadSingleAsync<T>(Func<DeserializationContext, T> deserializer)
    {
        var reader = Reader;
        while (true)
        {
            var result = await ReadPipeAsync(reader, CancellationToken.None).ConfigureAwait(false);
            var buffer = result.Buffer;
            // Until the end has been seen nothing is consumed, so that a second message cannot slip in.
            if (!result.IsCompleted)
            {
                if (MessageFrame.TryCut(ref buffer, _application.Options.MaxReceiveMessageSize, out _, out _) && !buffer.IsEmpty) throw Refusals.SecondMessage();
                reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
                continue;
            }

            _ended = true;
            if (!MessageFrame.TryCut(ref buffer, _application.Options.MaxReceiveMessageSize, out var compressed, out var payload))
                throw result.Buffer.IsEmpty ? Refusals.NoMessage() : Refusals.Truncated();
            if (!buffer.IsEmpty) throw Refusals.SecondMessage();
            var message = Parse(deserializer, compressed, payload);
            reader.AdvanceTo(result.Buffer.End);
            return message;
        }
    }

    /// <summary>The next request of a streaming call, or null at the end.</summary>
    public ValueTask<T?> ReadNextAsync<T>(Func<DeserializationContext, T> deserializer, CancellationToken cancellationToken)
        where T : class
    {
        if (_reading) throw new InvalidOperationException("A read is still running; wait for it before the next one.");
        if (_ended) return default;
        if (_closed) throw Gone();
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<T?>(cancellationToken);
        // Whatever ends the call also ends a read that waits.
        if (_reader is null) _wake = CancelSource().Token.UnsafeRegister(static call => ((ServerCall)call!).WakeRead(), this);
        return ReadSlowAsync(deserializer, cancellationToken);
    }

    /// <summary>Writes the one response; it leaves together with the status.</summary>
    public void WriteLast<T>(T message, Action<T, SerializationContext> serializer)
    {
        if (message is null) throw new RpcException(new Status(StatusCode.Unknown, "The handler returned no message."));
        lock (_gate)
        {
            if (_closed) return;
            Put(message, serializer, _writeOptions);
        }
    }

    /// <summary>Writes a response of a streaming call.</summary>
    public Task WriteAsync<T>(T message, Action<T, SerializationContext> serializer, WriteOptions? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (cancellationToken.IsCancellationRequested) return Task.FromCanceled(cancellationToken);
        ValueTask<FlushResult> flush;
        lock (_gate)
        {
            if (_writing) throw new InvalidOperationException("A write is still running; wait for it before the next one.");
            if (_closed || _cancel is { IsCancellationRequested: true }) return Task.FromException(Gone());
            Put(message, serializer, options);
            if (options is not null && (options.Flags & WriteFlags.BufferHint) != 0) return Task.CompletedTask;
            flush = Flush(cancellationToken);
            if (flush.IsCompletedSuccessfully)
            {
                var flushed = flush.Result;
                return flushed.IsCompleted ? Task.FromException(Gone()) : Task.CompletedTask;
            }

            _writing = true;
        }

        return WaitForFlushAsync(flush);
    }

    protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders)
    {
        ArgumentNullException.ThrowIfNull(responseHeaders);
        ValueTask<FlushResult> flush;
        lock (_gate)
        {
            if (_closed) return Task.FromException(Gone());
            if (_written || _response.HasStarted) throw new InvalidOperationException("Initial metadata was sent already, with the first response at the latest.");
            if (responseHeaders.GetValue(WireNames.InternalEncodingRequest) is { } encoding) _responseGzip = _clientTakesGzip && encoding == WireNames.Gzip;
            AddTo(_response.Headers, responseHeaders);
            BeginResponse();
            flush = Flush(CancellationToken.None);
            if (flush.IsCompletedSuccessfully) return Task.CompletedTask;
            _writing = true;
        }

        return WaitForFlushAsync(flush);
    }

    private ValueTask<FlushResult> Flush(CancellationToken cancellationToken) =>
        _body.Writer.FlushAsync(cancellationToken.CanBeCanceled ? cancellationToken : _cancel?.Token ?? CancellationToken.None);

    private async Task WaitForFlushAsync(ValueTask<FlushResult> flush)
    {
        FlushResult result;
        try
        {
            result = await flush.ConfigureAwait(false);
        }
        finally
        {
            lock (_gate) _writing = false;
        }

        // A completed reader of the response is a client that has gone.
        if (result.IsCompleted) throw Gone();
    }

    private void Put<T>(T message, Action<T, SerializationContext> serializer, WriteOptions? options)
    {
        BeginResponse();
        var compress = _responseGzip && (options is null || (options.Flags & WriteFlags.NoCompress) == 0);
        try
        {
            _sink.Write(message, serializer, _body.Writer, compress, _application.Options.MaxSendMessageSize ?? int.MaxValue - 64);
        }
        catch when (_sink.TargetSpoiled)
        {
            // Half a message is out: no status can follow it.
            _closed = true;
            _features.Get<IHttpResetFeature>()?.Reset(ResetInternalError);
            throw;
        }
    }

    private void BeginResponse()
    {
        if (_written) return;
        _written = true;
        if (_responseGzip) _response.Headers[WireNames.Encoding] = WireNames.Gzip;
    }

    private OperationCanceledException Gone()
    {
        _gone = true;
        return new OperationCanceledException("The call has ended; nothing more can be sent or received.", _cancel?.Token ?? CancellationToken.None);
    }

    private void WakeRead()
    {
        try
        {
            Reader.CancelPendingRead();
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            // The connection broke at the same moment, which wakes the read as well.
        }
    }

    private async ValueTask<ReadResult> ReadPipeAsync(PipeReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            // What Kestrel says of a client that has reset its stream or lost its connection. Its own token may fire later; a handler whose read fails wants to know why.
            CancelHandler(CancelSource());
            throw Gone();
        }
    }

    private async ValueTask<T?> ReadSlowAsync<T>(Func<DeserializationContext, T> deserializer, CancellationToken cancellationToken)
        where T : class
    {
        _reading = true;
        try
        {
            while (true)
            {
                var result = await ReadPipeAsync(Reader, cancellationToken).ConfigureAwait(false);
                if (result.IsCanceled)
                {
                    Reader.AdvanceTo(result.Buffer.Start);
                    throw Gone();
                }

                if (TryTake(result, deserializer, out var message)) return message;
            }
        }
        finally
        {
            _reading = false;
        }
    }

    /// <summary>Takes a message, or notes the end, and tells the pipe what was used.</summary>
    private bool TryTake<T>(in ReadResult result, Func<DeserializationContext, T> deserializer, out T? message)
        where T : class
    {
        message = null;
        var buffer = result.Buffer;
        if (MessageFrame.TryCut(ref buffer, _application.Options.MaxReceiveMessageSize, out var compressed, out var payload))
        {
            message = Parse(deserializer, compressed, payload);
            Reader.AdvanceTo(buffer.Start);
            return true;
        }

        if (result.IsCompleted)
        {
            if (!result.Buffer.IsEmpty) throw Refusals.Truncated();
            _ended = true;
            Reader.AdvanceTo(result.Buffer.End);
            return true;
        }

        Reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        return false;
    }

    private T Parse<T>(Func<DeserializationContext, T> deserializer, bool compressed, in ReadOnlySequence<byte> payload)
    {
        if (!compressed) return _source.Read(deserializer, payload);
        if (!_requestGzip) throw Refusals.NoEncoding();
        return Gzip.Parse(payload, _application.Options.MaxReceiveMessageSize, _source, deserializer);
    }

    private void SetEncodings(IHeaderDictionary headers)
    {
        if (headers.TryGetValue(WireNames.Encoding, out var encoding))
        {
            var name = encoding.ToString();
            _requestGzip = name == WireNames.Gzip;
            if (!_requestGzip && name != WireNames.Identity)
            {
                _response.Headers[WireNames.AcceptEncoding] = WireNames.Accepted;
                throw Refusals.UnknownEncoding(name.Length > 64 ? name[..64] : name);
            }
        }

        if (headers.TryGetValue(WireNames.AcceptEncoding, out var accepted))
            foreach (var list in accepted)
                foreach (var part in list.AsSpan().Split(','))
                    _clientTakesGzip |= list.AsSpan()[part].Trim().SequenceEqual(WireNames.Gzip);
        _responseGzip = _clientTakesGzip && _application.Options.Compression;
    }
}
