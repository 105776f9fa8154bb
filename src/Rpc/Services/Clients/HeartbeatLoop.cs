using Grpc.Core;

namespace Sim.Rpc.Services;

/// <summary>
/// Pings a peer while sessions are open, so that their leases do not end while the simulator works. It judges nobody: a peer that does not answer
/// pings is found out by the deadline of the next call. Thread-safe.
/// </summary>
internal sealed class HeartbeatLoop : IDisposable
{
    private readonly Func<CallOptions, AsyncDuplexStreamingCall<Messages.Ping, Messages.Pong>> _call;
    private readonly TimeSpan _interval;
    private readonly Lock _gate = new();
    private readonly SortedSet<string> _sessions = new(StringComparer.Ordinal);
    private CancellationTokenSource? _running;
    private bool _unserved;

    public HeartbeatLoop(Func<CallOptions, AsyncDuplexStreamingCall<Messages.Ping, Messages.Pong>> call, TimeSpan lease)
    {
        _call = call;
        _interval = lease / 3;
    }

    public void Add(string session)
    {
        lock (_gate)
        {
            _sessions.Add(session);
            if (_running is null && !_unserved)
            {
                _running = new CancellationTokenSource();
                _ = RunAsync(_running.Token);
            }
        }
    }

    public void Remove(string session)
    {
        lock (_gate)
        {
            if (_sessions.Remove(session) && _sessions.Count == 0)
            {
                Stop();
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _sessions.Clear();
            _unserved = true;
            Stop();
        }
    }

    private void Stop()
    {
        _running?.Cancel();
        _running = null;
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(_interval);
        AsyncDuplexStreamingCall<Messages.Ping, Messages.Pong>? stream = null;
        ulong sequence = 0;
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
            {
                stream ??= _call(new CallOptions(cancellationToken: cancellationToken));
                var ping = new Messages.Ping { Sequence = ++sequence };
                lock (_gate)
                {
                    ping.SessionIds.AddRange(_sessions);
                }

                try
                {
                    await ExchangeAsync(stream, ping, cancellationToken).WaitAsync(_interval, cancellationToken).ConfigureAwait(false);
                }
                catch (RpcException e) when (e.StatusCode == StatusCode.Unimplemented)
                {
                    lock (_gate)
                    {
                        _unserved = true;
                    }

                    return;
                }
                catch (Exception e) when (e is RpcException or TimeoutException or InvalidOperationException)
                {
                    // The next tick tries another stream.
                    stream.Dispose();
                    stream = null;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The last session ended.
        }
        finally
        {
            stream?.Dispose();
        }
    }

    private static async Task ExchangeAsync(AsyncDuplexStreamingCall<Messages.Ping, Messages.Pong> stream, Messages.Ping ping, CancellationToken cancellationToken)
    {
        await stream.RequestStream.WriteAsync(ping, CancellationToken.None).ConfigureAwait(false);
        if (!await stream.ResponseStream.MoveNext(cancellationToken).ConfigureAwait(false))
        {
            throw new InvalidOperationException("the stream of pongs ended");
        }
    }
}
