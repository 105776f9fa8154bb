using System.Diagnostics;
using System.Globalization;
using Grpc.Core;
using Sim.Plugins.Sdk;

namespace Sim.Rpc.Services;

/// <summary>
/// One case with a remote driver: a stream in lock-step, or single calls when the driver serves no stream. A stream that breaks is opened once
/// more and the same step is asked again, which the contract makes harmless. Not thread-safe.
/// </summary>
internal sealed class RemoteDriverSession : IDriverSession
{
    private static readonly TimeSpan Brief = TimeSpan.FromSeconds(1);
    private readonly Messages.Driver.DriverClient _client;
    private readonly Deadlines _deadlines;
    private readonly ObservationFrames _frames;
    private readonly Messages.DriveRequest _request;
    private readonly Action<string, bool> _ended;
    private AsyncDuplexStreamingCall<Messages.DriveRequest, Messages.DriveReply>? _stream;
    private CancellationTokenSource? _streamEnd;
    private bool _unary;
    private bool _answered;
    private bool _failed;
    private bool _disposed;

    public RemoteDriverSession(Messages.Driver.DriverClient client, string id, DriverTask task, Deadlines deadlines, Action<string, bool> ended)
    {
        (_client, _deadlines, _ended) = (client, deadlines, ended);
        _frames = new ObservationFrames(task.EgoIndex);
        _request = new Messages.DriveRequest { SessionId = id, World = _frames.World };
    }

    public DriverAnswer Decide(Observation observation, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_failed)
        {
            throw new DriverFailedException("it failed at an earlier step");
        }

        cancellationToken.ThrowIfCancellationRequested();
        _frames.Fill(observation);
        _request.Sensors.Clear();
        foreach (var frame in observation.Frames)
        {
            _request.Sensors.Add(FrameMessages.Of(frame, observation.Step));
        }

        var deadline = _answered ? _deadlines.Step : _deadlines.FirstStep;
        try
        {
            var answer = Read(Ask(deadline, cancellationToken));
            _answered = true;
            return answer;
        }
        catch
        {
            _failed = true;
            Abandon();
            throw;
        }
    }

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        bool lost = false;
        long begin = Stopwatch.GetTimestamp();

        // A driver that has failed already is told, but hardly waited for.
        var deadline = _failed && _deadlines.Close > Brief ? Brief : _deadlines.Close;
        try
        {
            if (_stream is not null)
            {
                Waiting.Ends(_stream.RequestStream.CompleteAsync(), deadline, CancellationToken.None);
            }

            var request = new Messages.CloseSessionRequest { SessionId = _request.SessionId, Reason = _failed ? "failed" : "finished" };
            Calls.Unary<Messages.CloseSessionRequest, Messages.CloseSessionReply>(_client.CloseSessionAsync, request, Waiting.Left(deadline, begin), CancellationToken.None);
        }
        catch (Exception e) when (e is RpcException or TimeoutException or InvalidOperationException or OperationCanceledException)
        {
            // Whoever cannot be told that the case is over learns it from the end of its lease.
            lost = e is RpcException { StatusCode: StatusCode.Unavailable };
        }
        finally
        {
            Abandon();
            _ended(_request.SessionId, lost);
        }
    }

    private Messages.DriveReply Ask(TimeSpan deadline, CancellationToken cancellationToken)
    {
        long begin = Stopwatch.GetTimestamp();
        bool again = false;
        while (true)
        {
            try
            {
                var left = Waiting.Left(deadline, begin);
                return _unary
                    ? Calls.Unary<Messages.DriveRequest, Messages.DriveReply>(_client.DecideAsync, _request, left, cancellationToken)
                    : Exchange(left, cancellationToken);
            }
            catch (TimeoutException e)
            {
                throw new DriverFailedException($"it missed its deadline of {Waiting.Text(deadline)}", e);
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.Unimplemented && !_unary && !_answered)
            {
                Abandon();
                _unary = true;
            }
            catch (RpcException e)
            {
                Abandon();
                var fault = PeerFault.Of(e);
                if (!fault.IsLost || again)
                {
                    // The id differs from run to run.
                    throw new DriverFailedException(fault.Text.Replace(_request.SessionId, "…", StringComparison.Ordinal), e);
                }

                again = true;
            }
        }
    }

    private Messages.DriveReply Exchange(TimeSpan deadline, CancellationToken cancellationToken)
    {
        if (_stream is null)
        {
            _streamEnd = new CancellationTokenSource();
            _stream = _client.Drive(new CallOptions(cancellationToken: _streamEnd.Token));
        }

        var reply = ExchangeAsync(_stream);
        return Waiting.Ends(reply, deadline, cancellationToken) ? reply.GetAwaiter().GetResult() : throw new TimeoutException();
    }

    private async Task<Messages.DriveReply> ExchangeAsync(AsyncDuplexStreamingCall<Messages.DriveRequest, Messages.DriveReply> stream)
    {
        Exception? unsent = null;
        try
        {
            await stream.RequestStream.WriteAsync(_request).ConfigureAwait(false);
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or ObjectDisposedException or RpcException)
        {
            // The status, which says why, comes with the next read.
            unsent = e;
        }

        return await stream.ResponseStream.MoveNext(CancellationToken.None).ConfigureAwait(false)
            ? unsent is null ? stream.ResponseStream.Current : throw new RpcException(new Status(StatusCode.Unavailable, "the stream broke", unsent))
            : throw new RpcException(new Status(StatusCode.Unavailable, "the stream ended", unsent));
    }

    private DriverAnswer Read(Messages.DriveReply reply)
    {
        var world = _request.World;
        if (reply.SessionId != _request.SessionId)
        {
            throw new DriverFailedException("it answered for another session");
        }

        if (reply.Answer is { } frame && frame.Step != world.Step)
        {
            throw new DriverFailedException(string.Create(CultureInfo.InvariantCulture, $"it answered step {frame.Step} to step {world.Step}"));
        }

        if (reply.TimeUs != world.TimeUs)
        {
            throw new DriverFailedException(string.Create(CultureInfo.InvariantCulture, $"it answered time {reply.TimeUs} µs to time {world.TimeUs} µs"));
        }

        try
        {
            return AnswerMessages.From(reply.Answer);
        }
        catch (InputException e)
        {
            throw new DriverFailedException($"its answer is malformed: {e.Detail}", e);
        }
    }

    private void Abandon()
    {
        _streamEnd?.Cancel();
        _stream?.Dispose();
        _streamEnd?.Dispose();
        (_stream, _streamEnd) = (null, null);
    }
}
