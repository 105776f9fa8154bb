using Grpc.Core;
using Sim.Rpc.Wire;

namespace Sim.Rpc.Client;

/// <summary>Requests and responses of streaming calls.</summary>
internal sealed partial class ClientCall<TRequest, TResponse>
{
    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _reading, 1) != 0) throw new InvalidOperationException("A read is still running; wait for it before the next one.");
        try
        {
            _current = null;
            if (_ended) return Ended();
            if (_ahead is not null)
            {
                (_current, _ahead) = (_ahead, null);
                return true;
            }

            if (!_started.IsCompleted)
            {
                using (Forward(cancellationToken)) await _started.ConfigureAwait(false);
            }

            if (_reader is null || Ended(out _))
            {
                _ended = true;
                return Ended();
            }

            using (Forward(cancellationToken)) _current = await _reader.ReadAsync(_method.ResponseMarshaller.ContextualDeserializer, _cancel.Token).ConfigureAwait(false);
            if (_current is not null) return true;
            _ended = true;
            FinishFromTrailers();
        }
        catch (Exception e) when (e is ObjectDisposedException or not InvalidOperationException)
        {
            _ended = true;
            Finish(StatusOf(e), null);
        }
        finally
        {
            if (_ended) ReleaseReader();
            Volatile.Write(ref _reading, 0);
        }

        return Ended();
    }

    public Task WriteAsync(TRequest message) => WriteAsync(message, CancellationToken.None);

    public async Task WriteAsync(TRequest message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (Interlocked.Exchange(ref _writing, 1) != 0) throw new InvalidOperationException("A write is still running; wait for it before the next one.");
        try
        {
            if (_completed) throw new InvalidOperationException("The requests were completed already.");
            using var forward = Forward(cancellationToken);
            var stream = _requestStream ??= await _requests!.Opened.ConfigureAwait(false);
            if (Ended(out _)) throw WriteFailure();
            _outgoing ??= new PooledBuffer();
            _outgoing.Reset();
            Serialize(message, _outgoing);
            if (!_requests!.TryBeginWrite()) throw WriteFailure();
            try
            {
                await stream.WriteAsync(_outgoing.WrittenMemory, _cancel.Token).ConfigureAwait(false);
                if (_writeOptions is null || (_writeOptions.Flags & WriteFlags.BufferHint) == 0) await stream.FlushAsync(_cancel.Token).ConfigureAwait(false);
            }
            finally
            {
                _requests.EndWrite();
            }
        }
        catch (Exception e) when (e is ObjectDisposedException or not (InvalidOperationException or RpcException))
        {
            await LearnStatusAsync().ConfigureAwait(false);
            throw Ended(out _) ? WriteFailure() : new RpcException(new Status(StatusCode.Unavailable, "The server takes no more requests on this call; its responses tell why.", e));
        }
        finally
        {
            Volatile.Write(ref _writing, 0);
        }
    }

    public Task CompleteAsync()
    {
        if (Volatile.Read(ref _writing) != 0) throw new InvalidOperationException("A write is still running; wait for it before completing.");
        _completed = true;
        // The end of the stream takes along what a hint left in the buffer.
        _requests!.Complete();
        return Task.CompletedTask;
    }

    /// <summary>
    /// After a request could not be written: the answer says why, if it is there. A response that stands before the status is kept for the next read.
    /// </summary>
    private async Task LearnStatusAsync()
    {
        if (_response is not null)
        {
            await ((Task)_response).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }

        await _started.ConfigureAwait(false);
        if (_reader is null || _ended || Ended(out _) || Interlocked.Exchange(ref _reading, 1) != 0) return;
        try
        {
            _ahead ??= await _reader.ReadAsync(_method.ResponseMarshaller.ContextualDeserializer, _cancel.Token).ConfigureAwait(false);
            if (_ahead is null) FinishFromTrailers();
        }
        catch (Exception e)
        {
            Finish(StatusOf(e), null);
        }
        finally
        {
            Volatile.Write(ref _reading, 0);
        }
    }
}
